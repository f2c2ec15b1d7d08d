"""Tokens of the API: shown once, kept as a hash, no stronger than their person is now, and of one brand only."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.closing import close_account
from brands import team, tokens, wording, workspaces
from brands.api import bearer
from brands.api.bearer import Pace
from brands.models import ApiToken, BrandRole, Department, Event
from brands.roles import Role
from brands.scope import brand_scope
from cmhub.logs import redact
from core import clock
from monitoring.models import Source
from tests.conftest import join

pytestmark = pytest.mark.django_db
NEW = {"name": "Cuadro de mando", "scope": "read", "days": "90"}


@pytest.fixture(autouse=True)
def _counts_from_nothing():
    cache.clear()
    yield
    cache.clear()


def make(held: BrandRole, scope: str = "write", name: str = "Zapier", expires_at=None) -> str:
    with brand_scope(held.brand_id):
        return tokens.make(held, name=name, scope=scope, expires_at=expires_at)[1]


def program(text: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {text}"}, enforce_csrf_checks=True)


def at(brand, path: str = "") -> str:
    return f"/api/v1/brands/{brand.public_id}/{path}"


def add_source(client: Client, brand):
    body = json.dumps({"address": "https://a.example/feed"})
    return client.post(at(brand, "sources/"), body, content_type="application/json")


@pytest.fixture
def page(brand) -> str:
    return reverse("brands:tokens", args=[brand.public_id])


@pytest.fixture
def owner(client, alice, brand) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def held(brand, alice) -> BrandRole:
    return BrandRole.objects.get(brand=brand, member__user=alice)


def test_a_token_is_shown_once_and_kept_as_a_hash(owner, brand, page):
    made = owner.post(page, NEW)
    text = made.context["text"]
    assert made.status_code == 200
    assert made["Cache-Control"] == "no-store"
    assert text in made.content.decode()
    assert text not in owner.get(page).content.decode()
    with brand_scope(brand.pk):
        token = ApiToken.objects.get()
    assert text.startswith(f"cmhub_{token.public_id}_")
    assert token.digest == hashlib.sha256(text.encode()).hexdigest()
    assert token.expires_at - token.created_at == pytest.approx(timedelta(days=90), abs=timedelta(seconds=5))
    assert program(text).get(at(brand)).status_code == 200


def test_a_name_is_given_once(owner, brand, page):
    owner.post(page, NEW)
    again = owner.post(page, NEW)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["name"]
    with brand_scope(brand.pk):
        assert ApiToken.objects.count() == 1


def test_a_token_reads_writes_and_says_so_in_the_history(brand, held, alice):
    alice.language = "en"
    answer = add_source(program(make(held)), brand)
    assert answer.status_code == 201
    event = Event.objects.get(verb="source.added")
    assert (event.actor_kind, event.actor_id, event.actor_name, event.actor_via) == (
        "token", alice.public_id, "Alice", "Zapier",
    )  # fmt: skip
    assert wording.actor(event) == "Alice (token «Zapier»)"


def test_a_token_that_reads_writes_nothing(brand, held):
    client = program(make(held, "read"))
    assert client.get(at(brand, "sources/")).status_code == 200
    refused = add_source(client, brand)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "read_only")
    with brand_scope(brand.pk):
        assert not Source.objects.exists()


def test_a_token_opens_no_other_brand_of_its_person(workspace, held, alice):
    second = workspaces.create_brand(workspace, "Verdea")
    client = program(make(held))
    for path in ("", "sources/", "mentions/", "counts/"):
        assert client.get(at(second, path)).status_code == 404
    assert add_source(client, second).status_code == 404
    assert [found["id"] for found in client.get("/api/v1/brands/").json()["results"]] == [held.brand.public_id]
    with brand_scope(second.pk):
        assert not Source.objects.exists()


def test_pages_do_not_know_tokens(brand, held):
    client = program(make(held))
    answer = client.get(reverse("brands:profile", args=[brand.public_id]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", [Role.CLIENT])
def test_beside_a_session_the_token_counts(brand, alice, held, bob, bob_in):
    """Alice may add sources, Bob may not: with her session and his token it is he who asks, and the other way round."""
    his = program(make(bob_in))
    his.force_login(alice)
    assert add_source(his, brand).status_code == 403
    hers = program(make(held, name="Hers"))
    hers.force_login(bob)
    assert add_source(hers, brand).status_code == 201


def test_a_wrong_token_beside_a_session_is_refused(owner, brand):
    answer = owner.get(at(brand), headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "bad_token")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("role", [Role.MANAGER])
def test_a_token_may_what_its_person_may_now(brand, bob_in):
    client = program(make(bob_in))
    team.change_role(bob_in, Role.CLIENT, seen=1, granter=Role.OWNER)
    assert client.get(at(brand)).json()["role"] == "client"
    assert client.get(at(brand, "sources/")).status_code == 403
    assert add_source(client, brand).status_code == 403


@pytest.mark.parametrize("role", [Role.MANAGER])
@pytest.mark.parametrize("leave", ["brand", "workspace", "account"])
def test_who_leaves_takes_their_tokens_along_for_good(brand, bob, bob_in, leave):
    client = program(make(bob_in))
    assert client.get(at(brand)).status_code == 200
    match leave:
        case "brand":
            team.remove_from_brand(bob_in, granter=Role.OWNER)
        case "workspace":
            team.leave_workspace(brand.workspace, bob)
        case _:
            close_account(bob)
    assert client.get(at(brand)).status_code == 401
    if leave == "brand":
        join(brand, bob, Role.MANAGER)
        assert client.get(at(brand)).status_code == 401


def test_a_revoked_token_opens_nothing(owner, brand, held):
    client = program(make(held))
    with brand_scope(brand.pk):
        token = ApiToken.objects.get()
    owner.post(reverse("brands:token_revoke", args=[brand.public_id, token.public_id]))
    assert client.get(at(brand)).status_code == 401
    assert list(Event.objects.filter(object_kind="apitoken").values_list("verb", "object_name").order_by("pk")) == [
        ("token.made", "Zapier"), ("token.revoked", "Zapier"),
    ]  # fmt: skip


def test_a_token_ends_on_its_day(brand, held):
    client = program(make(held, expires_at=clock.now() + timedelta(days=30)))
    with clock.shifted(timedelta(days=30) - timedelta(minutes=1)):
        assert client.get(at(brand)).status_code == 200
    with clock.shifted(timedelta(days=30)):
        assert client.get(at(brand)).status_code == 401


def test_a_closed_account_and_a_deleted_brand_open_nothing(brand, held, alice):
    client = program(make(held))
    alice.is_active = False
    alice.save()
    assert client.get(at(brand)).status_code == 401
    alice.is_active = True
    alice.save()
    workspaces.delete_brand(brand)
    assert client.get(at(brand)).status_code == 404


def test_use_is_kept_to_the_hour_and_only_where_it_was_admitted(brand, held, django_assert_num_queries):
    client = program(make(held, "read"))
    add_source(client, brand)
    with brand_scope(brand.pk):
        assert ApiToken.objects.get().last_used_at is None
        client.get(at(brand))
        first = ApiToken.objects.get().last_used_at
        with clock.shifted(timedelta(minutes=59)):
            client.get(at(brand))
            assert ApiToken.objects.get().last_used_at == first
        with clock.shifted(timedelta(minutes=61)):
            client.get(at(brand))
            assert ApiToken.objects.get().last_used_at - first >= timedelta(hours=1)


@pytest.mark.parametrize("wrong", ["", "x", "cmhub_", "cmhub_0000000000000_" + "a" * 40, "é" * 50, "a b c"])
def test_no_other_text_opens(brand, held, wrong):
    make(held)
    assert program(wrong).get(at(brand)).status_code == 401


def test_a_token_with_another_secret_does_not_open(brand, held):
    text = make(held)
    assert program(text[:-1] + ("a" if text[-1] != "a" else "b")).get(at(brand)).status_code == 401


def test_guessing_is_slowed_by_address(brand, held, monkeypatch):
    monkeypatch.setattr(bearer, "WRONG_TOKENS", 3)
    good, wrong = program(make(held)), program("nonsense")
    assert [wrong.get(at(brand)).status_code for _ in range(4)] == [401, 401, 401, 429]
    refused = good.get(at(brand))
    assert (refused.status_code, refused.json()["error"]["code"], refused["Retry-After"]) == (429, "too_many", "300")
    assert good.get(at(brand), REMOTE_ADDR="192.0.2.7").status_code == 200


def test_each_token_has_its_own_pace(owner, brand, held, monkeypatch):
    monkeypatch.setattr(Pace, "rate", "2/min", raising=False)
    one, two = program(make(held, name="one")), program(make(held, name="two"))
    assert [one.get(at(brand)).status_code for _ in range(3)] == [200, 200, 429]
    assert [client.get(at(brand)).status_code for client in (two, owner)] == [200, 200]


@pytest.mark.parametrize("role", [Role.COMMUNITY])
def test_who_does_not_run_the_brand_makes_none(client, bob, brand, bob_in, page):
    client.force_login(bob)
    assert (client.get(page).status_code, client.post(page, NEW).status_code) == (403, 403)
    with brand_scope(brand.pk):
        assert not ApiToken.objects.exists()


def test_another_brands_token_is_out_of_reach(owner, brand, other_brand, charlie):
    make(BrandRole.objects.get(brand=other_brand, member__user=charlie))
    with brand_scope(other_brand.pk):
        theirs = ApiToken.objects.get()
    assert owner.post(reverse("brands:token_revoke", args=[brand.public_id, theirs.public_id])).status_code == 404
    with brand_scope(other_brand.pk):
        assert ApiToken.objects.filter(pk=theirs.pk).exists()


def test_the_database_refuses_a_token_on_another_brands_role(brand, other_brand, charlie):
    from django.db import IntegrityError, connection, transaction

    theirs = BrandRole.objects.get(brand=other_brand, member__user=charlie)
    with brand_scope(brand.pk), transaction.atomic():
        ApiToken.objects.create(brand=brand, held=theirs, name="x", digest="0" * 64)
        with pytest.raises(IntegrityError, match="tenant_fk"):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_logs_show_no_token(held):
    text = make(held)
    assert redact(f"failed at {text} in a loop") == "failed at [hidden] in a loop"
    assert redact(f"GET with Bearer {text}") == "GET with Bearer [hidden]"


def test_a_token_writes_without_csrf_and_a_session_does_not(brand, held, alice):
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(alice)
    assert add_source(signed_in, brand).status_code == 403
    with brand_scope(brand.pk):
        assert not Department.objects.exists()
        assert not Source.objects.exists()
    assert add_source(program(make(held)), brand).status_code == 201
