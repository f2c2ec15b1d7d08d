"""Writing what is known nowhere else, although the database is away for a moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import sleep
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

_PAUSES = (0.1, 0.3, 1, 2, 5, 10, 20, 30)
"""Seconds between tries."""

P = ParamSpec("P")
R = TypeVar("R")


def persistently(write: Callable[P, R]) -> Callable[P, R]:
    """`write` again while the database is away, on a new connection. What it writes must bear repetition."""

    @wraps(write)
    def trying(*args: P.args, **kwargs: P.kwargs) -> R:
        for pause in _PAUSES:
            try:
                return write(*args, **kwargs)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block:
                    raise  # the transaction around is broken: who opened it begins again
                connection.close()
                sleep(pause)
        return write(*args, **kwargs)

    return trying
