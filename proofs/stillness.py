"""A process that stands still in the middle of its work, as when its machine is suspended.

It does so while no other thread of its own is in a transaction, or between its last look and its record. A suspended
machine whose transaction is open keeps its locks until the server gives it up; and a call whose first byte leaves hours
after the last look at the clock can be stopped by nobody.
"""

from __future__ import annotations

import os
import signal
import time
from functools import wraps
from threading import Condition, local
from typing import Any

_STOPPING = 0.02
"""Seconds in which the kernel has surely stopped all threads."""


class Stillness:
    """Counts the threads that are in the middle of something."""

    def __init__(self) -> None:
        self.door, self.mine = Condition(), local()
        self.inside = self.standing = 0

    def arrange(self) -> None:
        """Have transactions and calls of this process counted."""
        from django.db.transaction import Atomic

        from calendar_app.publishing import sending

        enter, leave, go = Atomic.__enter__, Atomic.__exit__, sending.go

        def entering(atomic: Any) -> Any:
            self._enter()
            try:
                return enter(atomic)
            except BaseException:
                self._leave()
                raise

        def leaving(atomic: Any, *error: Any) -> Any:
            try:
                return leave(atomic, *error)
            finally:
                self._leave()

        @wraps(go)
        def going(attempt: Any) -> Any:
            self._enter()
            try:
                return go(attempt)
            finally:
                self._leave()

        Atomic.__enter__, Atomic.__exit__, sending.go = entering, leaving, going

    def stand(self) -> None:
        """From within `go`: stop the process; returns when somebody lets it go on."""
        with self.door:
            self.inside -= 1
            self.standing += 1
            self.door.notify_all()
            self.door.wait_for(lambda: self.inside == 0)
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(_STOPPING)
            self.standing -= 1
            self.inside += 1
            self.door.notify_all()

    def _enter(self) -> None:
        depth = self.mine.depth = getattr(self.mine, "depth", 0) + 1
        if depth == 1:
            with self.door:
                self.door.wait_for(lambda: not self.standing)
                self.inside += 1

    def _leave(self) -> None:
        self.mine.depth -= 1
        if self.mine.depth == 0:
            with self.door:
                self.inside -= 1
                self.door.notify_all()
