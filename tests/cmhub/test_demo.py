from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from brands.models import Workspace
from demo import making

pytestmark = pytest.mark.django_db


def test_the_first_start_makes_the_demo_for_who_may_sign_in(monkeypatch):
    made = []
    monkeypatch.setattr(making, "create", lambda email, password: made.append((email, bool(password))))
    call_command("create_demo", email="demo@cmhub.example")
    assert made == [("demo@cmhub.example", True)]


def test_where_there_is_somebody_no_demo_is_made(alice):
    with pytest.raises(CommandError, match="only made on an empty installation"):
        call_command("create_demo")
    assert not Workspace.objects.exists()
