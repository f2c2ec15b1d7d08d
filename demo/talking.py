"""Who says what when: a pure function of a story, of the moment at which the demo was made, and of the clock.

Each hour is drawn by itself from its distance to that moment, so that the same hour always says the same, whether it is
told as history or a minute at a time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.text import fold
from demo.stories import Story, Surge
from networks.demo import texts
from networks.types import Author, Item

HOUR = timedelta(hours=1)
LIVELY = 4
"""More in an hour while one looks: on a quiet evening nobody would see it move. Too few for an alert."""
OUTCRY = timedelta(minutes=90)
"""How long the crisis is heard."""
_BEFORE = timedelta(minutes=8)
"""When it is noticed it has been going on for so long."""
_MOODS = {"positive": 30, "neutral": 24, "negative": 14, "rival": 26, "market": 8, "foreign": 5, "press": 1.5}
_PEOPLE = 420
_SERVERS = {"mastodon": "@fosforo.example", "bluesky": ".example"}
_ENDINGS = {
    "positive": ("", "", "", " 🙂", " 👏", " Lo recomiendo."),
    "launch": ("", "", " 🙂", " Repetiré."),
    "neutral": ("", "", "", "", "", " 🙏"),
    "negative": ("", "", "", " En fin.", " ¿Os ha pasado?", " 🙄"),
    "crisis": ("", "", "", " 😡", " ¿A alguien más le ha pasado?", " Compartid, por favor."),
}


def said(story: Story, zone: ZoneInfo, begun: datetime, since: datetime, until: datetime) -> Iterator[Item]:
    """What is said from `since` up to `until`, in order of hours; `begun` is when the demo was made."""
    hour = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while hour < until:
        for item in _hour(story, zone, begun, hour):
            assert item.posted_at
            if since <= item.posted_at < until:
                yield item
        hour += HOUR


def outcry(story: Story, began: datetime, since: datetime, until: datetime) -> Iterator[Item]:
    """The crisis that somebody started at `began`: what is said of it from `since` up to `until`."""
    rng = random.Random(f"{story.key}/crisis")  # noqa: S311 nothing here is secret
    at, n = began - _BEFORE, 0
    while at < began + OUTCRY:
        step = 16 if at < began else 8 if at < began + _BEFORE else 45
        posted_at = at + timedelta(seconds=rng.uniform(0, step))
        item = _item(story, "crisis", posted_at, rng, f"demo-crisis-{began:%Y%m%d%H%M%S}-{n}")
        if since <= posted_at < until:
            yield item
        at, n = at + timedelta(seconds=step), n + 1


def _hour(story: Story, zone: ZoneInfo, begun: datetime, hour: datetime) -> Iterator[Item]:
    place = round((hour - begun.replace(minute=0, second=0, microsecond=0)) / HOUR)
    rng = random.Random(f"{story.key}/{place}")  # noqa: S311
    local = hour.astimezone(zone)
    usual = story.per_day * story.hours[local.hour] / sum(story.hours)
    usual *= story.weekend if local.weekday() >= 5 else 1
    kinds = [_mood(rng) for _ in range(_drawn(usual, rng))]
    for surge in story.surges:
        if _in(surge, zone, begun, hour):
            kinds += [surge.says] * _drawn(surge.per_hour, rng)
    moments = [rng.uniform(0, 3600) for _ in kinds]
    if place >= 0:
        kinds += [_mood(rng) for _ in range(LIVELY)]
        moments += [3600 * (n + rng.random()) / LIVELY for n in range(LIVELY)]
    for n, (kind, second) in enumerate(zip(kinds, moments, strict=True)):
        yield _item(story, kind, hour + timedelta(seconds=second), rng, f"demo-{begun:%Y%m%d%H}-{place}-{n}")


def _drawn(mean: float, rng: random.Random) -> int:
    """A number around `mean`, as of people who do not know each other."""
    tries = int(4 * mean) + 1
    return sum(rng.random() < mean / tries for _ in range(tries))


def _mood(rng: random.Random) -> str:
    return rng.choices(list(_MOODS), list(_MOODS.values()))[0]


def _in(surge: Surge, zone: ZoneInfo, begun: datetime, hour: datetime) -> bool:
    day = begun.astimezone(zone).date() - timedelta(days=surge.days_ago)
    starts = datetime.combine(day, time(surge.hour), zone)
    return starts <= hour < starts + surge.hours * HOUR


def _item(story: Story, kind: str, posted_at: datetime, rng: random.Random, key: str) -> Item:
    gaps = {
        "lugar": rng.choice(story.places),
        "cosa": rng.choice(story.things),
        "bocado": rng.choice(story.bites),
        "rival": rng.choice(story.rivals),
        "minutos": str(rng.randint(12, 55)),
        "hora": f"{rng.randint(9, 20)}:{rng.choice(('00', '30'))}",
        "precio": f"{rng.randint(2, 5)},{rng.choice(('20', '50', '80', '90'))}",
    }
    if kind == "press":
        return _article(story, gaps, posted_at, rng, key)
    author, network = _author(story, kind, rng)
    text = rng.choice(story.says[kind]).format(**gaps) + rng.choice(_ENDINGS.get(kind, ("",)))
    return Item(
        external_id=key,
        text=text,
        url=f"https://{network}.example/{author.external_id}/{key}",
        author=author,
        posted_at=posted_at,
        reach=int((40 + (author.followers or 0)) * rng.uniform(0.15, 0.8)),
        network=network,
    )


def _article(story: Story, gaps: dict[str, str], posted_at: datetime, rng: random.Random, key: str) -> Item:
    paper, article = rng.choice(story.press), rng.choice(story.articles)
    return Item(
        external_id=key,
        title=article["title"].format(**gaps),
        text=article["text"].format(**gaps),
        url=f"https://{paper['handle']}/{key}",
        author=Author(paper["handle"], name=paper["name"], handle=paper["handle"], followers=paper["followers"]),
        posted_at=posted_at,
        kind="article",
        reach=int(paper["followers"] * rng.uniform(0.1, 0.4)),
        network="feed",
    )


def _author(story: Story, kind: str, rng: random.Random) -> tuple[Author, str]:
    """One of the voices that speak like this, or somebody of the crowd: few of them say most."""
    known = [voice for voice in story.voices if kind in voice.moods]
    if known and rng.random() < 0.18:
        voice = rng.choices(known, [voice.weight for voice in known])[0]
        return Author(voice.handle, name=voice.name, handle=voice.handle, followers=voice.followers), voice.network
    number = int(_PEOPLE * rng.random() ** 1.6)
    own = random.Random(f"{story.key}/person/{number}")  # noqa: S311
    language = "es" if kind != "foreign" else own.choice(("en", "pt"))
    first, last = own.choice(texts.FIRST_NAMES[language]), own.choice(texts.LAST_NAMES[language])
    network = own.choice(("mastodon", "bluesky"))
    handle = f"@{fold(first + last)}{number}{_SERVERS[network]}"
    return Author(handle, name=f"{first} {last}", handle=handle, followers=int(own.lognormvariate(5.4, 1.2))), network
