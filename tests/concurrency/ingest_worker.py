"""Stores random pages out of one pool, as fast as it can; or corrects, changes topics, matches, recounts."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta

from tests.concurrency.processes import say, wish

POOL = 400
PAGES = 25


def main() -> None:
    given = wish()
    from monitoring import sentiment
    from tests.monitoring import scores

    sentiment.score = scores.score
    chance = random.Random(given["number"])
    acts = {"store": store, "count": count, "correct": correct, "recount": recount, "topics": topics, "match": match}
    say(**acts[given["do"]](given, chance))


def store(given: dict, chance: random.Random) -> dict:
    from monitoring import ingest
    from monitoring.models import Source
    from networks.types import Author, Page
    from tests.monitoring.factories import NOON, item

    source = Source.all_brands.get(pk=given["source"])
    at = datetime.fromisoformat(given["at"]) if "at" in given else NOON
    new = edited = 0
    for _ in range(PAGES):
        numbers = chance.sample(range(POOL), 40)
        said = chance.choice(["bueno", "malo", "the good"])
        items = [
            item(
                n,
                f"{said} {n}",
                author=Author(f"a{n % 15}", followers=chance.randint(1, 9)),
                posted_at=at - timedelta(minutes=n),
            )
            for n in numbers
        ]
        stored = ingest.store(source, Page(items=tuple(items)), seen_at=at)
        new, edited = new + stored.new, edited + stored.edited
    return {"new": new, "edited": edited}


def count(given: dict, chance: random.Random) -> dict:
    """Items of its own, without authors, all on the same counters: only those make workers wait for each other."""
    from monitoring import ingest
    from monitoring.models import Source
    from networks.types import Page
    from tests.monitoring.factories import NOON, item

    source = Source.all_brands.get(pk=given["source"])
    for n in range(PAGES):
        hours = chance.sample(range(300), 60)
        items = [item(f"{source.pk}-{n}-{hour}", posted_at=NOON - timedelta(hours=hour)) for hour in hours]
        ingest.store(source, Page(items=tuple(items)), seen_at=NOON)
    return {}


def correct(given: dict, chance: random.Random) -> dict:
    from brands.models import Brand
    from brands.scope import brand_scope
    from monitoring import corrections
    from monitoring.models import Author, Mention

    brand = Brand.objects.get(pk=given["brand"])
    done = 0
    with brand_scope(brand.pk):
        deadline = time.monotonic() + 60  # there is nothing to correct before the first page is in
        while not Mention.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        for _ in range(PAGES):
            some = list(Mention.objects.order_by("?")[:10])
            if given.get("languages"):
                corrections.correct_language(brand, some[:3], chance.choice(["en", "es"]))
            done += len(corrections.correct_label(brand, some, chance.choice(["negative", "neutral"])).before)
            if author := Author.objects.order_by("?").first():
                (corrections.show_author if author.hidden else corrections.hide_author)(brand, author)
    return {"corrected": done}


def recount(given: dict, chance: random.Random) -> dict:
    from brands.models import Brand
    from brands.scope import brand_scope
    from monitoring import recounting

    brand = Brand.objects.get(pk=given["brand"])
    with brand_scope(brand.pk):
        for _ in range(PAGES):
            recounting.recount(brand)
    return {}


def topics(given: dict, chance: random.Random) -> dict:
    """Adds topics, asks them for something else, removes them and brings them back."""
    from brands.models import Brand
    from brands.scope import brand_scope
    from monitoring import topics
    from monitoring.models import Topic

    brand = Brand.objects.get(pk=given["brand"])
    queries = ["bueno", "malo", "lang:en", "the good", "bueno OR malo", "goo*", "100 OR 200"]
    with brand_scope(brand.pk):
        for n in range(PAGES * 2):
            topic = Topic.with_deleted.order_by("?").first()
            if topic is None or n % 5 == 0:
                topics.add_topic(brand, name=f"t{n}", kind="brand", query=chance.choice(queries), by=None)
            elif topic.deleted_at:
                topics.restore(topic)
            elif chance.random() < 0.3:
                topics.remove(topic)
            else:
                topics.edit(topic, seen=topic.version, query=chance.choice(queries))
    return {}


def match(given: dict, chance: random.Random) -> dict:
    """Matches topics again as long as the others work, in small batches."""
    from monitoring import rematching

    rematching.BATCH = 20
    end = time.monotonic() + given["seconds"]
    turns = 0
    while time.monotonic() < end:
        turns += rematching.run_due() or time.sleep(0.01) or 0
    return {"turns": turns}


if __name__ == "__main__":
    main()
