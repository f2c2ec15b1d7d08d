"""The network of the proofs: a process of its own that appends each acceptance to a file before it answers.

It behaves as four networks do, one of each kind of proof, and errs as it is told, once for each chosen message.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from proofs.choosing import chosen

LATENCY = 0.012


class Recorder:
    """What was accepted, in memory and in the file."""

    def __init__(self, file: Path, seed: int, fault: str, share: float) -> None:
        self.out = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.seed, self.fault, self.share = seed, fault, share
        self.accepted: dict[str, str] = {}
        self.containers: dict[str, bool] = {}
        self.erred: set[str] = set()
        self.in_flight = 0

    def say(self, **line: Any) -> None:
        """One line of the file, which the kernel has before we go on."""
        os.write(self.out, (json.dumps(line) + "\n").encode())

    def accept(self, message: dict[str, Any]) -> str:
        """From here on the message is public."""
        external_id = f"{message['key']}.{len(self.accepted)}"
        self.accepted.setdefault(message["key"], external_id)
        if message["network"] == "container":
            self.containers[message["handle"]["container"]] = True
        told = {name: message[name] for name in ("network", "account", "key", "text")}
        self.say(what="accepted", id=external_id, **told)
        return external_id

    def errs(self, message: dict[str, Any]) -> str:
        """The fault that this call meets, "" for none. Each chosen message meets it once."""
        key = message["key"]
        if not self.fault or key in self.erred or not chosen(self.seed, self.fault, key, self.share):
            return ""
        self.erred.add(key)
        self.say(what="fault", fault=self.fault, key=key)
        return self.fault

    def known(self, message: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        """What networks answer to a message that they have: a key or a container cannot double."""
        if message["network"] == "key" and message["key"] in self.accepted:
            return 200, {"id": self.accepted[message["key"]]}
        if message["network"] == "container" and self.containers.get(message["handle"]["container"]):
            return 409, {}
        return None


async def _serve(recorder: Recorder, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")
        headers = {k.lower(): v for k, _colon, v in (line.partition(": ") for line in lines[1:])}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        recorder.in_flight += 1  # from here on it may be accepted, whatever becomes of the caller
        try:
            await _answer(recorder, lines[0].split()[1], json.loads(body or b"{}"), reader, writer)
        finally:
            recorder.in_flight -= 1
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # the caller was killed
    finally:
        writer.close()


async def _answer(
    recorder: Recorder,
    path: str,
    message: dict[str, Any],
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    match urlsplit(path).path:
        case "/quiet":
            _reply(writer, 200, {"in_flight": recorder.in_flight - 1})
        case "/prepare":
            container = f"c{len(recorder.containers)}"
            recorder.containers[container] = False
            _reply(writer, 200, {"container": container})
        case "/look":
            found = recorder.accepted.get(asked["key"])
            _reply(writer, 200, {"id": found} if found else {})
        case "/commit":
            await asyncio.sleep(LATENCY)
            if known := recorder.known(message):
                _reply(writer, *known)
            else:
                await _commit(recorder, message, reader, writer)


async def _commit(
    recorder: Recorder, message: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    match recorder.errs(message):
        case "busy" | "frozen":
            writer.write(b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n")
            recorder.say(what="answered", key=message["key"], status=429)
        case "signed out":
            _reply(writer, 401, {})
            recorder.say(what="answered", key=message["key"], status=401)
        case "broken server":
            if len(recorder.erred) % 2:
                recorder.accept(message)
            _reply(writer, 500, {})
            recorder.say(what="cut", key=message["key"])
        case "time-out after":
            recorder.accept(message)
            recorder.say(what="cut", key=message["key"])
            await reader.read()  # until the caller has had enough
        case "reset after":
            recorder.accept(message)
            recorder.say(what="cut", key=message["key"])
            _reset(writer)
        case "broken JSON":
            recorder.accept(message)
            recorder.say(what="cut", key=message["key"])
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"id": "')
        case _:
            external_id = recorder.accept(message)
            _reply(writer, 200, {"id": external_id})
            recorder.say(what="answered", key=message["key"], status=200)


def _reply(writer: asyncio.StreamWriter, status: int, body: dict[str, Any]) -> None:
    data = json.dumps(body).encode()
    writer.write(f"HTTP/1.1 {status} Said\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)


def _reset(writer: asyncio.StreamWriter) -> None:
    """RST instead of FIN: the caller reads «connection reset»."""
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _run(recorder: Recorder) -> None:
    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _serve(recorder, reader, writer)

    server = await asyncio.start_server(served, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    asyncio.run(_run(Recorder(Path(given["file"]), given["seed"], given["fault"], given["share"])))
