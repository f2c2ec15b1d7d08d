"""The pages of listening: what each role sees, what a form changes, and how many queries a list costs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brands import departments
from brands.models import Member
from brands.scope import brand_scope
from core import clock
from monitoring import listing, triage
from monitoring.models import Labeller, Mention, Reading
from networks.types import Author
from tests.monitoring import factories
from tests.monitoring.pages import fresh, hear, toast_of, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["overview", "mentions", "sources"])
def test_pages_of_a_brand_that_hears_nothing_say_what_to_do(bobs, brand, name):
    page = bobs.get(url(name, brand))
    assert page.status_code == 200
    assert 'name="address"' in page.content.decode()


@pytest.mark.parametrize("role", ["client"])
def test_a_client_sees_figures_and_no_mention(bobs, brand, source):
    hear(source, "El café está muy bueno")
    overview = bobs.get(url("overview", brand)).content.decode()
    assert "El café está muy bueno" not in overview
    assert url("mentions", brand) not in overview
    assert [bobs.get(url(name, brand)).status_code for name in ("mentions", "sources", "export")] == [403, 403, 403]


@pytest.mark.parametrize("role", ["analyst"])
def test_an_analyst_reads_and_stars_and_changes_nothing_of_the_brands(bobs, bob, brand, source):
    (mention,) = hear(source, "El café está muy bueno")
    here = {"mention": mention.public_id}
    assert bobs.get(url("mention", brand, **here)).status_code == 200
    assert bobs.post(url("star", brand, **here)).status_code == 302
    for name in ("label", "language", "tag", "assign", "note", "handle"):
        assert bobs.post(url(name, brand, **here), {"note": "x", "version": 1}).status_code == 403
    assert fresh(mention).note == ""
    with brand_scope(brand.pk):
        assert Reading.objects.get(user=bob).starred_at
    assert "Not so?" not in bobs.get(url("mention", brand, **here)).content.decode()


def test_a_stranger_finds_nothing(client, charlie, brand, source):
    (mention,) = hear(source, "El café está muy bueno")
    client.force_login(charlie)
    assert client.get(url("mentions", brand)).status_code == 404
    assert client.post(url("note", brand, mention=mention.public_id), {"note": "x", "version": 1}).status_code == 404
    assert fresh(mention).note == ""


def test_ids_of_another_brand_are_404_everywhere(bobs, brand, source, other_brand, charlie):
    (mine,) = hear(source, "El café está muy bueno")
    (theirs,) = hear(factories.source(other_brand, "https://theirs.example/feed"), "Otra cosa")
    stranger = Member.objects.get(user=charlie)
    assert bobs.get(url("mention", brand, mention=theirs.public_id)).status_code == 404
    for name in ("source", "author", "tag", "assigned", "department"):
        assert bobs.get(url("mentions", brand), {name: theirs.public_id}).status_code == 404
        assert bobs.get(url("export", brand), {name: theirs.public_id}).status_code == 404
    assign = bobs.post(url("assign", brand, mention=mine.public_id), {"member": stranger.public_id})
    bulk = bobs.post(url("bulk", brand), {"act": "star", "mention": [mine.public_id, theirs.public_id]})
    assert (assign.status_code, bulk.status_code) == (404, 404)
    assert fresh(mine).assigned_to_id is None
    with brand_scope(brand.pk):
        assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("act", "column", "value"), [("label:negative", "sentiment", "negative"), ("label:angry", "sentiment", None)]
)
def test_many_are_corrected_at_once(bobs, brand, source, act, column, value):
    heard = hear(source, "Uno", "Dos")
    answer = bobs.post(url("bulk", brand), {"act": act, "mention": [m.public_id for m in heard]})
    assert answer.status_code == (302 if value else 404)
    assert [getattr(fresh(m), column) == value for m in heard] == [value is not None] * 2


def test_many_are_handled_at_once_and_taken_back(bobs, brand, source):
    heard = hear(source, "Uno", "Dos")
    page = bobs.post(url("bulk", brand), {"act": "handle", "mention": [m.public_id for m in heard]}, follow=True)
    assert "2 marked as handled." in page.content.decode()
    assert all(fresh(m).handled_at for m in heard)
    undo = page.content.decode().split("data-undo")[0].rsplit('action="', 1)[1].split('"')[0].replace("&amp;", "&")
    bobs.post(undo)
    assert not any(fresh(m).handled_at for m in heard)


def test_what_was_searched_is_underlined_in_its_other_forms(bobs, brand, source):
    hear(source, "Una reclamación y nadie contesta")
    page = bobs.get(url("mentions", brand) + "?q=reclamaciones").content.decode()
    assert 'Una <mark class="hit">reclamación</mark> y' in page


def test_a_number_that_takes_time_comes_after_the_rows(bobs, brand, source):
    hear(source, *[f"café número {n}" for n in range(60)])
    page = bobs.get(url("mentions", brand) + "?q=café").content.decode()
    assert 'hx-trigger="load"' in page.split('id="count"')[1].split(">")[0]
    assert ">50+ mentions<" in page
    count = bobs.get(url("mentions", brand) + "?q=café", headers={"HX-Request": "true", "HX-Target": "count"})
    assert ">60 mentions<" in count.content.decode()
    assert "hx-get" not in count.content.decode()
    assert ">60 mentions<" in bobs.get(url("mentions", brand)).content.decode()
    assert ">1 mention<" in bobs.get(url("mentions", brand) + "?q=59").content.decode()


def test_a_search_that_takes_too_long_proposes_a_shorter_period(bobs, brand, source, monkeypatch):
    hear(source, "Uno")

    def too_slow(*args, **kwargs):
        raise listing.TooSlow

    monkeypatch.setattr(listing, "page", too_slow)
    page = bobs.get(url("mentions", brand) + "?q=uno&read=unread")
    assert page.status_code == 200
    text = page.content.decode()
    assert "That search takes too long" in text
    blank = text.split("That search takes too long")[1]
    assert "?q=uno&amp;read=unread&amp;from=" in blank.split("Last 7 days")[0]
    assert "Last 30 days" in blank


def test_the_list_costs_the_same_queries_for_one_and_for_fifty(bobs, brand, source):
    hear(source, "Uno")
    bobs.get(url("mentions", brand))
    with CaptureQueriesContext(connection) as one:
        bobs.get(url("mentions", brand))
    hear(source, *[f"texto número {n}" for n in range(60)], author=Author("a", "Ana"))
    with CaptureQueriesContext(connection) as fifty:
        page = bobs.get(url("mentions", brand))
    assert page.content.count(b"<article") == 50
    assert len(fifty) == len(one)
    assert len(fifty) <= 25


def test_more_rows_come_behind_the_last_one(bobs, brand, source):
    hear(source, *[f"texto número {n}" for n in range(60)])
    first = bobs.get(url("mentions", brand))
    more = bobs.get(first.context["next_url"], headers={"HX-Request": "true", "HX-Target": "more"})
    assert more.content.count(b"<article") == 10
    assert b"<html" not in more.content


def test_filters_are_lifted_one_by_one(bobs, brand, source):
    hear(source, "El café está muy bueno")
    page = bobs.get(url("mentions", brand), {"q": "zumo", "sentiment": "negative"})
    assert "Nothing with these 2 filters" in page.content.decode()
    assert [f["words"] for f in page.context["filters"]] == ["Sentiment: Negative", "Search: zumo"]
    assert parse_qs(urlsplit(page.context["filters"][0]["clear_url"]).query) == {"q": ["zumo"]}


@pytest.mark.parametrize("query", ["from=never", "sentiment=wonderful", "read=perhaps", "after=0000000000000"])
def test_an_address_that_cannot_be_is_404(bobs, brand, source, query):
    assert bobs.get(f"{url('mentions', brand)}?{query}").status_code == 404


def test_a_mentions_text_is_only_text(bobs, brand, source):
    (mention,) = hear(source, "<script>alert(1)</script> bueno", url="javascript:alert(1)")
    page = bobs.get(url("mention", brand, mention=mention.public_id)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "javascript:" not in page


def test_correcting_says_who_and_can_be_undone_by_nobody_else(bobs, client, alice, brand, source):
    (mention,) = hear(source, "El café está muy bueno")
    here = url("label", brand, mention=mention.public_id)
    page = bobs.post(here, {"sentiment": "negative"}, headers={"HX-Request": "true", "HX-Target": "detail"})
    text, undo = toast_of(page)
    assert text == "Corrected: negative."
    assert "Bob corrected it." in page.content.decode()
    client.force_login(alice)
    assert client.post(undo).status_code == 404
    assert fresh(mention).sentiment_by == Labeller.PERSON


def test_an_undo_that_comes_too_late_says_so(bobs, brand, source):
    (mention,) = hear(source, "El café está muy bueno")
    here, htmx = url("label", brand, mention=mention.public_id), {"HX-Request": "true", "HX-Target": "detail"}
    _text, undo = toast_of(bobs.post(here, {"sentiment": "negative"}, headers=htmx))
    bobs.post(here, {"sentiment": "neutral"}, headers=htmx)
    page = bobs.post(undo, follow=True).content.decode()
    assert "Not undone: somebody has decided otherwise since, and that stays." in page
    assert fresh(mention).sentiment == "neutral"


def test_a_note_over_an_unseen_one_keeps_both_texts(bobs, brand, source):
    (mention,) = hear(source, "El café está muy bueno")
    with brand_scope(brand.pk):
        triage.write_note(brand, fresh(mention), "theirs", seen=1)
    here = url("note", brand, mention=mention.public_id)
    pane = bobs.post(here, {"note": "mine", "version": 1}, headers={"HX-Request": "true"}).content.decode()
    assert "theirs</blockquote>" in pane
    assert "mine</textarea>" in pane
    assert 'name="version" value="2"' in pane
    page = bobs.post(here, {"note": "mine", "version": 1})
    assert page.status_code == 409
    assert fresh(mention).note == "theirs"


def test_a_mention_goes_to_a_member_and_to_a_department(bobs, bob_in, brand, source):
    (mention,) = hear(source, "El café está muy bueno")
    with brand_scope(brand.pk):
        legal = departments.add(brand, name="Legal affairs")
    here = url("assign", brand, mention=mention.public_id)
    bobs.post(here, {"member": bob_in.member.public_id})
    bobs.post(here, {"department": legal.public_id})
    assert (fresh(mention).assigned_to_id, fresh(mention).department_id) == (bob_in.member_id, legal.pk)


def test_news_are_what_arrived_since_the_list_was_drawn(bobs, brand, source):
    hear(source, "El café está muy bueno")
    page = bobs.get(url("mentions", brand))
    hear(source, "El café está muy bueno", "Nada que ver")
    news = bobs.get(page.context["news_url"], headers={"HX-Request": "true"})
    assert news.context["news_count"] == 1
    assert "Nada que ver" in news.content.decode()
    again = bobs.get(news.context["news_url"], headers={"HX-Request": "true"})
    assert again.context["news_count"] == 1  # still announced: nobody has looked
    assert "Nada que ver" not in again.content.decode()


def test_an_empty_list_draws_itself_with_the_first_mention(bobs, brand, source):
    page = bobs.get(url("mentions", brand))
    assert "Nothing heard yet" in page.content.decode()
    hear(source, "El café está muy bueno")
    news = bobs.get(page.context["news_url"], headers={"HX-Request": "true"})
    assert news.headers["HX-Retarget"] == "#list"
    assert "El café está muy bueno" in news.content.decode()


def test_a_session_that_is_over_reloads_the_page_and_not_a_piece_of_it(client, brand):
    piece = client.get(url("news", brand), headers={"HX-Request": "true"})
    assert (piece.status_code, piece.headers["HX-Refresh"]) == (401, "true")


def test_the_export_has_the_filters_of_the_list_and_no_formula(bobs, brand, source, other_brand):
    hear(factories.source(other_brand, "https://theirs.example/feed"), "ajena y muy buena")
    hear(source, "=HYPERLINK(1) malo", "bueno")
    answer = bobs.get(url("export", brand), {"q": "malo"})
    body = b"".join(answer.streaming_content).decode()
    assert body.startswith("\ufeffDate (Europe/Madrid),Network,")
    rows = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
    assert [row["Text"] for row in rows] == ["'=HYPERLINK(1) malo"]


@pytest.mark.parametrize("role", ["manager"])
def test_retention_shows_what_would_go_before_it_is_saved(bobs, brand, source):
    (old, _young) = sorted(hear(source, "viejo", "joven"), key=lambda mention: mention.pk)
    with brand_scope(brand.pk):
        Mention.objects.filter(pk=old.pk).update(posted_at=clock.now() - timedelta(days=100))
    page = bobs.get(url("retention", brand), {"months": 2, "version": 1})
    assert (page.context["preview"].going, page.context["months"]) == (1, 2)
    assert bobs.post(url("retention", brand), {"months": 2, "version": brand.version}).status_code == 302
    brand.refresh_from_db()
    assert brand.retention_months == 2
    assert bobs.post(url("retention", brand), {"months": 0, "version": brand.version}).status_code == 422
