"""The workspace that a first start shows: small, labelled, and made with the same verbs that people use."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.signup import create_account
from brands import departments, events, profile, team, workspaces
from brands.models import Brand, Member, Workspace
from brands.roles import Role
from brands.scope import brand_scope
from core.text import fold
from monitoring import sources, topics
from monitoring.models import Topic

LANGUAGE = "es"
LISTENING = "Cafés Lumbre"
EMPTY = "Verdea"
"""Hears nothing yet: what a brand looks like on its first day."""

TEAM = {"Iker Zabala": Role.MANAGER, "Noa Prieto": Role.COMMUNITY, "Marta Soler": Role.CLIENT}
"""Colleagues to assign mentions to. Nobody knows their passwords."""

TOPICS = (
    ("Cafés Lumbre", Topic.Kind.BRAND, '"Cafés Lumbre" OR #CafésLumbre OR @cafeslumbre'),
    ("Tostadero Norte", Topic.Kind.COMPETITOR, '"Tostadero Norte"'),
    ("Café Alféizar", Topic.Kind.COMPETITOR, '"Café Alféizar"'),
    ("El Cafetín de Sol", Topic.Kind.COMPETITOR, '"Cafetín de Sol"'),
    ("Espera y servicio", Topic.Kind.MARKET, "cola OR espera* OR tard* OR camarer* OR servicio"),
)
"""Of what the demo network's people talk about."""


@transaction.atomic
def create(email: str, password: str) -> Workspace:
    """An owner who also runs the installation; an agency with a brand that listens and an empty one."""
    with override(LANGUAGE):
        owner = create_account(email, "Lucía Ferrán", password, LANGUAGE, confirmed=True, is_operator=True)
        with events.acting(events.person(owner)):
            workspace = workspaces.create_workspace(owner, "Agencia Faro", kind=Workspace.Kind.AGENCY, is_demo=True)
            _listening(workspace, owner)
            workspaces.create_brand(workspace, EMPTY, colour="#2f6b3a")
    return workspace


def _listening(workspace: Workspace, owner: User) -> Brand:
    brand = workspaces.create_brand(workspace, LISTENING, colour="#8a3b12")
    handles = [{"network": "demo", "handle": "@cafeslumbre"}]
    profile.update(brand, seen=brand.version, changes={"handles": handles})
    for name, role in TEAM.items():
        _join(brand, name, role)
    with brand_scope(brand.pk):
        for name in (_("Support"), _("Logistics"), _("Product"), _("Legal")):
            departments.add(brand, name=name)
        sources.add_source(brand, network="demo", **sources.DEMO, by=owner, title=_("Demo network"))
        for name, kind, query in TOPICS:
            topics.add_topic(brand, name=name, kind=kind, query=query, by=owner)
    return brand


def _join(brand: Brand, name: str, role: Role) -> None:
    email = f"{fold(name).replace(' ', '.')}@cmhub.example"
    colleague = create_account(email, name, secrets.token_urlsafe(24), LANGUAGE, confirmed=True)
    member = Member.objects.create(workspace=brand.workspace, user=colleague)
    team.add_to_brand(brand, member, role, granter=Role.OWNER)
