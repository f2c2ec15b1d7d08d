"""Stores random pages out of one pool, as fast as it can; or corrects labels of what is there; or recounts."""

from __future__ import annotations

import random
import time
from datetime import timedelta

from tests.concurrency.processes import say, wish

POOL = 400
PAGES = 25


def main() -> None:
    given = wish()
    from monitoring import sentiment
    from tests.monitoring import scores

    sentiment.score = scores.score
    chance = random.Random(given["number"])
    say(**{"store": store, "count": count, "correct": correct, "recount": recount}[given["do"]](given, chance))


def store(given: dict, chance: random.Random) -> dict:
    from monitoring import ingest
    from monitoring.models import Source
    from networks.types import Author, Page
    from tests.monitoring.factories import NOON, item

    source = Source.all_brands.get(pk=given["source"])
    new = edited = 0
    for _ in range(PAGES):
        numbers = chance.sample(range(POOL), 40)
        said = chance.choice(["bueno", "malo", "the good"])
        items = [item(n, f"{said} {n}", author=Author(f"a{n % 15}", followers=chance.randint(1, 9))) for n in numbers]
        stored = ingest.store(source, Page(items=tuple(items)), seen_at=NOON)
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


if __name__ == "__main__":
    main()
