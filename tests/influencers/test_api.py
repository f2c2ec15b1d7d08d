from __future__ import annotations

from brands.scope import brand_scope
from influencers import people
from tests.influencers import heard
from tests.influencers.heard import EVE


def address(brand, *ids):
    return "/api/v1/brands/" + "/".join([brand.public_id, "people", *ids]) + "/"


def test_cards_are_listed_by_name_and_read_whole(bobs, brand, feed, alice):
    heard.say(feed, EVE, "Hola")
    with brand_scope(brand.pk):
        eve = people.add(brand, by=alice, author=heard.author(feed, EVE), notes="Fotos")
        people.add(brand, by=alice, name="Ana", kind="press")
        people.add(brand, by=alice, name="Zoé", stage="active")
    found = bobs.get(address(brand)).json()
    assert [one["name"] for one in found["results"]] == ["Ana", "Eve Ramos", "Zoé"]
    first = bobs.get(address(brand) + "?limit=1").json()
    assert [one["name"] for one in bobs.get(first["next"]).json()["results"]] == ["Eve Ramos"]
    assert [one["name"] for one in bobs.get(address(brand) + "?kind=press").json()["results"]] == ["Ana"]
    assert [one["name"] for one in bobs.get(address(brand) + "?stage=active").json()["results"]] == ["Zoé"]
    whole = bobs.get(address(brand, eve.public_id)).json()
    assert (whole["notes"], whole["consents"], whole["vip"]) == ("Fotos", [], False)
    assert [(one["network"], one["handle"]) for one in whole["handles"]] == [("mastodon", "@eve@social.example")]


def test_what_is_misspelt_is_said_and_strangers_see_nothing(bobs, brand, client, charlie):
    assert bobs.get(address(brand) + "?kind=nobody").status_code == 400
    client.force_login(charlie)
    assert client.get(address(brand)).status_code == 404
