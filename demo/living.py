"""The demo goes on: what its people say now, and the crisis that somebody starts."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from brands.models import Brand, Workspace
from brands.scope import brand_scope
from core import clock
from demo import listening, stories
from demo.models import Demo
from demo.talking import OUTCRY

AT_MOST = timedelta(days=14)
"""After a longer standstill the rest is not told."""


def go_on() -> int:
    """Tell every demo's story up to now; returns how many mentions are new. Two that ask at once tell it once."""
    return sum(_go_on(pk) for pk in Demo.objects.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def start_crisis(workspace: Workspace) -> bool:
    """Have the complaints begin, or have begun a few minutes ago; False where they have begun before.

    The alert is raised by who watches the counts, as of any other brand. Raises Demo.DoesNotExist.
    """
    demo = Demo.objects.select_for_update().get(workspace=workspace)
    if demo.crisis_at:
        return False
    demo.crisis_at = clock.now()
    demo.save(update_fields=["crisis_at"])
    _tell(demo, since_crisis=True)
    return True


@transaction.atomic
def _go_on(pk: int) -> int:
    demo = Demo.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    return _tell(demo) if demo else 0


def _tell(demo: Demo, *, since_crisis: bool = False) -> int:
    """Up to now; `since_crisis` says that it has just been started: what came before it was noticed is told too."""
    until = clock.now()
    since, new = max(demo.told_until, until - AT_MOST), 0
    for key, brand in _brands(demo).items():
        story = stories.story(key)
        with brand_scope(brand.pk):
            new += listening.hear(brand, story, demo.begun_at, since, until)
            if demo.crisis_at and since < demo.crisis_at + OUTCRY:
                heard_until = demo.crisis_at - OUTCRY if since_crisis else since
                new += listening.hear_crisis(story, demo.crisis_at, heard_until, until)
    Demo.objects.filter(pk=demo.pk).update(told_until=until)
    return new


def _brands(demo: Demo) -> dict[str, Brand]:
    """Those that nobody has deleted, by their story's key."""
    there = Brand.objects.filter(workspace=demo.workspace_id, deleted_at=None).select_related("workspace")
    by_id = {brand.public_id: brand for brand in there}
    return {key: by_id[public_id] for key, public_id in demo.brands.items() if public_id in by_id}
