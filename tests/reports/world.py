"""A small random brand for reports: mentions, posts with their readings, followers, alerts and incidents, by seed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from brands.models import Brand
from calendar_app.models import Measurement, Publication
from channels.models import Account, FollowerCount
from crisis.models import Alert, Incident
from monitoring import recounting
from monitoring.models import Author, Mention, MentionTopic, Topic
from reports import rollups
from reports.models import RollupDay
from tests.calendar_app import planned

NOW = datetime(2026, 4, 8, 9, 30, tzinfo=UTC)
"""A Wednesday. Summer time began in Madrid on Sunday, 29 March."""
DAYS = 45
HOUR = timedelta(hours=1)
READ_AFTER = (HOUR / 4, HOUR, 6 * HOUR, 24 * HOUR, *(timedelta(days=n, hours=13) for n in range(1, 31)))
TELLS = {
    "mastodon": ("likes", "reposts", "replies"),
    "instagram": ("likes", "views", "reach", "saves"),
    "wordpress": ("replies",),
}


def fill(brand: Brand, seed: int = 1) -> list[Account]:
    """Everything of DAYS days up to NOW, rolled up. Call in the brand's scope, with the clock at NOW."""
    chance = random.Random(seed)
    mentions(brand, chance)
    accounts = [planned.account(name, name) for name in TELLS]
    for account in accounts:
        posts(account, chance)
    followers(accounts, chance)
    trouble(brand, chance)
    build_all(brand)
    return accounts


def some_time(chance: random.Random, days: int = DAYS) -> datetime:
    return NOW - timedelta(seconds=chance.randrange(60, days * 86_400))


def mentions(brand: Brand, chance: random.Random, n: int = 200) -> None:
    kinds = (("Lumbre", "brand"), ("Molinera", "competitor"), ("Faro", "competitor"), ("Café", "market"))
    topics = [Topic.objects.create(brand=brand, name=name, kind=kind, query=name) for name, kind in kinds]
    eva = Author.objects.create(brand=brand, network="feed", external_id="eva", name="Eva")
    rows, matches = [], []
    for number in range(n):
        at = some_time(chance)
        mood = chance.choice(("negative", "neutral", "positive", "positive", "unscored"))
        row = Mention(
            brand=brand, network=chance.choice(("feed", "bluesky")), external_id=str(number), author=eva, text="x",
            posted_at=at, first_seen_at=at, sentiment=mood, hidden=chance.random() < 0.05,
        )  # fmt: skip
        rows.append(row)
        matches += [(row, topic) for topic in chance.sample(topics, chance.randrange(3))]
    Mention.objects.bulk_create(rows)
    MentionTopic.objects.bulk_create(
        MentionTopic(brand=brand, mention=row, topic=topic, posted_at=row.posted_at) for row, topic in matches
    )
    recounting.recount(brand)


def posts(account: Account, chance: random.Random, n: int = 14) -> None:
    for number in range(n):
        due = some_time(chance, DAYS).replace(second=0, microsecond=0)
        native = chance.random() < 0.2
        planned.post(f"{account} {number}", due, account, state="done", native=native)
        publication = Publication.objects.order_by("-pk")[0]
        publication.published_at = due if native else due + timedelta(seconds=chance.randrange(1, 400))
        publication.native, publication.external_id = native, f"{account}-{number}"
        publication.save()
        read(publication, chance, late=timedelta(days=9) if native and chance.random() < 0.5 else timedelta())


def read(publication: Publication, chance: random.Random, late: timedelta = timedelta()) -> None:
    """Its readings up to NOW, some of which do not tell everything, or less than before."""
    told = dict.fromkeys(TELLS[publication.account.network], 0)
    at, rows = publication.published_at, []
    for step, after in enumerate(READ_AFTER):
        at = max(at, publication.published_at + late) if step else publication.published_at + after + late
        at = max(at, publication.published_at + after)
        if at > NOW:
            break
        told = {name: max(0, n + chance.randrange(-1, 12)) for name, n in told.items()}
        said = {name: n for name, n in told.items() if chance.random() > 0.1}
        row = {"publication": publication, "step": step, "due_at": at, "at": at, "values": said}
        rows.append(Measurement(brand_id=publication.brand_id, **row))
    Measurement.objects.bulk_create(rows)


def followers(accounts: list[Account], chance: random.Random) -> None:
    for account, since in zip(accounts[:2], (60, 12), strict=True):
        n = chance.randrange(500, 3000)
        for ago in range(since, -1, -1):
            n += chance.randrange(-4, 9)
            if chance.random() > 0.15 or ago == since:
                at = NOW - timedelta(days=ago)
                FollowerCount.objects.create(account=account, day=at.date(), followers=n, at=at)


def trouble(brand: Brand, chance: random.Random) -> None:
    topic = Topic.objects.get(name="Lumbre")
    for number in range(12):
        at = some_time(chance)
        decided = at + timedelta(minutes=chance.randrange(2, 300)) if chance.random() > 0.3 else None
        Alert.objects.create(
            brand=brand, topic=topic, metric="volume", scale="hour", at=at, observed=9, expected=1, threshold=4, peak=9,
            sensitivity="normal", raised_at=at, decided_at=decided,
        )  # fmt: skip
        closed = at + timedelta(hours=chance.randrange(1, 90)) if chance.random() > 0.3 else None
        closed = closed if closed and closed < NOW else None
        Incident.objects.create(brand=brand, title=f"Incident {number}", opened_at=at, closed_at=closed)


def build_all(brand: Brand) -> None:
    """Roll up every day on which something was read."""
    rollups.mark_all(brand)
    for day in RollupDay.objects.order_by("day").values_list("day", flat=True):
        rollups.build(brand, day)
    RollupDay.objects.update(state="done", time_zone=brand.time_zone)
