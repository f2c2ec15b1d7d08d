from __future__ import annotations

import pytest

from channels import health
from networks.errors import AuthExpired
from networks.types import Capability
from tests.channels.fake import SECRET


@pytest.fixture
def ask(client, brand, alice):
    client.force_login(alice)
    return lambda path="": client.get(f"/api/v1/brands/{brand.public_id}/accounts/{path}")


def test_an_account_is_told_without_what_signs_in(account, ask, fake):
    fake.lacks = {Capability.SEARCH: "Your instance has no search."}
    health.check(account)
    (told,) = ask().json()["results"]
    assert told == ask(f"{account.public_id}/").json()
    assert (told["network"], told["handle"], told["renews_itself"]) == ("fake", "@lumbre", False)
    assert told["abilities"] == [
        {"name": "publish", "can": True, "why_not": ""},
        {"name": "own_posts", "can": True, "why_not": ""},
        {"name": "mentions", "can": True, "why_not": ""},
        {"name": "search", "can": False, "why_not": "Your instance has no search."},
    ]
    assert SECRET not in ask().content.decode()
    assert "secret" not in told
    assert "facts" not in told


def test_a_broken_one_says_why(account, ask):
    health.mark_broken(account, AuthExpired("HTTP 401"))
    told = ask(f"{account.public_id}/").json()
    assert told["disconnected_at"] is not None
    assert told["trouble"].startswith("The network does not accept our access any more")
