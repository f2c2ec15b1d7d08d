"""A worker process: the engine's own loop, once for each round that the conductor calls, with a fault put around its
functions from outside. The product knows nothing of this."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from proofs.choosing import chosen, lot
from proofs.shared_clock import SharedClock
from proofs.stillness import Stillness

PLACES = ("claimed", "re-checked", "handle kept", "calling", "answered", "recorded")
"""Where a worker is killed, in the order in which a publication passes them."""
LONGEST = 0.1
"""Seconds for which a worker lingers at most."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker does wrong, or what is done to it."""

    seed: int
    folder: Path
    clock: SharedClock
    threads: int = 3
    kill: str = ""
    """One of PLACES."""
    freeze: bool = False
    hurried: bool = False
    """Calls end after half a second."""
    blackhole: str = ""
    """An address that takes no connection: where chosen messages go first."""
    share: float = 0.07
    mistake: str = ""
    lingers: bool = False
    """Somebody acts in the moment between claiming and sending, which is made longer for them."""


def serve(orders: Orders, line: socket.socket) -> None:
    """Work off rounds until the line is cut. Runs in a fresh fork: connections are its own."""
    from calendar_app.publishing import loop
    from proofs import mistakes, networks

    networks.register(hurried=orders.hurried)
    orders.clock.install()
    _arrange(orders)
    mistakes.make(orders.mistake)
    for _said in line.makefile("r"):
        done = loop.publish_due(orders.threads)
        line.sendall(f"{done}\n".encode())


def hit(folder: Path, what: str, key: str) -> bool:
    """Count one hit of a fault; False if this message has met it before."""
    try:
        os.close(os.open(folder / f"{what}-{key}", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _arrange(orders: Orders) -> None:
    from calendar_app.publishing import arming, recording
    from proofs.networks import OwnKey

    def struck(what: str, key: str) -> bool:
        return chosen(orders.seed, what, key, orders.share) and hit(orders.folder, what, key)

    _kill(orders, struck)
    if orders.lingers:
        _before(arming, "arm", lambda attempt: time.sleep(lot(orders.seed, "lingers", attempt.part.key) * LONGEST))
    if orders.freeze:
        _freeze(orders, struck, arming, recording)
    if orders.blackhole:
        ours = OwnKey.address
        dark = orders.blackhole
        replace(
            OwnKey, "address", lambda self, login, part: dark if struck("dark", part.key) else ours(self, login, part)
        )


def _kill(orders: Orders, struck: Callable[[str, str], bool]) -> None:
    from calendar_app.publishing import arming, claiming, recording
    from proofs.networks import OwnKey

    def die(key: str) -> None:
        if struck(orders.kill, key):
            os.kill(os.getpid(), signal.SIGKILL)

    match orders.kill:
        case "claimed":
            _after(claiming, "claim_due", lambda claimed, *_: [die(row.key(0)) for row in claimed])
        case "re-checked":
            replace(arming, "arm_plain", lambda _attempt: False)  # there looking and keeping are one
            _after(arming, "recheck", lambda stop, publication, number, *_: stop or die(publication.key(number)))
        case "handle kept":
            _after(arming, "arm", lambda armed, attempt: armed and die(attempt.part.key))
        case "calling":
            _before(OwnKey, "commit", lambda _self, _login, part, _handle: _die_soon(orders, struck, part.key))
        case "answered":
            _before(recording, "record", lambda attempt, _answer: die(attempt.part.key))
        case "recorded":
            _after(recording, "record", lambda _live, attempt, _answer: die(attempt.part.key))


def _die_soon(orders: Orders, struck: Callable[[str, str], bool], key: str) -> None:
    """In the middle of the call: before, while or after the recorder accepts it."""
    if struck("calling", key):
        seconds = lot(orders.seed, "moment", key) * 0.03
        threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()


def _freeze(orders: Orders, struck: Callable[[str, str], bool], arming: Any, recording: Any) -> None:
    """The process stands still after it has armed, or before it records a refusal, and others take over; then it goes
    on. The recorder refuses the chosen ones."""
    still = Stillness()
    still.arrange()

    def armed(was: bool, attempt: Any) -> None:
        if was and struck("frozen before", attempt.part.key):
            still.stand()

    def answered(attempt: Any, answer: Any) -> None:
        if type(answer).__name__ == "RateLimited" and hit(orders.folder, "frozen after", attempt.part.key):
            still.stand()

    _after(arming, "arm", armed)
    _before(recording, "record", answered)


def _after(owner: Any, name: str, then: Callable[..., object]) -> None:
    """Have `then(result, *arguments)` called each time that `owner.name` has returned."""
    inner = getattr(owner, name)

    @wraps(inner)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = inner(*args, **kwargs)
        then(result, *args)
        return result

    replace(owner, name, wrapped)


def _before(owner: Any, name: str, first: Callable[..., object]) -> None:
    """Have `first(*arguments)` called each time before `owner.name` is."""
    inner = getattr(owner, name)

    @wraps(inner)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        first(*args)
        return inner(*args, **kwargs)

    replace(owner, name, wrapped)


def replace(owner: Any, name: str, new: Callable[..., Any]) -> None:
    """Put `new` in the place of a function of the engine, in this process."""
    setattr(owner, name, new)
