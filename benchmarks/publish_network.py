"""A network that takes 50 ms to say yes: its server, its connector, and the product's Celery app that knows it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

LATENCY = 0.05
BASE = "BENCH_NETWORK"
"""Environment: the server's address."""


def serve(hang: bool = False) -> None:
    """Answer every request after LATENCY, or never; prints the port."""
    asyncio.run(_serve(hang))


async def _serve(hang: bool) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        await reader.readexactly(length)
        await asyncio.sleep(3600 if hang else LATENCY)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


def call(key: str, text: str) -> None:
    """One message, through the product's door."""
    from core import http

    answer = http.fetch(f"{os.environ[BASE]}/{key}", method="POST", body=text.encode(), guarded=False)
    if answer.status != 200:
        raise RuntimeError(f"status {answer.status}")


class Yes:
    """Takes everything."""

    key: ClassVar[str] = "bench"
    name: ClassVar[str] = "Bench"
    capabilities: ClassVar[frozenset[str]] = frozenset()
    settles: ClassVar[timedelta] = timedelta()

    def limits(self, facts: Mapping[str, Any]) -> Any:
        from networks.publishing import Limits

        return Limits(500)

    def prepare(self, login: Any, part: Any) -> dict[str, Any]:
        return {"key": part.key}

    def commit(self, login: Any, part: Any, handle: Any) -> Any:
        from networks.publishing import Sent

        call(part.key, part.text)
        return Sent(part.key)

    def look_up(self, login: Any, part: Any, handle: Any) -> Any:
        from networks.publishing import Verdict

        return Verdict()


def register() -> None:
    """Make it known to this process."""
    from networks import registry

    registry.NETWORKS["bench"] = "benchmarks.publish_network.Yes"


if __name__ == "__main__":
    import sys

    serve("hang" in sys.argv)
