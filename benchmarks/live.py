"""200 open pages poll the brand's version every 4 s, as static/js/live.js does, against the real server on loopback.

Measured in one run, rounds in turns so that drift of the machine falls on both sides alike:
- idle: PostgreSQL's sessions of the web server and its transactions while the pages do nothing but ask;
- slow-down: median time of the mentions page with the 200 pages, over the same without them.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from datetime import timedelta
from statistics import median

from benchmarks import installation

PAGES = 200
EVERY = 4.0
IDLE = 12.0
ROUNDS = 4
REQUESTS = 25


def main() -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the statistics are read between the pages, a millisecond each
    with installation.stores():
        import django

        django.setup()
        brand, live_pass, cookie = _seed()
        with installation.web() as (port, pid):
            asyncio.run(_measure(port, pid, brand, live_pass, cookie))


def _seed() -> tuple[str, str, str]:
    """A brand with 2,000 mentions; its public id, a pass, and a signed-in person's cookie."""
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from accounts.models import User
    from brands import workspaces
    from brands.access import BrandAccess
    from core import clock
    from monitoring import ingest, passes, sources
    from networks.types import Item, Page

    user = User.objects.create_user("bench@cmhub.example", "a password for the bench", name="Bench")
    brand = workspaces.create_brand(workspaces.create_workspace(user, "Bench"), "Bench")
    from brands.scope import brand_scope

    now = clock.now()
    with brand_scope(brand.pk):
        source = sources.add_source(brand, "feed", "https://bench.example/feed", by=user)
    items = [
        Item(f"https://bench.example/{n}", f"texto número {n}: muy bueno", posted_at=now - timedelta(minutes=n))
        for n in range(2000)
    ]
    ingest.store(source, Page(items=tuple(items)), seen_at=now)
    client = Client()
    client.force_login(user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    connections.close_all()  # what is counted below are the web server's
    return brand.public_id, passes.issue(BrandAccess(brand, user, "owner")), cookie


async def _measure(port: int, pid: int, brand: str, live_pass: str, cookie: str) -> None:
    live = f"GET /b/{brand}/live/ HTTP/1.1\r\nHost: localhost:{port}\r\nX-Live-Pass: {live_pass}\r\n"
    page = f"GET /b/{brand}/mentions/ HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n"

    asked: list[float] = []
    crowd = [asyncio.create_task(_poll(port, live, asked)) for _ in range(PAGES)]
    await asyncio.sleep(EVERY + 1)  # every page has asked once
    used, answers = installation.cpu_seconds(pid), len(asked)
    sessions, transactions = await _idle()
    used, answers = installation.cpu_seconds(pid) - used, len(asked) - answers
    print(f"{PAGES} pages, each asking every {EVERY:.0f} s, {IDLE:.0f} s long:")
    print(f"  sessions of the web server in PostgreSQL: {sessions}")
    print(f"  transactions there, PostgreSQL's own housekeeping among them: {transactions}")
    print(f"  answers: {len(asked)}, median {1000 * median(asked):.1f} ms, 99th in 100 {_percentile(asked):.1f} ms")
    print(f"  processor time of the web server: {1000 * used / answers:.1f} ms for each")
    await _stop(crowd)

    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _time(reader, writer, page, 10)  # warm
    alone: list[float] = []
    crowded: list[float] = []
    for n in range(ROUNDS):
        for with_crowd in (n % 2 == 1, n % 2 == 0):  # each comes first as often as second
            crowd = [asyncio.create_task(_poll(port, live, asked)) for _ in range(PAGES if with_crowd else 0)]
            await asyncio.sleep(EVERY + 0.5)
            (crowded if with_crowd else alone).extend(await _time(reader, writer, page, REQUESTS))
            await _stop(crowd)
    writer.close()
    print(f"the mentions page, {ROUNDS * REQUESTS} times each way:")
    print(f"  alone {1000 * median(alone):.1f} ms, with the {PAGES} pages {1000 * median(crowded):.1f} ms")
    print(f"  slow-down: {median(crowded) / median(alone):.2f}")


async def _poll(port: int, head: str, asked: list[float]) -> None:
    """One open page: its own connection, its own moment of the four seconds."""
    tag = ""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await asyncio.sleep(random.uniform(0, EVERY))
        while True:
            start = time.perf_counter()
            status, headers = await _ask(reader, writer, f"{head}If-None-Match: {tag}\r\n\r\n")
            if status not in {200, 304}:
                raise RuntimeError(f"status {status}")
            tag = headers.get("etag", tag)
            asked.append(time.perf_counter() - start)
            await asyncio.sleep(EVERY)
    finally:
        writer.close()


async def _stop(crowd: list[asyncio.Task[None]]) -> None:
    for task in crowd:
        task.cancel()
    for error in await asyncio.gather(*crowd, return_exceptions=True):
        if error is not None and not isinstance(error, asyncio.CancelledError):
            raise error


async def _time(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: str, times: int) -> list[float]:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        status, _headers = await _ask(reader, writer, request)
        if status != 200:
            raise RuntimeError(f"status {status}")
        taken.append(time.perf_counter() - start)
        await asyncio.sleep(0.05)
    return taken


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: str) -> tuple[int, dict[str, str]]:
    """One request of HTTP/1.1 over a kept connection."""
    writer.write(request.encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in head[1:])}
    status = int(head[0].split()[1])
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    return status, headers


async def _idle() -> tuple[int, int]:
    """Sessions and transactions of others than this process, over IDLE seconds."""
    before, most, mine = _transactions(), 0, 1
    end = time.monotonic() + IDLE
    while time.monotonic() < end:
        most, mine = max(most, _sessions()), mine + 1
        await asyncio.sleep(0.5)
    await asyncio.sleep(1.5)  # PostgreSQL writes its statistics with a delay
    return most, max(0, _transactions() - before - mine)


def _sessions() -> int:
    """Sessions of clients in this database, but for the one that asks."""
    here = "datname = current_database() AND backend_type = 'client backend'"
    return _value(f"SELECT count(*) FROM pg_stat_activity WHERE {here} AND pid <> pg_backend_pid()")


def _transactions() -> int:
    return _value("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")


def _value(query: str) -> int:
    """One statement, one transaction, over this process's only connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _percentile(values: list[float]) -> float:
    return 1000 * sorted(values)[int(0.99 * (len(values) - 1))]
