from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from brands.roles import Role
from brands.scope import brand_scope
from influencers import people
from influencers.models import Consent, Handle, Merge, Person
from tests.influencers import heard
from tests.influencers.heard import ANA, EVE, MAX

ANALYST = pytest.mark.parametrize("role", [Role.ANALYST])


@pytest.fixture
def spoke(feed):
    heard.say(feed, EVE, "El café es malo", "Otro café", days=2)
    heard.say(feed, ANA, "Me gusta este café", days=3)
    heard.say(feed, MAX, "=HYPERLINK()", days=1)
    heard.count()


@pytest.fixture
def card(brand, feed, spoke, alice):
    with brand_scope(brand.pk):
        return people.add(brand, by=alice, author=heard.author(feed, EVE))


def url(name, brand, *ids):
    return reverse(f"people:{name}", args=[brand.public_id, *ids])


def text(page) -> str:
    return " ".join(page.content.decode().split())


def fresh(card) -> Person:
    with brand_scope(card.brand_id):
        return Person.objects.get(pk=card.pk)


def test_before_anything_is_heard_it_says_what_will_stand_here(bobs, brand):
    assert "Nobody has been heard yet" in text(bobs.get(url("ranking", brand)))
    assert "No cards yet" in text(bobs.get(url("board", brand)))


def test_the_ranking_shows_parts_and_each_number_opens_its_mentions(bobs, brand, spoke):
    page = bobs.get(url("ranking", brand) + "?period=7")
    said = text(page)
    assert "3 people spoke about the brand" in said
    assert "آنا 🌿 Prieto" in said
    assert "«—» under reach: Mastodon did not tell how many follow them." in said
    for row in page.context["rows"]:
        assert bobs.get(row["said_url"]).content.decode().count('id="mention-') == row["voice"].mentions


@pytest.mark.parametrize("query", ["kind=nobody", "by=luck", "topic=0000000000000", "period=century", "from=x"])
def test_what_cannot_be_is_not_found(bobs, brand, spoke, query):
    assert bobs.get(url("ranking", brand) + f"?{query}").status_code == 404


@pytest.mark.parametrize("query", ["page=99999999", "page=-1", "q=%25%00", "q=''", "page=2"])
def test_what_finds_nobody_is_a_page(bobs, brand, spoke, query):
    assert bobs.get(url("ranking", brand) + f"?{query}").status_code == 200


def test_filters_survive_each_other(bobs, brand, spoke):
    context = bobs.get(url("ranking", brand) + "?q=eve&kind=none&by=reach&period=30").context
    assert [row["voice"].name for row in context["rows"]] == ["Eve Ramos"]
    kind = next(chip for chip in context["chips"] if chip.name == "kind")
    assert kind.clear_url == url("ranking", brand) + "?q=eve&period=30&by=reach"
    assert context["sorts"][0]["url"] == url("ranking", brand) + "?q=eve&period=30&kind=none"


def test_the_ranking_as_a_file_runs_no_formula(bobs, brand, spoke):
    page = bobs.get(url("export", brand) + "?period=7&format=xlsx")
    rows = list(load_workbook(BytesIO(b"".join(page.streaming_content))).active.values)
    assert [row[1] for row in rows] == ["Name", "آنا 🌿 Prieto", "Eve Ramos", "Max"]
    assert rows[3][9] is None
    lines = b"".join(bobs.get(url("export", brand) + "?period=7").streaming_content).decode().splitlines()
    assert len(lines) == 4


@ANALYST
def test_who_only_reads_makes_no_card(bobs, brand, spoke, feed):
    assert "Make a card" not in text(bobs.get(url("ranking", brand)))
    asked = {"author": heard.author(feed, EVE).public_id}
    assert bobs.post(url("new", brand), asked).status_code == 403
    with brand_scope(brand.pk):
        assert Person.objects.count() == 0


def test_a_card_is_made_from_the_ranking(bobs, brand, spoke, feed):
    page = bobs.post(url("new", brand), {"author": heard.author(feed, ANA).public_id}, follow=True)
    said = text(page)
    assert "آنا 🌿 Prieto" in said
    assert "Me gusta este café" in said
    assert "Bob made the card of" in said


def test_a_card_is_edited_and_who_comes_second_keeps_both_texts(bobs, brand, card):
    said = {"name": "Eva", "kind": "press", "origin": "themselves", "notes": "Café", "version": "1"}
    assert bobs.post(url("edit", brand, card.public_id), said).status_code == 302
    page = bobs.post(url("edit", brand, card.public_id), said | {"notes": "Té"})
    assert page.status_code == 409
    assert "Café" in text(page)
    assert "Té" in text(page)
    assert fresh(card).notes == "Café"
    page = bobs.post(url("edit", brand, card.public_id), said | {"next_on": "2026-05-04"})
    assert (page.status_code, "Say what is to be done on that day." in text(page)) == (422, True)


def test_the_board_moves_a_card_and_says_who_was_faster(bobs, brand, card):
    move = url("move", brand, card.public_id)
    page = bobs.post(
        move, {"stage": "talking", "seen": "discovered"}, headers={"HX-Request": "true", "HX-Target": "board"}
    )
    assert "Eve Ramos is now at «Talking»." in page.headers["HX-Trigger"].encode().decode("unicode_escape")
    page = bobs.post(
        move, {"stage": "closed", "seen": "discovered"}, headers={"HX-Request": "true", "HX-Target": "board"}
    )
    assert "Somebody moved Eve Ramos to «Talking» before you did" in text(page)
    page = bobs.post(move, {"stage": "closed", "seen": "discovered"}, follow=True)
    assert "Somebody moved Eve Ramos to «Talking» before you did" in text(page)
    assert bobs.post(move, {"stage": "nowhere", "seen": "talking"}).status_code == 404
    assert fresh(card).stage == "talking"


def test_the_board_keeps_its_filters_when_a_card_moves(bobs, brand, card, alice):
    with brand_scope(brand.pk):
        people.add(brand, by=alice, name="Otra", kind="customer")
    given = {"stage": "talking", "seen": "discovered", "kind": "influencer"}
    page = bobs.post(url("move", brand, card.public_id), given, headers={"HX-Request": "true", "HX-Target": "board"})
    assert "Eve Ramos" in text(page)
    assert "Otra" not in text(page)
    alone = bobs.get(url("board", brand) + "?stage=discovered")
    assert [column.stage for column in alone.context["columns"]] == ["discovered"]
    assert bobs.get(url("board", brand) + "?owner=nobody").status_code == 200
    assert bobs.get(url("board", brand) + "?owner=somebody").status_code == 404


def test_a_vip_is_marked_where_mentions_stand_and_can_be_filtered(bobs, brand, card):
    assert bobs.post(url("vip", brand, card.public_id), {"vip": "1"}).status_code == 302
    said = text(bobs.get(reverse("monitoring:mentions", args=[brand.public_id]) + "?vip=1"))
    assert said.count('id="mention-') == 2
    assert 'class="vip"' in said
    assert "VIP: <b>Only theirs</b>" in said


def test_handles_and_consents_are_written_down(bobs, brand, card):
    here = card.public_id
    assert bobs.post(url("handle_add", brand, here), {"network": "instagram", "handle": "@eve"}).status_code == 302
    with brand_scope(brand.pk):
        handle = Handle.objects.get(network="instagram")
    assert bobs.post(url("handle_add", brand, here), {"network": "x", "handle": ""}).status_code == 422
    assert bobs.post(url("handle_remove", brand, here, handle.public_id)).status_code == 302
    said = {"what": "Una foto", "how": "Por correo", "given_on": "2026-03-01"}
    assert bobs.post(url("consent_add", brand, here), said).status_code == 302
    with brand_scope(brand.pk):
        consent = Consent.objects.get()
    bobs.post(url("consent_withdraw", brand, here, consent.public_id))
    with brand_scope(brand.pk):
        assert Consent.objects.get().withdrawn_on is not None
        assert Handle.objects.count() == 1


def test_merging_can_be_undone_and_not_with_oneself(bobs, brand, card, alice):
    with brand_scope(brand.pk):
        other = people.add(brand, by=alice, name="Eva")
    merge = url("merge", brand, card.public_id)
    page = bobs.post(merge, {"other": card.public_id})
    assert (page.status_code, "A card cannot be merged into itself" in text(page)) == (422, True)
    assert bobs.post(merge, {"other": other.public_id}).status_code == 302
    page = bobs.post(merge, {"other": other.public_id})
    assert (page.status_code, "One of the two was merged meanwhile" in text(page)) == (422, True)
    assert bobs.get(url("person", brand, other.public_id)).headers["Location"] == url("person", brand, card.public_id)
    with brand_scope(brand.pk):
        made = Merge.objects.get()
    bobs.post(url("unmerge", brand, card.public_id, made.public_id))
    assert fresh(other).merged_into is None


@pytest.mark.parametrize("role", [Role.COMMUNITY])
def test_a_community_manager_erases_nobody(bobs, brand, card):
    assert bobs.get(url("erase", brand, card.public_id)).status_code == 403
    assert bobs.post(url("erase", brand, card.public_id), {"typed": "Eve Ramos"}).status_code == 403
    assert fresh(card).name == "Eve Ramos"


@pytest.mark.parametrize("role", [Role.MANAGER])
def test_erasing_asks_for_the_name_first(bobs, brand, card):
    here = url("erase", brand, card.public_id)
    assert "texts, addresses and notes of 2 mentions" in text(bobs.get(here))
    page = bobs.post(here, {"typed": "Eve"})
    assert (page.status_code, "That is not it: nothing was erased." in text(page)) == (422, True)
    assert fresh(card).name == "Eve Ramos"
    assert bobs.post(here, {"typed": "eve ramos"}).status_code == 302
    with brand_scope(brand.pk):
        assert Person.objects.count() == 0
    assert "Eve Ramos" not in text(bobs.get(url("ranking", brand)))


@pytest.mark.parametrize("role", [Role.MANAGER])
def test_a_persons_data_comes_as_a_zip(bobs, brand, card):
    page = bobs.post(url("data", brand, card.public_id))
    assert page.headers["Content-Type"] == "application/zip"
    assert b"".join(page.streaming_content)[:2] == b"PK"


def test_a_stranger_sees_nobody(client, brand, card, charlie):
    client.force_login(charlie)
    for name in ("ranking", "board"):
        assert client.get(url(name, brand)).status_code == 404
    assert client.get(url("person", brand, card.public_id)).status_code == 404


def test_the_board_takes_as_many_queries_with_many_cards(bobs, brand, alice, django_assert_max_num_queries):
    with brand_scope(brand.pk):
        for n in range(40):
            card = people.add(brand, by=alice, name=f"Persona {n} 🌿")
            people.tie(card, "instagram", f"@persona{n}", by=alice)
    with django_assert_max_num_queries(30):
        page = bobs.get(url("board", brand))
    assert "10 more" in text(page)
    assert len(page.context["columns"][0].people) == 30
