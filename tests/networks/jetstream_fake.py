"""A Jetstream of our own on loopback: sends frames from a cursor on, and drops, stalls or forgets when told to.

By hand: `python -m tests.networks.jetstream_fake --port 6008 --seed 1 --rate 100`, then cmhub with
`CMHUB_JETSTREAM=ws://127.0.0.1:6008/subscribe`.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from tests.networks.jetstream_world import World


def place_of(frame: str | bytes) -> int | None:
    """Where a frame stands; None for one that does not say."""
    try:
        at = json.loads(frame)["time_us"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return at if type(at) is int else None


class FakeJetstream:
    """Serves what `tell` was given, to all who come, inside a with block."""

    def __init__(self, frames: Iterable[str | bytes] = (), *, port: int = 0, pause: float = 0.0) -> None:
        self.asked: list[dict[str, list[str]]] = []
        """What each connection wanted."""
        self.pause = pause
        """Seconds between two frames."""
        self.remembers_from = 0
        """Older frames are not sent."""
        self.drop_after: list[int] = []
        """The next connections are dropped after so many frames each."""
        self.refuse = False
        self._frames: list[tuple[int, str | bytes]] = []
        self._news = threading.Condition()
        self._over = False
        self.tell(frames)
        self._server = serve(self._stream, "127.0.0.1", port, process_request=self._answer)
        self.port = self._server.socket.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/subscribe"

    def __enter__(self) -> FakeJetstream:
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._news:
            self._over = True
            self._news.notify_all()
        self._server.shutdown()
        self._thread.join()

    def tell(self, frames: Iterable[str | bytes]) -> None:
        """Send these too, in this order. One that does not say where it stands, stands with the one before."""
        with self._news:
            for frame in frames:
                last = self._frames[-1][0] if self._frames else 0
                self._frames.append((place_of(frame) or last, frame))
            self._news.notify_all()

    def _answer(self, connection: ServerConnection, request: object) -> object:
        return connection.respond(503, "not now\n") if self.refuse else None

    def _stream(self, connection: ServerConnection) -> None:
        query = parse_qs(urlsplit(connection.request.path).query)
        self.asked.append(query)
        cursor = max(int(query.get("cursor", ["0"])[0]), self.remembers_from)
        left = self.drop_after.pop(0) if self.drop_after else -1
        with suppress(ConnectionClosed):
            for frame in self._from(cursor):
                if left == 0:
                    return
                left -= 1
                connection.send(frame)
                if self.pause:
                    time.sleep(self.pause)

    def _from(self, cursor: int) -> Iterable[str | bytes]:
        number = next((n for n, (at, _) in enumerate(self._frames) if at >= cursor), len(self._frames))
        while True:
            with self._news:
                while number >= len(self._frames) and not self._over:
                    self._news.wait()
                if self._over:
                    return
                waiting = self._frames[number:]
            for _, frame in waiting:
                if self._over:
                    return
                yield frame
            number += len(waiting)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=6008)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=100.0, help="frames a second")
    parser.add_argument("--mention", action="append", default=[], help="a name that one post in a hundred says")
    options = parser.parse_args(arguments)
    world = World(
        options.seed, datetime.now(UTC), timedelta(seconds=1 / options.rate), mentioned=tuple(options.mention)
    )
    with FakeJetstream(port=options.port) as server:
        print(server.url, flush=True)
        begun = time.monotonic()
        for number, frame in enumerate(world):
            time.sleep(max(0.0, begun + number / options.rate - time.monotonic()))
            server.tell([frame])


if __name__ == "__main__":
    main()
