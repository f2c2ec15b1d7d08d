"""What became of a post is told to the brand's webhooks, in the transaction in which it is written down."""

from __future__ import annotations

import json

from brands import notices, webhooks
from brands.models import Delivery, Way
from calendar_app.publishing import telling, wording
from networks import errors


def hear(brand, *wanted: str) -> None:
    webhooks.add(brand, name="CRM", address="https://hooks.example/x", wanted=wanted)


def heard() -> list[tuple[str, dict]]:
    return [(row.event, json.loads(row.body)["data"]) for row in Delivery.objects.order_by("pk")]


def test_a_published_post_is_told_with_its_address(due, account, fake, run, again, in_brand):
    hear(in_brand, "post.published", "post.failed")
    run()
    again(due)
    ((event, data),) = heard()
    assert (event, data["post"], data["publication"]) == ("post.published", due.post.public_id, due.public_id)
    assert data["account"] == {"id": account.public_id, "name": str(account), "network": "fake"}
    assert (data["address"], data["error"], data["held_for"]) == (due.url, None, None)


def test_a_refused_post_is_told_once_with_what_went_wrong(due, fake, run, in_brand):
    hear(in_brand, "post.published", "post.failed")
    fake.answers = [errors.Rejected("422: too many emoji")]
    run()
    run()
    ((event, data),) = heard()
    assert (event, data["address"], data["error"]) == ("post.failed", None, "Rejected")


def test_every_event_of_a_post_is_one_to_choose():
    assert set(telling.WEBHOOKS.values()) == wording.WEBHOOKS.keys() <= webhooks.known_events().keys()


def test_what_concerns_a_post_that_is_not_out_is_mailed_at_once():
    kinds = {kind.name: kind for kind in wording.NOTICES}
    assert kinds.keys() == set(telling.KINDS)
    assert {(kind.usual.mail, kind.urgent) for kind in kinds.values()} == {(Way.NOW, True)}
    assert all(kind.label for kind in notices._kinds.values()), "a person chooses by it how they are told"
