"""One clock for all processes of a scenario. The conductor moves it, also for who stands still meanwhile."""

from __future__ import annotations

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta


class SharedClock:
    """How far the clock is ahead, in memory that forks share. Make it before they are forked."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8)

    def get(self) -> timedelta:
        """In the place of core.clock's own offset."""
        return timedelta(seconds=self.seconds)

    @property
    def seconds(self) -> float:
        return float(struct.unpack("d", self._memory[:8])[0])

    def now(self) -> datetime:
        """What it shows."""
        return datetime.now(UTC) + self.get()

    def move_to(self, moment: datetime) -> None:
        """Never backwards."""
        ahead = (moment - self.now()).total_seconds()
        if ahead > 0:
            self._memory[:8] = struct.pack("d", self.seconds + ahead)

    def install(self) -> None:
        """Have this process live by it: its calendar, and the stopwatch that decides whether a call may begin."""
        from calendar_app.publishing import sending
        from core import clock

        clock._offset = self  # type: ignore[assignment]  # noqa: SLF001
        sending.monotonic = lambda: time.monotonic() + self.seconds
