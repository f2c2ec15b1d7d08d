"""Webhooks on their pages and through the API: the secret is shown once, and what was told can be read."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from brands import tokens, webhooks
from brands.models import BrandRole, Delivery, StoredAnswer, Webhook
from brands.roles import Role
from brands.scope import brand_scope

PUBLISHED, FAILED = "post.published", "post.failed"
NEW = {"name": "CRM", "address": "https://hooks.example/x", "events": [PUBLISHED]}


@pytest.fixture(autouse=True)
def _events(monkeypatch):
    monkeypatch.setattr(webhooks, "_events", {PUBLISHED: "Post published", FAILED: "Post failed"})


@pytest.fixture
def page(brand) -> str:
    return reverse("brands:webhooks", args=[brand.public_id])


@pytest.fixture
def owner(client, alice) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def webhook(in_brand) -> Webhook:
    return webhooks.add(in_brand, name="CRM", address="https://hooks.example/x", wanted=[PUBLISHED])[0]


def at(webhook: Webhook, act: str = "", **more: str) -> str:
    return reverse(f"brands:webhook{act}", args=[webhook.brand.public_id, webhook.public_id, *more.values()])


class TestPages:
    def test_the_secret_is_shown_once(self, owner, in_brand, page):
        answer = owner.post(page, NEW)
        made = Webhook.objects.get()
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert (made.name, made.address, made.events, made.state) == ("CRM", NEW["address"], [PUBLISHED], "active")
        assert answer.content.decode().count(made.secret) == 2, "to read and to copy"
        for address in (page, at(made)):
            assert made.secret not in owner.get(address).content.decode()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"address": "http://192.168.0.7/hook"}, "address"),
            ({"address": "ftp://hooks.example/"}, "address"),
            ({"address": "https://user:pass@hooks.example/"}, "address"),
            ({"address": "https://2130706433/"}, "address"),
            ({"events": ["post.eaten"]}, "events"),
            ({"events": []}, "events"),
            ({"name": ""}, "name"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, owner, in_brand, page, wrong, field):
        answer = owner.post(page, NEW | wrong)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert not Webhook.objects.exists()

    def test_the_same_address_twice_is_said(self, owner, webhook, page):
        answer = owner.post(page, NEW | {"name": "Other"})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["address"])
        assert Webhook.objects.count() == 1

    def test_a_webhook_is_changed_and_nobody_writes_over_something_unseen(self, owner, webhook):
        changed = NEW | {"version": "1", "name": "ERP", "events": [FAILED]}
        assert owner.post(at(webhook), changed).status_code == 302
        assert owner.post(at(webhook), changed | {"name": "Late"}).status_code == 409
        webhook.refresh_from_db()
        assert (webhook.name, webhook.events, webhook.version) == ("ERP", [FAILED], 2)

    def test_pause_resume_test_secret_remove(self, owner, webhook):
        owner.post(at(webhook, "_pause"))
        webhook.refresh_from_db()
        assert webhook.state == "paused"
        owner.post(at(webhook, "_resume"))
        owner.post(at(webhook, "_test"))
        assert Delivery.objects.get().event == webhooks.TEST
        former = webhook.secret
        answer = owner.post(at(webhook, "_secret"))
        webhook.refresh_from_db()
        assert (webhook.state, webhook.former_secret) == ("active", former)
        assert webhook.secret in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        owner.post(at(webhook, "_remove"))
        assert not Webhook.objects.exists()
        assert not Delivery.objects.exists()

    @pytest.mark.parametrize(
        ("columns", "said"),
        [
            ({"state": "done", "status": 200, "answer": "fine", "took_ms": 41, "attempts": 1}, ["Taken", "fine"]),
            ({"state": "waiting", "status": 500, "last_error": "NotTaken", "took_ms": 3, "attempts": 2},
             ["Not taken yet", "answered with HTTP 500", "Tried again at"]),
            ({"state": "failed", "status": 302, "last_error": "NotTaken", "took_ms": 3, "attempts": 14},
             ["Given up", "HTTP 302", "not followed"]),
            ({"state": "failed", "last_error": "NoAnswer", "took_ms": 9, "attempts": 14}, ["No answer within 10"]),
            ({"state": "failed", "last_error": "Refused", "attempts": 1, "took_ms": 1,
              "last_error_detail": "The address leads into a private network, which is not read from here."},
             ["private network"]),
            ({"state": "paused"}, ["Held"]),
            ({"state": "running"}, ["On its way"]),
        ],
    )  # fmt: skip
    def test_the_log_says_what_became_of_each(self, owner, alice, webhook, columns, said):
        alice.language = "en"
        alice.save()
        delivery = webhooks.send_test(webhook)
        Delivery.objects.filter(pk=delivery.pk).update(**columns)
        text = owner.get(at(webhook)).content.decode()
        assert [words for words in said if words not in text] == []

    def test_what_was_given_up_can_be_sent_again(self, owner, webhook):
        delivery = webhooks.send_test(webhook)
        again = reverse("brands:delivery_again", args=[webhook.brand.public_id, webhook.public_id, delivery.public_id])
        Delivery.objects.update(state="failed", attempts=14)
        owner.post(again)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == ("waiting", 0)

    @pytest.mark.parametrize("role", [Role.COMMUNITY, Role.ANALYST, Role.CLIENT, Role.STRATEGIST])
    def test_who_does_not_run_the_brand_sees_and_does_nothing(self, client, bob, bob_in, webhook, page):
        client.force_login(bob)
        denied = [
            client.get(page),
            client.post(page, NEW),
            client.get(at(webhook)),
            client.post(at(webhook, "_remove")),
        ]
        assert [answer.status_code for answer in denied] == [403] * 4
        assert Webhook.objects.count() == 1

    def test_an_operators_hour_opens_no_webhook(self, webhook):
        from brands.access import BrandAccess
        from brands.roles import Need
        from tests.conftest import make_user

        guest = BrandAccess(webhook.brand, make_user("Olga", is_operator=True), Role.MANAGER, by_grant=True)
        assert not guest.allows(Need.MANAGE_WEBHOOKS)


class TestApi:
    @pytest.fixture
    def program(self, brand, alice) -> Client:
        held = BrandRole.objects.get(brand=brand, member__user=alice)
        with brand_scope(brand.pk):
            text = tokens.make(held, name="Zapier", scope="write", expires_at=None)[1]
        return Client(headers={"Authorization": f"Bearer {text}"})

    def send(self, program, brand, method, path="", body=None):
        address = f"/api/v1/brands/{brand.public_id}/webhooks/{path}"
        return getattr(program, method)(address, json.dumps(body), content_type="application/json")

    def test_one_is_made_read_changed_and_removed(self, program, in_brand):
        made = self.send(program, in_brand, "post", body=NEW)
        assert made.status_code == 201
        row = Webhook.objects.get()
        body = made.json()
        assert (body.pop("secret"), body["id"], body["state"]) == (row.secret, row.public_id, "active")
        base = f"/api/v1/brands/{in_brand.public_id}/webhooks/"
        assert program.get(base).json() == {"results": [body], "next": None}
        assert program.get(f"{base}{row.public_id}/").json() == body
        changed = self.send(program, in_brand, "patch", f"{row.public_id}/", {"events": [FAILED], "version": 1}).json()
        assert changed == body | {"events": [FAILED], "version": 2}
        stale = self.send(program, in_brand, "patch", f"{row.public_id}/", {"name": "X", "version": 1})
        assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale")
        assert self.send(program, in_brand, "delete", f"{row.public_id}/").status_code == 204
        assert not Webhook.objects.exists()

    def test_the_answer_with_the_secret_is_kept_nowhere(self, program, in_brand):
        address = f"/api/v1/brands/{in_brand.public_id}/webhooks/"
        headers = {"Idempotency-Key": "once"}
        made = program.post(address, json.dumps(NEW), content_type="application/json", headers=headers)
        assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
        assert not StoredAnswer.objects.exists()
        again = program.post(address, json.dumps(NEW), content_type="application/json", headers=headers)
        assert (again.status_code, again.json()["error"]["code"]) == (409, "already_there")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"address": "http://10.0.0.1/"}, "address"),
            ({"events": ["post.eaten"]}, "events"),
            ({"events": []}, "events"),
            ({"events": PUBLISHED}, "events"),
            ({"name": 7}, "name"),
            ({"secret": "mine"}, "secret"),
        ],
    )
    def test_what_is_wrong_is_said_by_field(self, program, in_brand, wrong, field):
        answer = self.send(program, in_brand, "post", body=NEW | wrong)
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
        assert not Webhook.objects.exists()

    def test_the_log_is_read_in_pages(self, program, webhook):
        for _ in range(3):
            webhooks.send_test(webhook)
        brand = webhook.brand
        address = f"/api/v1/brands/{brand.public_id}/webhooks/{webhook.public_id}/deliveries/?limit=2"
        first = program.get(address).json()
        second = program.get(first["next"]).json()
        found = [row["id"] for row in (*first["results"], *second["results"])]
        assert found == list(Delivery.objects.order_by("created_at").values_list("public_id", flat=True))
        assert second["next"] is None
        row = first["results"][0]
        assert (row["event"], row["state"], row["status"], row["attempts"]) == (webhooks.TEST, "waiting", None, 0)
        assert row["next_try_at"].endswith("Z")
        assert "body" not in row

    def test_the_secret_is_changed_and_given_once(self, program, webhook):
        before = webhook.secret
        answer = self.send(program, webhook.brand, "post", f"{webhook.public_id}/secret/")
        webhook.refresh_from_db()
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert (answer.json()["secret"], webhook.former_secret) == (webhook.secret, before)
        assert webhook.secret != before
        assert "secret" not in program.get(f"/api/v1/brands/{webhook.brand.public_id}/webhooks/").json()["results"][0]

    def test_one_delivery_is_sent_again_once_it_is_over(self, program, webhook):
        row = webhooks.send_test(webhook)
        path = f"{webhook.public_id}/deliveries/{row.public_id}/again/"
        early = self.send(program, webhook.brand, "post", path)
        assert (early.status_code, early.json()["error"]["code"]) == (409, "still_going")
        Delivery.objects.filter(pk=row.pk).update(state="failed", attempts=14)
        again = self.send(program, webhook.brand, "post", path)
        assert (again.status_code, again.json()["id"], again.json()["state"]) == (200, row.public_id, "waiting")
        assert Delivery.objects.get().attempts == 0
