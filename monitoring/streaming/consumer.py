"""The loop: find who listens, connect, follow, write, and go on where we were after whatever happens."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from threading import Event
from typing import cast

from django.db import InterfaceError, OperationalError, connection

from monitoring.streaming import position
from monitoring.streaming.audience import Audience, gather, let_go, take_over
from monitoring.streaming.following import LOOK, Following
from networks import registry
from networks.errors import NetworkError
from networks.streams import Streamer

logger = logging.getLogger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0


def run(network: str, stop: Event, alive: Callable[[], None]) -> None:
    """Follow the stream `network` until `stop` is set; calls `alive` every few seconds.

    Of several processes that do so one follows, and the others wait to take its place. While nobody listens, nothing
    is connected. Raises nothing for what goes wrong outside: servers and the database may come and go.
    """
    consumer = Consumer(cast("Streamer", registry.connector(network)), stop, alive)
    while not stop.is_set():
        alive()
        try:
            with position.alone(network) as mine:
                if mine:
                    consumer.consume()
        except (OperationalError, InterfaceError):
            logger.exception("the database does not answer; going on from the last place that was kept")
            connection.close()
        consumer.rest(LOOK)


class Consumer:
    """One process's way along a stream."""

    def __init__(self, streamer: Streamer, stop: Event, alive: Callable[[], None]) -> None:
        self.streamer, self.network, self.stop, self.alive = streamer, streamer.key, stop, alive
        self.failures = 0
        """In a row; each leads to the next server."""

    def rest(self, seconds: float) -> None:
        """Do nothing, alive, until `seconds` have passed or we are to stop."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self.stop.is_set():
            self.alive()
            self.stop.wait(min(left, LOOK))

    def consume(self) -> None:
        """Until we are to stop. Raises OperationalError and InterfaceError; all else is waited for."""
        take_over(self.network)
        audience = Audience()
        while not self.stop.is_set():
            audience = gather(self.network, audience)
            if audience:
                audience = self._connect(audience)
            else:
                position.forget(self.network)
                self.rest(LOOK)
        let_go(self.network)

    def _connect(self, audience: Audience) -> Audience:
        """One connection, until it fails, nobody listens any more or we are to stop; who listens then."""
        servers = self.streamer.servers()
        server = servers[self.failures % len(servers)]
        since = position.begin(self.network)
        following = Following(self.streamer, since, audience)
        try:
            with self.streamer.listen(server, position.rewound(since)) as frames:
                position.connected(self.network, server)
                logger.info("following a stream", extra={"server": server, "since": since})
                following.follow(frames, self.stop, self.alive)
        except NetworkError as error:
            self._fail(error, afresh=following.went_well)
        return following.audience

    def _fail(self, error: NetworkError, *, afresh: bool) -> None:
        """Say it on the sources' pages, and wait: a second, doubled with each failure in a row, at most a minute."""
        logger.warning("a stream has ended", extra={"network": self.network, "error": str(error)})
        position.connected(self.network, "")
        position.tell_sources(self.network, error)
        self.failures = 1 if afresh else self.failures + 1
        wait = min(_FIRST_WAIT * 2 ** min(self.failures - 1, 10), _LONGEST_WAIT)
        self.rest(wait * random.uniform(0.8, 1.2))  # noqa: S311 - spread, not secrecy
