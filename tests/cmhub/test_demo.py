from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from brands.models import Brand, BrandRole, Department, Workspace
from brands.scope import brand_scope
from monitoring.models import Source, Topic

pytestmark = pytest.mark.django_db


def test_the_demo_is_an_agency_with_a_brand_that_listens_and_an_empty_one():
    call_command("create_demo", email="demo@cmhub.example")
    owner = User.objects.get(email="demo@cmhub.example")
    assert owner.is_operator
    assert Workspace.objects.get().is_demo
    listening, empty = Brand.objects.order_by("pk")
    with brand_scope(listening.pk):
        assert Source.objects.get().network == "demo"
        assert Department.objects.count() == 4
        assert sorted(Topic.objects.values_list("kind", flat=True)) == ["brand", *["competitor"] * 3, "market"]
    with brand_scope(empty.pk):
        assert not Source.objects.exists()
    assert sorted(BrandRole.objects.filter(brand=listening).values_list("role", flat=True)) == [
        "client",
        "community",
        "manager",
        "owner",
    ]


def test_where_there_is_somebody_no_demo_is_made(alice):
    with pytest.raises(CommandError, match="only made on an empty installation"):
        call_command("create_demo")
    assert not Workspace.objects.exists()
