"""How much weight a voice has, in three parts from 0 to 1, each of which is shown: reach, resonance, relevance.

The three are Brian Solis' pillars of digital influence (Altimeter Group, «The Rise of Digital Influence», 2012). They
are kept apart because they are different things: over 54 million accounts of Twitter, who has most followers is neither
who is most passed on nor who is most answered (Cha, Haddadi, Benevenuto and Gummadi, «Measuring User Influence in
Twitter: The Million Follower Fallacy», ICWSM 2010). No weights between them are established: each counts a third.

All scales are logarithmic, because audiences and answers are spread over many powers of ten (Clauset, Shalizi and
Newman, «Power-law distributions in empirical data», SIAM Review 2009), and end at fixed marks: what somebody scores
does not change with who else is in the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

FULL_AUDIENCE = 1_000_000
FULL_ANSWERS = 100
SHORTEST = 7
"""Days: in a shorter period a mention a day is not asked for less."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Each from 0 to 1; None where nothing is known that tells it."""

    reach: float | None
    resonance: float | None
    relevance: float

    @property
    def score(self) -> float:
        """From 0 to 1: the mean of the three. What is not known adds nothing: no points without proof."""
        return ((self.reach or 0.0) + (self.resonance or 0.0) + self.relevance) / 3


def reach(audience: int | None) -> float | None:
    """How many could hear them: ln(1 + audience) / ln(1 + 1,000,000), at most 1.

    `audience` is their followers, or the people who could see one mention if they were more; None where the network
    tells neither, as feeds do. Caveat: followers are not readers.
    """
    return None if audience is None else min(1.0, log(1 + audience) / log(1 + FULL_AUDIENCE))


def resonance(answers: int | None) -> float | None:
    """How much they set going: ln(1 + answers) / ln(1 + 100), at most 1.

    `answers` are replies of others in the period to anything of theirs, as far as they are mentions that we hold; None
    on networks on which no reply was heard at all. Caveat: replies that do not mention the brand are not heard.
    """
    return None if answers is None else min(1.0, log(1 + answers) / log(1 + FULL_ANSWERS))


def relevance(mentions: int, days: int) -> float:
    """How much they have to do with the brand: ln(1 + mentions) / ln(1 + days), at most 1; a mention a day is all.

    `days` are those of the period, at least seven. Caveat: many mentions in one day count as those of many days.
    """
    return min(1.0, log(1 + mentions) / log(1 + max(days, SHORTEST)))


def parts(audience: int | None, answers: int | None, mentions: int, days: int) -> Parts:
    """All three."""
    return Parts(reach(audience), resonance(answers), relevance(mentions, days))
