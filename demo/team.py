"""The people of the demo agency. Nobody knows their passwords: they have none."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from accounts.models import User
from brands import departments, notices, team
from brands.models import Brand, Member, NoticeWishes, Way, Workspace
from brands.roles import Role
from brands.scope import brand_scope
from core.text import fold
from demo.stories import Story

LANGUAGE = "es"
DOMAIN = "agenciafaro.example"
PEOPLE = {
    "Iker Zabala": {"lumbre": Role.MANAGER, "altavela": Role.MANAGER, "azogue": Role.MANAGER},
    "Noa Prieto": {"lumbre": Role.COMMUNITY, "azogue": Role.COMMUNITY},
    "Darío Lago": {"altavela": Role.COMMUNITY},
    "Saioa Ibarra": {"lumbre": Role.STRATEGIST, "altavela": Role.STRATEGIST},
    "Amaia Roca": {"altavela": Role.ANALYST},
    "Marta Soler": {"lumbre": Role.CLIENT},
}
LEAD = "Iker Zabala"
COMMUNITY = {"lumbre": "Noa Prieto", "altavela": "Darío Lago", "azogue": "Noa Prieto"}
"""Who writes and answers, by the key of the brand's story."""


def join(workspace: Workspace, brands: dict[str, Brand], stories: list[Story]) -> dict[str, Member]:
    """Everybody with their roles, and each brand's departments; the members by name."""
    members: dict[str, Member] = {}
    for name, roles in PEOPLE.items():
        members[name] = Member.objects.create(workspace=workspace, user=_person(name))
        for key, role in roles.items():
            team.add_to_brand(brands[key], members[name], role, granter=Role.OWNER)
        _never_mail(members[name].user)
    for story in stories:
        with brand_scope(brands[story.key].pk):
            for department in story.departments:
                departments.add(brands[story.key], **department)
    return members


def everybody() -> QuerySet[User]:
    """The invented people, whether they still are in a workspace or not."""
    return User.objects.filter(email__in=[_email(name) for name in PEOPLE])


def _never_mail(person: User) -> None:
    """Nobody reads what would go to an address of theirs."""
    silent = {kind.name: {"mail": Way.NONE} for kind in notices.kinds_for(person)}
    chosen = {"kinds": silent, "digest": NoticeWishes.Digest.OFF}
    NoticeWishes.objects.update_or_create(user=person, defaults=chosen)


def _email(name: str) -> str:
    return f"{fold(name).replace(' ', '.')}@{DOMAIN}"


def _person(name: str) -> User:
    known = User.objects.filter(email=_email(name)).first()
    if known:
        return known
    person = User.objects.create_user(_email(name), name=name, language=LANGUAGE, time_zone="Europe/Madrid")
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person
