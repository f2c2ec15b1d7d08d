"""What tests of pages need: addresses, mentions to show, and what an answer says."""

from __future__ import annotations

import json
from datetime import timedelta

from django.urls import reverse

from brands.scope import brand_scope
from core import clock
from monitoring import ingest
from monitoring.models import Mention, Source
from tests.monitoring import factories


def url(name: str, brand, **more) -> str:
    return reverse(f"monitoring:{name}", kwargs={"brand": brand.public_id, **more})


def hear(source: Source, *texts: str, **fields) -> list[Mention]:
    now = clock.now()
    items = [
        factories.item(f"{n} {text[:30]}", text, posted_at=now - timedelta(minutes=n), **fields)
        for n, text in enumerate(texts)
    ]
    ingest.store(source, factories.page(*items), seen_at=now)
    with brand_scope(source.brand_id):
        return list(Mention.objects.order_by("-posted_at"))


def fresh(mention: Mention) -> Mention:
    with brand_scope(mention.brand_id):
        return Mention.objects.get(pk=mention.pk)


def toast_of(page) -> tuple[str, str]:
    """Text and undo address of the one toast in an answer to htmx."""
    told = json.loads(page.headers["HX-Trigger"])["cm:toast"]
    return told["text"], told["undo"]
