"""Serve the demo network on loopback: `python -m networks.demo.server --port 8090`."""

from __future__ import annotations

import argparse
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from networks.demo.wsgi import application


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class names it so
        """The connector's side logs each call already."""


def serve(port: int) -> Server:
    """A server on 127.0.0.1, bound and not yet running. Port 0 takes a free one."""
    return make_server("127.0.0.1", port, application, Server, _Quiet)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    with serve(parser.parse_args().port) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
