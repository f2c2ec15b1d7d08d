"""Alice owns, Bob is on her team (his role is a parameter), Charlie is a stranger with a workspace of his own."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.utils import translation

from accounts.models import User
from brands import workspaces
from brands.models import Brand, BrandRole, Member, Workspace
from brands.roles import Role
from brands.scope import brand_scope


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit are cleaned up by TRUNCATE, which the event log refuses: here, and only here, it may."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE brands_event DISABLE TRIGGER brands_event_no_truncate")


@pytest.fixture(autouse=True)
def _same_luck():
    """Waits are jittered: each test meets the same jitter each time."""
    random.seed(0)


@pytest.fixture(autouse=True)
def _same_language():
    """Whoever answered a request before leaves its language behind: each test begins in the sources' own."""
    with translation.override("en"):
        yield


def make_user(name: str, **fields) -> User:
    address = f"{name.lower().replace(' ', '.')}@example.com"
    return User.objects.create_user(address, "correct horse battery", name=name, **fields)


def join(brand: Brand, user: User, role: str) -> BrandRole:
    member, _ = Member.objects.get_or_create(workspace=brand.workspace, user=user)
    return BrandRole.objects.create(workspace=brand.workspace, brand=brand, member=member, role=role)


@pytest.fixture
def alice(db) -> User:
    return make_user("Alice")


@pytest.fixture
def bob(db) -> User:
    return make_user("Bob")


@pytest.fixture
def charlie(db) -> User:
    return make_user("Charlie")


@pytest.fixture
def workspace(alice) -> Workspace:
    return workspaces.create_workspace(alice, "Agencia Faro", kind=Workspace.Kind.AGENCY)


@pytest.fixture
def brand(workspace) -> Brand:
    return workspaces.create_brand(workspace, "Cafés Lumbre")


@pytest.fixture
def other_brand(charlie) -> Brand:
    """Charlie's brand: nobody of Alice's workspace may see it."""
    return workspaces.create_brand(workspaces.create_workspace(charlie, "Casa Charlie"), "La Molinera")


@pytest.fixture
def role() -> str:
    """Bob's role; override with @pytest.mark.parametrize("role", …)."""
    return Role.COMMUNITY


@pytest.fixture
def bob_in(brand, bob, role) -> BrandRole:
    return join(brand, bob, role)


@pytest.fixture
def in_brand(brand):
    """The scope of Alice's brand, open for the whole test."""
    with brand_scope(brand.pk):
        yield brand
