"""Who spoke on a day, with what tells their weight: audience, answers, how often. Rankings add these up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Case, OuterRef, Q, Subquery, When

from monitoring.models import DailyVoices, Mention, Sentiment

MOST = 200
"""Voices that are kept of a day, so that a ranking takes as long for a million mentions as for ten thousand."""
_PARENT = Mention.objects.filter(brand=OuterRef("brand"), network=OuterRef("network"), external_id=OuterRef("reply_to"))
ANSWERS_TO = Case(When(~Q(reply_to=""), then=Subquery(_PARENT.values("author_id")[:1])), default=None)
"""The author of what a mention replies to; looked for only where it replies to something."""


class Heard(Protocol):
    """What is asked of a mention."""

    @property
    def author_id(self) -> int | None: ...
    @property
    def network(self) -> str: ...
    @property
    def sentiment(self) -> str: ...
    @property
    def audience(self) -> int | None: ...
    @property
    def answers_to(self) -> int | None: ...


@dataclass(slots=True)
class Voice:
    """One author on one day."""

    network: str
    mentions: int = 0
    negatives: int = 0
    positives: int = 0
    answers: int = 0
    audience: int | None = None


class Voices:
    """Who spoke in the mentions of one day, of the brand or of one topic."""

    def __init__(self) -> None:
        self._by: dict[int, Voice] = {}

    def __bool__(self) -> bool:
        return bool(self._by)

    def add(self, said: Heard) -> None:
        """Count one mention for its author, and as an answer for the author of what it replies to."""
        if said.author_id:
            voice = self._by.setdefault(said.author_id, Voice(said.network))
            voice.mentions += 1
            voice.negatives += said.sentiment == Sentiment.NEGATIVE
            voice.positives += said.sentiment == Sentiment.POSITIVE
            if said.audience is not None:
                voice.audience = max(voice.audience or 0, said.audience)
        if said.answers_to and said.answers_to != said.author_id:
            self._by.setdefault(said.answers_to, Voice(said.network)).answers += 1

    def row(self, day: date, topic_id: int | None) -> DailyVoices:
        """What is kept of them; not saved."""
        chosen = self.strongest()
        voices = [self._by[pk] for pk in chosen]
        return DailyVoices(
            topic_id=topic_id,
            day=day,
            authors=chosen,
            networks=[voice.network for voice in voices],
            mentions=[voice.mentions for voice in voices],
            negatives=[voice.negatives for voice in voices],
            positives=[voice.positives for voice in voices],
            answers=[voice.answers for voice in voices],
            audiences=[voice.audience for voice in voices],
            cut=len(self._by) > len(chosen),
        )

    def strongest(self, most: int = MOST) -> list[int]:
        """Primary keys of up to `most`, in turns: the next by audience, by answers, by mentions.

        Whoever leads in one of the three is among them, also who spoke once to a million people.
        """
        by = self._by
        if len(by) <= most:
            return sorted(by)
        orders = (
            sorted(by, key=lambda pk: (-(by[pk].audience or 0), pk)),
            sorted(by, key=lambda pk: (-by[pk].answers, pk)),
            sorted(by, key=lambda pk: (-by[pk].mentions, pk)),
        )
        chosen: dict[int, None] = {}
        for three in zip(*orders, strict=True):
            for pk in three:
                if len(chosen) == most:
                    return sorted(chosen)
                chosen[pk] = None
        return sorted(chosen)
