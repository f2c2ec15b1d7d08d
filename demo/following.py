"""What comes of listening: cards of the people who are heard again and again, and the report of last week."""

from __future__ import annotations

from datetime import datetime, timedelta

from brands.models import Brand, Member
from demo.stories import Story
from influencers import people
from influencers.models import Person
from monitoring.models import Author
from reports import periods, rollups
from reports.weekly import drafting, writing
from reports.weekly.writing import Wanted

WIDE = 10_000
_STAGES = (Person.Stage.ACTIVE, Person.Stage.TALKING, Person.Stage.CONTACTED, Person.Stage.DISCOVERED)
_STEPS = ("Enviarle la nota de prensa", "Invitarle a la próxima visita", "Responder a su mensaje", "")
_READ_BACK = 28
"""Days whose figures the report compares."""


def keep_cards(brand: Brand, story: Story, now: datetime, keeper: Member) -> None:
    """The best known voices on the board; the first of them is a VIP. Call in the brand's scope."""
    known = sorted(story.voices, key=lambda voice: -voice.followers)
    today = now.astimezone(brand.zone).date()
    for n, (voice, stage, step) in enumerate(zip(known, _STAGES, _STEPS, strict=False)):
        author = Author.objects.filter(network=voice.network, external_id=voice.handle).first()
        kind = Person.Kind.INFLUENCER if voice.followers >= WIDE else Person.Kind.CUSTOMER
        said = {"name": voice.name, "kind": kind, "owner": keeper, "next_step": step}
        said |= {"next_on": today + timedelta(days=2 + 2 * n)} if step else {}
        person = people.add(brand, by=keeper.user, author=author, **said)
        people.move(person, to=stage, seen=Person.Stage.DISCOVERED, by=keeper.user)
        if n == 0:
            people.set_vip(person, True, by=keeper.user)


def report(brand: Brand, story: Story, now: datetime, writer: Member) -> None:
    """The report of last week is drafted; where the story has words for it, it waits for approval."""
    today = now.astimezone(brand.zone).date()
    rollups.mark_all(brand)
    for n in range(_READ_BACK):
        rollups.build(brand, today - timedelta(days=n))
    made = drafting.draft(brand, periods.last_week(today).first)
    if not story.report:
        return
    wanted = [
        Wanted("", what=told["what"], who=told["who"], until=today + timedelta(days=7))
        for told in story.report["decisions"]
    ]
    made = writing.save(
        made,
        seen=made.version,
        title="",
        conclusions=story.report["conclusions"],
        language="es",
        wanted=wanted,
        settled=(),
    )
    drafting.complete(made, by=writer.user)
