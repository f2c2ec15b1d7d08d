"""Every fault of the proof: how many workers, what is done to them, what the recorder does, what people do."""

from __future__ import annotations

from dataclasses import dataclass

from proofs.mistakes import NO_CLAIM, NO_COMMIT, NO_LOOK, RETRY
from proofs.worker import PLACES

ZONES = ("Europe/Madrid", "America/Santiago", "America/Tijuana", "Africa/Casablanca", "America/Mexico_City")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One fault."""

    name: str
    workers: int = 3
    threads: int = 3
    kill: str = ""
    """A place of proofs.worker.PLACES."""
    freeze: bool = False
    dark: bool = False
    """Chosen messages go to an address that takes no connection first."""
    network: str = ""
    """What the recorder does to chosen calls, in its words."""
    person: str = ""
    """What somebody does meanwhile."""
    restarts: bool = False
    """PostgreSQL is stopped and started again and again: alone on its server."""
    celery: bool = False
    zone: str = ""
    mistake: str = ""
    """Planted: the checker must not be content."""
    share: float = 0.065
    """Of the messages that meet the fault."""
    everywhere: bool = False
    """All posts meet it."""

    def share_of(self, posts: int) -> float:
        """Of a few posts more meet it: chance would spare them all."""
        return self.share if posts >= 500 else max(1.5 * self.share, 0.06)

    @property
    def hurried(self) -> bool:
        """Calls are meant to end without an answer."""
        return self.dark or self.network == "time-out after"

    @property
    def alone(self) -> bool:
        """It stops a store that others would miss, or keeps the connections of workers that stand still."""
        return self.restarts or self.freeze


SCENARIOS: tuple[Scenario, ...] = (
    Scenario("Celery, broker restarted", celery=True),
    *(Scenario(f"killed: {place}", kill=place) for place in PLACES),
    Scenario("frozen", freeze=True, network="frozen", workers=4),
    Scenario("PostgreSQL restarted", restarts=True),
    *(Scenario(f"{n} workers", workers=n, everywhere=True) for n in (2, 4, 8)),
    Scenario("time-out before", dark=True),
    *(
        Scenario(name, network=name, share=0.1)
        for name in ("time-out after", "reset after", "broken JSON", "busy", "broken server")
    ),
    Scenario("account breaks", network="signed out", share=0.012),
    *(Scenario(f"{what} in the last second", person=what) for what in ("edit", "pause", "delete", "hold")),
    *(Scenario(f"clocks of {zone}", zone=zone, workers=2, everywhere=True) for zone in ZONES),
)
MISTAKES: tuple[Scenario, ...] = (
    Scenario(RETRY, network="time-out after", share=0.1, mistake=RETRY),
    Scenario(NO_COMMIT, mistake=NO_COMMIT, workers=4, everywhere=True),
    Scenario(NO_CLAIM, freeze=True, network="frozen", workers=4, share=0.15, mistake=NO_CLAIM),
    Scenario(NO_LOOK, person="pause", mistake=NO_LOOK),
)
