"""Serve the demo network on loopback: `python -m networks.demo.server --port 8090`."""

from __future__ import annotations

import argparse
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from networks.demo.published import Kept
from networks.demo.wsgi import Network


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class names it so
        """The connector's side logs each call already."""


def serve(port: int, file: Path | None = None) -> Server:
    """A server on 127.0.0.1, bound and not yet running. Port 0 takes a free one; what is published there is kept in
    `file`, or in memory."""
    return make_server("127.0.0.1", port, Network(Kept(file)), Server, _Quiet)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--keep", type=Path, help="file for what is published there (in memory without it)")
    asked = parser.parse_args()
    with serve(asked.port, asked.keep) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
