"""The demo is made, begun anew, deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from accounts.models import User
from accounts.signup import create_account
from brands import events, portability, profile, workspaces
from brands.models import Brand, Member, Workspace
from brands.scope import brand_scope
from core import clock
from demo import following, listening, planning, remembering, stories, team
from demo.models import Demo
from demo.stories import Story

AGENCY = "Agencia Faro"
OWNER = "Lucía Ferrán"


@transaction.atomic
def create(email: str, password: str) -> Workspace:
    """An owner who also runs the installation, and the agency. Takes some seconds."""
    return build(create_account(email, OWNER, password, team.LANGUAGE, confirmed=True, is_operator=True))


@transaction.atomic
def build(owner: User) -> Workspace:
    """The agency of `owner` with its three brands and 90 days behind it, counted from now."""
    now, told = clock.now(), stories.every()
    with override(team.LANGUAGE), events.acting(events.person(owner)):
        with clock.shifted(-listening.HISTORY):
            workspace = workspaces.create_workspace(owner, AGENCY, kind=Workspace.Kind.AGENCY, is_demo=True)
            brands = {story.key: _brand(workspace, story) for story in told}
            members = team.join(workspace, brands, told)
        for story in told:
            with brand_scope(brands[story.key].pk):
                _live(brands[story.key], story, members, owner, now)
    names = {key: brand.public_id for key, brand in brands.items()}
    Demo.objects.create(workspace=workspace, begun_at=now, told_until=now, brands=names)
    return workspace


@transaction.atomic
def delete(workspace: Workspace) -> None:
    """Erase the demo with its invented people; its owner's account stays. Raises Demo.DoesNotExist for another one."""
    Demo.objects.select_for_update().get(workspace=workspace)
    portability.erase(workspace)
    team.everybody().exclude(pk__in=Member.objects.values("user")).delete()


@transaction.atomic
def reset(workspace: Workspace) -> Workspace:
    """Delete the demo and make it anew, for the same owner. Raises Demo.DoesNotExist."""
    owner = workspace.owner
    delete(workspace)
    return build(owner)


def _brand(workspace: Workspace, story: Story) -> Brand:
    brand = workspaces.create_brand(workspace, story.name, colour=story.colour)
    handles = [{"network": "bluesky", "handle": f"@{story.handle}.example"}]
    return profile.update(brand, seen=brand.version, changes={"handles": handles})


def _live(brand: Brand, story: Story, members: dict[str, Member], owner: User, now: datetime) -> None:
    """Its last 90 days and the next two weeks. In the brand's scope."""
    with clock.shifted(-listening.HISTORY):
        listening.begin(brand, story, owner)
    with clock.shifted(-listening.A_MOMENT):
        listening.hear(brand, story, now, now - listening.HISTORY, now)
    remembering.go_through(brand, story, now, members[team.LEAD])
    community = members[team.COMMUNITY[story.key]]
    listening.look_back(brand, now, owner, community)
    listening.count_what_is_said_most()
    with events.acting(events.person(community.user)):
        planning.plan(brand, story, now, community.user)
        following.keep_cards(brand, story, now, community)
        following.report(brand, story, now, community)
