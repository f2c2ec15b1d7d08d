"""One connection to a stream: frames in, batches out, the place kept after each."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

from django.utils.translation import gettext_noop

from monitoring.streaming import position
from monitoring.streaming.audience import Audience, gather
from monitoring.streaming.batch import Batch
from monitoring.streaming.writing import write
from networks import streams
from networks.errors import NetworkError, Unavailable
from networks.streams import Frames, Streamer

LOOK = 3.0
"""Seconds between two looks at who listens; the place is kept as often, where there is nothing to write."""
SILENT = 60.0
"""Seconds without a frame after which the server is taken for dead."""
NOTHING_COMES = gettext_noop("The server has stopped sending.")
_TELL = 10.0
"""Seconds between two words to the sources' pages."""
_PATIENCE = 0.25
"""Seconds for one frame: so long a stop waits at most."""


class Following:
    """Where we are on one connection."""

    def __init__(self, streamer: Streamer, since: int, audience: Audience) -> None:
        self.streamer, self.since, self.audience = streamer, since, audience
        self.went_well = False
        """It has brought something for a while: what comes next is a new failure, not the next in a row."""
        self._reached = since
        self._batch = Batch()
        self._first = True
        self._heard = self._looked = time.monotonic()
        self._told = 0.0

    def follow(self, frames: Frames, stop: Event, alive: Callable[[], None]) -> None:
        """Until nobody listens any more or `stop` is set. Raises NetworkError once the stream is over.

        In each case what has come is written before. Calls `alive` every few seconds.
        """
        try:
            while self.audience and not stop.is_set():
                frame = frames.next(_PATIENCE)
                if frame is not None:
                    self._take(self.streamer.read(frame))
                self._mind(alive)
        except NetworkError:
            self._write()
            raise
        self._write()

    def _take(self, event: streams.Event) -> None:
        self._heard = time.monotonic()
        if self._first and event.at:
            self._first = False
            position.note_gap(self.streamer.key, self.since, event.at)
        self._batch.add(event, self.audience, self.streamer.network)

    def _mind(self, alive: Callable[[], None]) -> None:
        """What is to be done beside reading."""
        now = time.monotonic()
        if now - self._heard > SILENT:
            raise Unavailable(NOTHING_COMES)
        if self._batch.due(now):
            self._write()
        if now - self._looked > LOOK:
            alive()
            self._write()
            self._tell(now)
            self.audience = gather(self.streamer.key, self.audience)
            self._looked = time.monotonic()  # not `now`: a slow database must leave time for reading

    def _write(self) -> None:
        batch, self._batch = self._batch, Batch()
        write(batch, self.audience, self.streamer.network)
        if batch.reached or batch.unreadable:
            self._reached = max(self._reached, batch.reached)
            position.keep(self.streamer.key, self._reached, batch.unreadable)

    def _tell(self, now: float) -> None:
        if now - self._told > _TELL and not self._first:
            self._told, self.went_well = now, True
            position.tell_sources(self.streamer.key)
