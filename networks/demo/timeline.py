"""Who says what when: a pure function of a seed and the clock. Nothing is kept anywhere.

Time is cut into slots of 24 seconds. Each holds one post, in its first 14 seconds, so that posts come 10 to 38 seconds
apart. What is older than half an hour is thinned to a day's believable volume, the same posts whenever it is read.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from networks.demo import texts

SLOT = 24.0
_JITTER = 14.0
DENSE = timedelta(minutes=30)
THINNED = 12
"""Of so many older slots one is left on average: about 300 a day."""
HISTORY = timedelta(days=14)
CHANGES_WITHIN = timedelta(minutes=25)
"""No post is edited or deleted later than this after it was posted."""
WAVE = timedelta(minutes=90)

# Weight of each hour of the day (UTC) in the thinned past: nobody talks about coffee at four in the morning.
_HOURS = (2, 1, 1, 1, 2, 6, 14, 20, 20, 16, 13, 12, 12, 12, 13, 15, 16, 14, 12, 10, 9, 7, 5, 3)
_LANGUAGES = (("es", 70), ("en", 20), ("pt", 10))
_MOODS = ((texts.POSITIVE, 40), (texts.NEUTRAL, 32), (texts.NEGATIVE, 28))
_KINDS = (("post", 78), ("comment", 14), ("review", 8))
_PEOPLE = 300


@dataclass(frozen=True, slots=True)
class Person:
    """An invented author."""

    id: str
    name: str
    handle: str
    followers: int
    language: str


@dataclass(frozen=True, slots=True)
class Post:
    """One post as it stands at the moment of asking."""

    id: str
    posted_at: datetime
    edited_at: datetime | None
    kind: str
    language: str
    text: str
    author: Person
    reach: int | None
    reply_to: str


def posts(brand: str, since: datetime, now: datetime, *, seed: int = 1, wave: datetime | None = None) -> Iterator[Post]:
    """What there is of `brand` from `since` on, oldest first, as it stands at `now`. `wave` starts 90 minutes of
    complaints. Raises KeyError for a brand that texts.BRANDS does not have."""
    names = texts.BRANDS[brand]
    since = max(since, now - HISTORY)
    for slot in range(int(since.timestamp() // SLOT), int(now.timestamp() // SLOT) + 1):
        start = datetime.fromtimestamp(slot * SLOT, UTC)
        in_wave = wave is not None and wave <= start < wave + WAVE
        if not (in_wave or now - start < DENSE or _is_kept(slot, start.hour)):
            continue
        rng = random.Random(f"{seed}/{brand}/{slot}")  # noqa: S311 nothing here is secret
        posted_at = start + timedelta(seconds=rng.uniform(0, _JITTER))
        if since <= posted_at <= now:
            post = _post(slot, posted_at, names, rng, now, in_wave=in_wave)
            if post:
                yield post


def _is_kept(slot: int, hour: int) -> bool:
    """Whether an old slot is among those that are left: a hash spreads them, the hour weights them."""
    return zlib.crc32(str(slot).encode()) % 10_000 < 10_000 * 2 * _HOURS[hour] / (max(_HOURS) * THINNED)


def _post(
    slot: int, posted_at: datetime, names: tuple[str, ...], rng: random.Random, now: datetime, *, in_wave: bool
) -> Post | None:
    """The post of `slot`; None once it was deleted."""
    author = _person(int(_PEOPLE * rng.random() ** 2))
    language, kind = author.language, _weighted(_KINDS, rng)
    mood = texts.WAVE if in_wave and rng.random() < 0.75 else _weighted(_MOODS, rng)
    words = {
        "brand": rng.choice(names),
        "place": rng.choice(texts.PLACES),
        "rival": rng.choice(texts.RIVALS),
        "drink": rng.choice(texts.DRINKS[language]),
        "food": rng.choice(texts.FOODS[language]),
        "min": str(rng.randint(12, 45)),
        "hour": f"{rng.randint(8, 20)}:{rng.choice(('00', '30'))}",
        "price": f"{rng.randint(2, 5)},{rng.choice(('20', '40', '50', '80', '90'))}",
    }
    if kind == "comment" and mood != texts.WAVE:
        text = rng.choice(texts.REPLIES[language]).format(**words)
    else:
        text = rng.choice(texts.TEXTS[language][mood]).format(**words) + rng.choice(texts.ENDINGS[language][mood])
    reach = int((40 + author.followers) * rng.uniform(0.1, 0.7)) if kind != "review" else None
    after = timedelta(seconds=rng.uniform(60, CHANGES_WITHIN.total_seconds()))
    fate = rng.random()
    if fate < 0.02 and posted_at + after <= now:
        return None
    edited = 0.02 <= fate < 0.05 and posted_at + after <= now
    return Post(
        id=f"demo-{slot}",
        posted_at=posted_at,
        edited_at=posted_at + after if edited else None,
        kind=kind,
        language=language,
        text=text + texts.EDITS[language].format(**words) if edited else text,
        author=author,
        reach=reach,
        reply_to=f"demo-{slot - rng.randint(1, 4)}" if kind == "comment" else "",
    )


def _person(number: int) -> Person:
    """The invented person of `number`: always the same one. The first hundred have most to say, and most followers."""
    rng = random.Random(f"person/{number}")  # noqa: S311
    language = _weighted(_LANGUAGES, rng)
    first, last = rng.choice(texts.FIRST_NAMES[language]), rng.choice(texts.LAST_NAMES[language])
    return Person(
        id=f"demo-person-{number}",
        name=f"{first} {last}",
        handle=f"{first}_{last}{number}".lower(),
        followers=int(rng.lognormvariate(5.5, 1.4)),
        language=language,
    )


def _weighted(choices: tuple[tuple[str, int], ...], rng: random.Random) -> str:
    return rng.choices([c for c, _ in choices], [w for _, w in choices])[0]
