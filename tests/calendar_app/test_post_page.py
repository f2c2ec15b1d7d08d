"""A post's page: where it stands on each account, what a person decides, its versions, and publishing by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brands.roles import Role
from brands.scope import brand_scope
from calendar_app import drafting, revisions
from calendar_app.content import PollDraft, ThreadPart
from calendar_app.models import LedgerEntry, Measurement, Post, Publication, Revision
from calendar_app.refusals import Refusal
from channels.naming import label
from core import clock
from tests.calendar_app import written

pytestmark = pytest.mark.django_db
State = Publication.State


def url(name: str, brand, post, **more) -> str:
    return reverse(f"posts:{name}", kwargs={"brand": brand.public_id, "post": post.public_id, **more})


def text(page) -> str:
    return " ".join(page.content.decode().split())


@pytest.fixture
def bobs(client, bob, bob_in):
    bob.language = "en"
    bob.save()
    client.force_login(bob)
    return client


@pytest.fixture
def bluesky(in_brand):
    return written.account("bluesky", "Lumbre")


@pytest.fixture
def post(brand, bob, bluesky):
    return written.draft(brand, bob, "Hola", bluesky, when=written.AT)


@pytest.fixture
def one(post):
    return Publication.objects.get(post=post)


def put(one: Publication, **columns) -> None:
    Publication.objects.filter(pk=one.pk).update(**columns)
    Post.objects.filter(pk=one.post_id).update(stage="scheduled")


class TestStates:
    @pytest.mark.parametrize(
        ("columns", "words"),
        [
            ({"state": State.DRAFT}, "It is not scheduled."),
            ({"state": State.RUNNING}, "It is going out at this moment."),
            ({"state": State.MISSED}, "Nothing was sent. Publish it now, or move it."),
            ({"state": State.HELD, "held_for": "brand"}, "Publishing of the brand was paused at its time."),
            ({"state": State.HELD, "held_for": "changed"}, "It was changed after it had been scheduled."),
            ({"state": State.FAILED, "last_error": "Rejected"}, "Bluesky refused the post. Nothing was published."),
            ({"state": State.FAILED, "last_error": "TypeError"}, "It went wrong on our side"),
            ({"state": State.HANDED}, "It is time to publish it on Bluesky by hand"),
        ],
    )
    def test_each_is_said_in_words(self, bobs, brand, post, one, columns, words):
        put(one, **columns)
        assert words in text(bobs.get(url("post", brand, post)))

    def test_the_unconfirmed_says_what_was_looked_up(self, bobs, brand, post, one):
        put(one, state=State.UNKNOWN, armed_at=clock.now())
        for minutes in (30, 15):
            at = clock.now() - timedelta(minutes=minutes)
            LedgerEntry.objects.create(publication=one, what="looked_up", outcome="unsure", at=at)
        page = text(bobs.get(url("post", brand, post)))
        assert "Bluesky did not answer. It may be published." in page
        assert "and did not find it." in page
        assert "It is not: send again" in page
        assert "Look there before you send it again." in page

    def test_the_published_leads_there(self, bobs, brand, post, one):
        put(one, state=State.DONE, published_at=clock.now(), url="https://bsky.app/profile/a/post/b")
        page = text(bobs.get(url("post", brand, post)))
        assert 'href="https://bsky.app/profile/a/post/b"' in page

    def test_figures_or_why_there_are_none(self, bobs, brand, post, one):
        assert "It is not public there yet." in text(bobs.get(url("post", brand, post)))
        put(one, state=State.DONE, published_at=clock.now())
        assert "15 minutes after it is public" in text(bobs.get(url("post", brand, post)))
        now = clock.now()
        Measurement.objects.create(publication=one, step=0, due_at=now, at=now, values={"likes": 41})
        page = bobs.get(url("post", brand, post))
        assert [kpi["value"] for kpi in page.context["figures"][0]["kpis"]] == ["41"]

    @pytest.mark.parametrize("role", [Role.ANALYST])
    def test_who_reads_decides_nothing(self, bobs, brand, post, one):
        put(one, state=State.UNKNOWN)
        assert "It is not: send again" not in text(bobs.get(url("post", brand, post)))
        there = url("is_there", brand, post, publication=one.public_id)
        assert bobs.post(there).status_code == 403
        one.refresh_from_db()
        assert one.state == State.UNKNOWN

    def test_costs_the_same_for_many_accounts(self, bobs, bob, brand, post):
        accounts = [written.account("bluesky", f"Otra {n}") for n in range(8)]
        many = written.draft(brand, bob, "Hola", *accounts)
        counts = []
        for row in (post, many):
            with CaptureQueriesContext(connection) as queries:
                bobs.get(url("post", brand, row))
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestDeciding:
    def test_it_is_there(self, bobs, brand, post, one):
        put(one, state=State.UNKNOWN, armed_at=clock.now())
        there = url("is_there", brand, post, publication=one.public_id)
        bobs.post(there, {"url": "javascript:alert(1)"})
        one.refresh_from_db()
        assert one.state == State.UNKNOWN
        bobs.post(there, {"url": "https://bsky.app/profile/a/post/b"})
        one.refresh_from_db()
        assert (one.state, one.url) == (State.DONE, "https://bsky.app/profile/a/post/b")

    def test_it_is_not_there(self, bobs, brand, post, one):
        put(one, state=State.UNKNOWN, armed_at=clock.now())
        bobs.post(url("send_again", brand, post, publication=one.public_id))
        one.refresh_from_db()
        assert one.state == State.WAITING
        assert "settled by now" in text(
            bobs.post(url("send_again", brand, post, publication=one.public_id), follow=True)
        )

    def test_another_brands_publication_is_not_there(self, bobs, brand, other_brand, charlie, post):
        with brand_scope(other_brand.pk):
            theirs = written.draft(other_brand, charlie, "Suya", written.account("bluesky", "Molinera"))
            row = Publication.objects.get(post=theirs)
        assert bobs.post(url("send_again", brand, post, publication=row.public_id)).status_code == 404


class TestByHand:
    @pytest.fixture
    def handed(self, brand, bob, bob_in, in_brand):
        account = written.account("instagram", "Lumbre IG", by_hand=True)
        made = written.draft(brand, bob, "A mano", account)
        one = Publication.objects.get(post=made)
        put(one, state=State.HANDED)
        one.refresh_from_db()
        return one

    def kit(self, brand, handed) -> str:
        return url("by_hand", brand, handed.post, publication=handed.public_id)

    def test_the_kit_has_what_is_needed(self, bobs, brand, handed):
        page = text(bobs.get(self.kit(brand, handed)))
        assert 'data-copy="A mano"' in page
        assert "Open Instagram" in page

    def test_the_kit_has_all_that_is_said_there_and_nothing_else(self, bobs, brand, bob, in_brand):
        linkedin = written.account("linkedin", "Lumbre L", by_hand=True)
        x = written.account("x", "Lumbre X", by_hand=True)
        said = {"link": "https://lumbre.example/carta", "title": "Carta", "warning": "Café", "first_comment": "Ven"}
        said |= {"poll": PollDraft(("Solo", "Con leche"), 24), "thread": (ThreadPart("Sigue"),)}
        post = written.draft(brand, bob, "A mano", linkedin, x, **said)
        rows = written.publications(post)
        pages = [
            text(bobs.get(url("by_hand", brand, post, publication=rows[one.public_id].public_id)))
            for one in (linkedin, x)
        ]
        taken = ('data-copy="https://lumbre.example/carta"', 'data-copy="Ven"', "Con leche", 'data-copy="Sigue"')
        assert [[words in page for words in taken] for page in pages] == [
            [True, True, False, False],
            [False, False, True, True],
        ]
        assert not any("Carta" in page or "Café<" in page for page in pages)

    @pytest.mark.parametrize(
        ("pasted", "words"),
        [
            ("", "Paste the address"),
            ("hola", "not a web address"),
            ("https://example.org/p/abc/", "not the address of a post on Instagram"),
            ("javascript:alert(1)", "not a web address"),
        ],
    )
    def test_what_is_no_address_of_a_post_is_refused(self, bobs, brand, handed, pasted, words):
        page = bobs.post(self.kit(brand, handed), {"url": pasted})
        assert (page.status_code, words in text(page)) == (422, True)
        handed.refresh_from_db()
        assert handed.state == State.HANDED

    def test_the_address_makes_it_published(self, bobs, brand, handed):
        bobs.post(self.kit(brand, handed), {"url": "instagram.com/p/C0abcdEFGhi"})
        handed.refresh_from_db()
        assert (handed.state, handed.url) == (State.DONE, "https://instagram.com/p/C0abcdEFGhi")

    def test_not_published_after_all(self, bobs, brand, handed):
        bobs.post(url("by_hand_not", brand, handed.post, publication=handed.public_id))
        handed.refresh_from_db()
        assert handed.state == State.DRAFT


class TestVersions:
    def test_one_sitting_is_one_version(self, brand, bob, alice, post, bluesky):
        def save(said, by, minutes):
            with clock.shifted(timedelta(minutes=minutes)):
                fresh = Post.objects.get(pk=post.pk)
                drafting.save(fresh, written.wanted(said, bluesky), seen=fresh.version, by=by)

        save("a", bob, 0)
        save("b", bob, 1)
        save("c", bob, 3)
        save("d", alice, 3)
        kept = list(Revision.objects.filter(post=post).order_by("number").values_list("content__text", flat=True))
        assert kept == ["b", "c", "d"]

    def test_nothing_new_is_no_version(self, bob, post, bluesky):
        same = written.wanted("Hola", bluesky, when=written.AT)
        assert drafting.save(post, same, seen=1, by=bob).changed is False
        assert Post.objects.get(pk=post.pk).version == 1

    def test_back_to_an_old_one_and_undone(self, bobs, bob, brand, post, bluesky):
        with clock.shifted(timedelta(minutes=5)):
            wanted = written.wanted("Nueva", bluesky, own={bluesky.public_id: {"text": "Propia"}})
            drafting.save(post, wanted, seen=1, by=bob)
        page = text(bobs.get(url("history", brand, post)))
        assert "Nueva" in page
        assert "Hola" in page
        bobs.post(url("restore_revision", brand, post), {"number": 1})
        fresh = Post.objects.get(pk=post.pk)
        assert (fresh.content, revisions.own_of(fresh)) == ({"text": "Hola"}, {bluesky.public_id: {}})
        bobs.post(f"{url('restore_revision', brand, post)}?number=2")
        assert Post.objects.get(pk=post.pk).content == {"text": "Nueva"}

    def test_each_says_all_that_it_said_and_what_it_changed(self, bobs, bob, brand, post, bluesky):
        with clock.shifted(timedelta(minutes=5)):
            own = {bluesky.public_id: {"text": "Propia"}}
            wanted = written.wanted("Hola", bluesky, own=own, link="https://lumbre.example/carta")
            drafting.save(post, wanted, seen=1, by=bob)
        page = text(bobs.get(url("history", brand, post)))
        assert f"Changed: Link, Text on {label(bluesky)}" in page
        assert "https://lumbre.example/carta" in page
        assert page.count("Changed:") == 1

    def test_more_than_fit_a_page_are_on_the_next_in_as_many_queries(self, bobs, bob, brand, post):
        counts = []
        for many in (3, 60):
            for number in range(post.version + 1, many + 1):
                post.content, post.version = {"text": f"Número {number}"}, number
                revisions.keep(post, {}, by=bob, apart=True)
            with CaptureQueriesContext(connection) as queries:
                first = text(bobs.get(url("history", brand, post)))
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert "Page 1 of 3" in first
        last = text(bobs.get(f"{url('history', brand, post)}?page=3"))
        assert last.count("kept-lines") == 10
        assert last.count("Changed:") == 9
        assert [page.count("As it stands now") for page in (first, last)] == [1, 0]
        assert [page.count("Back to this") for page in (first, last)] == [24, 10]

    def test_copy_delete_and_back(self, bobs, brand, post):
        bobs.post(url("copy", brand, post))
        made = Post.objects.exclude(pk=post.pk).get()
        assert (made.content, made.stage, made.wall_date) == ({"text": "Hola"}, "draft", None)
        bobs.post(url("remove", brand, post))
        assert bobs.get(url("post", brand, post)).status_code == 404
        bobs.post(url("restore", brand, post))
        assert bobs.get(url("post", brand, post)).status_code == 200


class TestWhatIsOut:
    def test_its_words_stay_and_the_others_change(self, bob, brand, post, one, bluesky):
        other = written.account("mastodon", "Lumbre M")
        drafting.save(post, written.wanted("Hola", bluesky, other), seen=1, by=bob)
        Publication.objects.filter(pk=one.pk).update(state=State.DONE)
        fresh = Post.objects.get(pk=post.pk)
        with pytest.raises(Refusal, match="out already on Lumbre"):
            drafting.save(fresh, written.wanted("Otra", bluesky, other), seen=fresh.version, by=bob)
        own = {other.public_id: {"text": "Solo en Mastodon"}}
        drafting.save(fresh, written.wanted("Hola", bluesky, other, own=own), seen=fresh.version, by=bob)
        assert revisions.own_of(fresh) == {bluesky.public_id: {}, **own}

    def test_who_may_not_schedule_takes_it_back_by_changing_it(self, bob, brand, post, bluesky):
        Post.objects.filter(pk=post.pk).update(stage="scheduled")
        fresh = Post.objects.get(pk=post.pk)
        wanted = written.wanted("Otra", bluesky, when=written.AT)
        saved = drafting.save(fresh, wanted, seen=fresh.version, by=bob, may_schedule=False)
        assert (saved.taken_back, saved.post.stage) == (str(drafting.NOT_YOURS), "draft")
