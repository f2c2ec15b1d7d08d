"""How far a stream has been written, kept in its row; and that only one process follows it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models import F

from core import clock
from core.jobs import described
from monitoring.models import Source, Stream
from monitoring.streaming.audience import queue
from networks.errors import NetworkError
from networks.streams import moment, place

REWOUND = timedelta(seconds=10)
"""Servers see the same event at moments of their own. What comes twice changes nothing."""
GAP = timedelta(minutes=10)
"""No network is silent that long: what lies between, the server has forgotten."""
LATE = timedelta(minutes=5)
_LOCKS = 0x636D6801 << 32
"""Beside the locks of monitoring.counts, in the space of numbers that a database has for advisory locks."""


@contextmanager
def alone(network: str) -> Iterator[bool]:
    """Whether this process is the one that follows the stream, for the length of the block.

    The lock belongs to the session with the database: it ends with the process, however that ends.
    """
    key = [_LOCKS + zlib.crc32(network.encode())]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", key)
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", key)


def begin(network: str) -> int:
    """The place to go on from: where we were, else now."""
    stream, _ = Stream.objects.get_or_create(network=network)
    if stream.cursor is None:
        stream.cursor = place(clock.now())
        stream.save(update_fields=["cursor"])
    return int(stream.cursor)


def rewound(cursor: int) -> int:
    """The place to ask a server for, to go on at `cursor`."""
    return cursor - REWOUND // timedelta(microseconds=1)


def keep(network: str, cursor: int, unreadable: int = 0) -> None:
    """Everything up to `cursor` is written."""
    Stream.objects.filter(network=network).update(
        cursor=cursor, heard_at=clock.now(), unreadable=F("unreadable") + unreadable
    )


def forget(network: str) -> None:
    """Nobody listens: who begins to, begins with what is said then."""
    Stream.objects.filter(network=network, cursor__isnull=False).update(cursor=None, server="", heard_at=None)


def connected(network: str, server: str) -> None:
    Stream.objects.filter(network=network).update(server=server)


def tell_sources(network: str, error: NetworkError | None = None) -> None:
    """Write on all sources of the stream that it goes well, or what is wrong: their pages show it as for others."""
    now = clock.now()
    good = {"last_success_at": now, "last_error": "", "last_error_detail": "", "attempts": 0}
    changed = {"heartbeat_at": now, "last_polled_at": now} | (described(error) if error else good)
    queue(network).filter(state=Source.State.RUNNING).update(**changed)


def note_gap(network: str, since: int, first: int) -> bool:
    """Whether the server began so much later than asked that something is missing; if so, keep from when to when."""
    gap_from, gap_to = moment(since), moment(first)
    if gap_from is None or gap_to is None or gap_to - gap_from < GAP:
        return False
    Stream.objects.filter(network=network).update(gap_from=gap_from, gap_to=gap_to)
    return True


def lags() -> dict[str, timedelta]:
    """Streams that somebody listens to, and how far behind each is."""
    now = clock.now()
    found = ((stream.network, stream.lag(now)) for stream in Stream.objects.order_by("network"))
    return {network: lag for network, lag in found if lag is not None}
