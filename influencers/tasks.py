from __future__ import annotations

from celery import shared_task

from brands import rounds
from brands.models import Brand
from influencers import handles, people, vips
from influencers.models import Person


@shared_task
def look_after_people() -> int:
    """Tell of next steps that are due, and tie and mark authors who came in since; returns how many were told of."""
    return rounds.for_each(_look_after)


def _look_after(brand: Brand) -> int:
    if not Person.objects.exists():
        return 0
    handles.find_authors()
    vips.mark()
    return people.remind(brand)
