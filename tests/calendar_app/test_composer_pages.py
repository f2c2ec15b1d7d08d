"""The composer's pages: what is shown, saved, refused, and what two people do to one post."""

from __future__ import annotations

import io
import json
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brands.roles import Role
from brands.scope import brand_scope
from calendar_app import drafting
from calendar_app.content import FileUse, PollDraft
from calendar_app.models import Post, Publication, Slot
from media import keeping
from tests.calendar_app import written
from tests.media import samples

pytestmark = pytest.mark.django_db


def url(name: str, brand, **more) -> str:
    return reverse(f"posts:{name}", kwargs={"brand": brand.public_id, **more})


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
def mastodon(in_brand):
    return written.account("mastodon", "Lumbre M")


def saved(brand) -> Post:
    with brand_scope(brand.pk):
        return Post.objects.get()


class TestFirstSave:
    def test_nothing_is_made_by_looking(self, bobs, brand, bluesky):
        page = bobs.get(url("new", brand))
        assert page.status_code == 200
        assert "New post" in text(page)
        assert not Post.objects.exists()

    def test_without_an_account_it_says_what_is_missing(self, bobs, brand):
        assert "No account to publish on yet" in text(bobs.get(url("new", brand)))

    def test_the_address_begins_it(self, bobs, brand, bluesky):
        page = bobs.get(url("new", brand), {"day": "2031-03-05", "time": "09:00", "account": bluesky.public_id})
        state = page.context["state"]
        assert (state["day"], state["time"], list(state["own"])) == ("2031-03-05", "09:00", [bluesky.public_id])
        assert bobs.get(url("new", brand), {"day": "yesterday", "time": "9 o'clock"}).context["state"]["day"] == ""

    def test_the_first_save_makes_the_draft_once(self, bobs, bob, brand, bluesky):
        sent = {"state": written.state("Un café", [bluesky]), "key": "page-1"}
        answers = [bobs.post(url("new", brand), sent) for _ in range(3)]
        post = saved(brand)
        assert [a.status_code for a in answers] == [201, 201, 201]
        assert {a.json()["post"] for a in answers} == {post.public_id}
        assert (post.stage, post.content, post.author) == ("draft", {"text": "Un café"}, bob)
        assert list(written.publications(post)) == [bluesky.public_id]

    def test_a_second_try_with_more_text_keeps_the_more(self, bobs, brand, bluesky):
        for said in ("Un", "Un café"):
            bobs.post(url("new", brand), {"state": written.state(said, [bluesky]), "key": "page-1"})
        assert saved(brand).content == {"text": "Un café"}


class TestSaving:
    def post(self, client, brand, post: Post, version: int, *how, **more):
        sent = {"state": written.state(*how, **more), "version": version}
        return client.post(url("edit", brand, post=post.public_id), sent)

    def test_saves_and_says_when(self, bobs, bob, brand, bluesky):
        post = written.draft(brand, bob, "Uno", bluesky)
        answer = self.post(bobs, brand, post, post.version, "Dos", [bluesky])
        assert answer.status_code == 200
        assert answer.json()["version"] == post.version + 1
        assert answer.json()["said"].startswith("Saved ")
        assert saved(brand).content == {"text": "Dos"}

    def test_of_two_people_neither_text_is_lost(self, bobs, alice, bob, brand, bluesky):
        post = written.draft(brand, bob, "Primera", bluesky)
        drafting.save(post, written.wanted("La de Alice", bluesky), seen=post.version, by=alice)
        answer = self.post(bobs, brand, post, post.version, "La de Bob", [bluesky])
        assert answer.status_code == 409
        said = answer.json()
        assert "La de Alice" in said["conflict"]
        assert "La de Bob" in said["conflict"]
        assert "Alice saved this post while you were writing" in said["conflict"]
        assert said["theirs"]["content"] == {"text": "La de Alice"}
        assert saved(brand).content == {"text": "La de Alice"}
        assert self.post(bobs, brand, post, said["version"], "La de Bob", [bluesky]).status_code == 200
        with brand_scope(brand.pk):
            kept = list(post.revisions.order_by("number").values_list("content__text", flat=True))
        assert kept == ["Primera", "La de Alice", "La de Bob"]

    def test_a_poll_that_somebody_else_made_is_not_written_over_unseen(self, bobs, alice, bob, brand, mastodon):
        post = written.draft(brand, bob, "¿Qué tomas?", mastodon)
        poll = PollDraft(("Solo", "Con leche"), 24)
        drafting.save(post, written.wanted("¿Qué tomas?", mastodon, poll=poll), seen=post.version, by=alice)
        answer = self.post(bobs, brand, post, post.version, "¿Qué tomas hoy?", [mastodon])
        assert "Solo Con leche Open for 24 hours" in " ".join(answer.json()["conflict"].split())

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ("", "did not send a post"),
            ("[]", "did not send a post"),
            ("{", "did not send a post"),
            ("[" * 100_000, "did not send a post"),
            ('{"content": []}', "an object with fields"),
            ('{"content": {"text": 7}}', "This has to be text"),
            ('{"content": {"boom": 1}}', "no such field"),
            ('{"content": {"text": "%s"}}' % ("x" * 100_001), "At most 100000 characters"),
            ('{"content": {"media": [{"file": "../../etc"}]}}', "not a file of the library"),
            ('{"content": {"link": "javascript:alert(1)"}}', "starting with https"),
            ('{"own": {"0000000000000": {"text": {}}}}', "This has to be text"),
            ('{"own": {"0000000000000": {}}}', "not connected any more"),
            ('{"day": "32nd"}', "This is not a day"),
            ('{"day": "0001-01-01"}', "not a day that anything is published on"),
            ('{"time": "25:00"}', "not a time of day"),
        ],
    )
    def test_what_nobody_can_read_is_refused_with_words(self, bobs, bob, brand, bluesky, sent, words):
        post = written.draft(brand, bob, "Uno", bluesky)
        answer = bobs.post(url("edit", brand, post=post.public_id), {"state": sent, "version": post.version})
        assert answer.status_code == 422
        assert words in answer.json()["message"]
        assert saved(brand).content == {"text": "Uno"}

    def test_accounts_and_files_of_another_brand_are_not_there(self, bobs, bob, brand, other_brand, bluesky):
        post = written.draft(brand, bob, "Uno", bluesky)
        with brand_scope(other_brand.pk):
            theirs = written.account("bluesky", "Molinera")
        answer = self.post(bobs, brand, post, post.version, "Dos", [bluesky, theirs])
        assert answer.status_code == 422
        assert list(written.publications(saved(brand))) == [bluesky.public_id]

    def test_strange_characters_are_kept_and_unstorable_ones_left_out(self, bobs, bob, brand, bluesky):
        post = written.draft(brand, bob, "Uno", bluesky)
        strange = "👩‍👩‍👧‍👦 مرحبا \u200b\u202e ñ"
        self.post(bobs, brand, post, post.version, f"{strange}\x00", [bluesky])
        assert saved(brand).content == {"text": strange}


class TestCheck:
    def test_counts_as_the_network_counts(self, bobs, brand, bluesky, mastodon):
        sent = {"state": written.state("👩‍👩‍👧‍👦 hola", [bluesky, mastodon])}
        page = text(bobs.post(url("check", brand), sent))
        assert "6 / 300" in page
        assert "6 / 500" in page

    def test_says_what_is_too_long_and_where(self, bobs, brand, bluesky):
        page = bobs.post(url("check", brand), {"state": written.state("a" * 301, [bluesky])})
        assert "The text is too long: 301 of 300" in text(page)
        assert page.context["blocked"] == 1

    @pytest.mark.parametrize(
        ("day", "at", "zone", "words"),
        [
            ("2020-01-01", "09:00", "Europe/Madrid", "That time has passed"),
            ("2999-01-01", "09:00", "Europe/Madrid", "more than five years away"),
            ("2030-03-31", "02:30", "Europe/Madrid", "02:30 does not exist that day, so it goes out at 03:30"),
            ("2030-10-27", "02:30", "Europe/Madrid", "02:30 comes twice"),
            ("2030-10-27", "09:00", "America/Mexico_City", "Mexico City time"),
        ],
    )
    def test_says_what_becomes_of_a_time(self, bobs, brand, bluesky, day, at, zone, words):
        brand.time_zone = zone
        brand.save()
        state = written.state("Hola", [bluesky], day=day, time=at)
        assert words in text(bobs.post(url("check", brand), {"state": state}))

    def test_shows_what_stands_in_a_text_as_text(self, bobs, brand, bluesky):
        page = text(bobs.post(url("check", brand), {"state": written.state("<script>alert(1)</script>", [bluesky])}))
        assert "<script>" not in page
        assert "&lt;script&gt;" in page

    def test_costs_the_same_for_many_accounts(self, bobs, brand, bluesky):
        few = [bluesky]
        many = [bluesky, *(written.account("bluesky", f"Otra {n}") for n in range(8))]
        counts = []
        for accounts in (few, many):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                bobs.post(url("check", brand), {"state": written.state("Hola", accounts)})
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestCrops:
    @pytest.fixture
    def terrace(self, brand, alice, in_brand):
        return keeping.add(brand, io.BytesIO(samples.jpeg((800, 600))), by=alice, name="Terraza.jpg")

    def check(self, client, brand, account, file, crop: str):
        media = [{"file": file.public_id, "alt": "Una terraza", "crop": crop}]
        state = json.dumps({"content": {"text": "Hola", "media": media}, "own": {account.public_id: {}}})
        return text(client.post(url("check", brand), {"state": state}))

    def test_the_preview_shows_the_part(self, bobs, brand, bluesky, terrace):
        page = self.check(bobs, brand, bluesky, terrace, "100,50,400,300")
        assert f"/media/{terrace.public_id}/crop/?ratio=100%2C50%2C400%2C300" in page
        assert "does not lie inside" not in page
        assert f"/media/{terrace.public_id}/preview/" in self.check(bobs, brand, bluesky, terrace, "")

    def test_a_part_outside_is_refused_in_words(self, bobs, brand, bluesky, terrace):
        page = self.check(bobs, brand, bluesky, terrace, "700,0,400,400")
        assert "The part of “Terraza.jpg” that was chosen does not lie inside it" in page
        assert "This is no part of a picture" in self.check(bobs, brand, bluesky, terrace, "../..")

    def test_by_hand_the_part_is_taken_along(self, bobs, bob, brand, terrace):
        hand = written.account("instagram", "Lumbre I", by_hand=True)
        use = FileUse(terrace.public_id, "", "100,50,400,300")
        post = written.draft(brand, bob, "Hola", hand, media=(use,), when=written.AT)
        row = written.publications(post)[hand.public_id]
        page = text(bobs.get(url("by_hand", brand, post=post.public_id, publication=row.public_id)))
        assert f"/media/{terrace.public_id}/crop/?ratio=100%2C50%2C400%2C300&amp;full=1" in page


class TestScheduling:
    def test_lets_it_go(self, bobs, bob, brand, bluesky):
        post = written.draft(brand, bob, "Hola", bluesky, when=written.AT)
        answer = bobs.post(url("schedule", brand, post=post.public_id))
        assert answer["Location"] == url("post", brand, post=post.public_id)
        post = saved(brand)
        assert (post.stage, post.scheduled_by) == ("scheduled", bob)
        assert [row.state for row in written.publications(post).values()] == ["waiting"]

    def test_what_a_network_would_refuse_is_not_let_go(self, bobs, bob, brand, bluesky):
        post = written.draft(brand, bob, "a" * 301, bluesky, when=written.AT)
        page = text(bobs.post(url("schedule", brand, post=post.public_id), follow=True))
        assert "would not take it: The text is too long" in page
        assert saved(brand).stage == "draft"

    def test_a_change_keeps_it_scheduled_as_it_is_now(self, bobs, bob, brand, bluesky):
        post = written.draft(brand, bob, "Hola", bluesky, when=written.AT)
        bobs.post(url("schedule", brand, post=post.public_id))
        before, version = written.publications(post)[bluesky.public_id].digest, saved(brand).version
        at = {"day": "2031-03-05", "time": "09:00"}
        sent = {"state": written.state("Adiós", [bluesky], **at), "version": version}
        answer = bobs.post(url("edit", brand, post=post.public_id), sent)
        assert (answer.status_code, answer.json()["stage"]) == (200, "scheduled")
        row = written.publications(post)[bluesky.public_id]
        assert (row.state, row.digest != before) == ("waiting", True)

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            (("a" * 301, True), "Bluesky @lumbre would not take it: The text is too long: 301 of 300"),
            (("Adiós", False), "This post goes nowhere yet"),
            (("", True), "There is nothing in it yet"),
        ],
    )
    def test_a_change_that_cannot_go_out_is_kept_and_takes_it_back(self, bobs, bob, brand, bluesky, said, why):
        post = written.draft(brand, bob, "Hola", bluesky, when=written.AT)
        bobs.post(url("schedule", brand, post=post.public_id))
        (words, somewhere), at = said, {"day": "2031-03-05", "time": "09:00"}
        state = written.state(words, [bluesky] if somewhere else [], **at)
        sent = {"state": state, "version": saved(brand).version}
        answer = bobs.post(url("edit", brand, post=post.public_id), sent)
        assert (answer.status_code, answer.json()["stage"], answer.json()["taken_back"]) == (200, "draft", True)
        assert answer.json()["said"].startswith("Saved, and it is a draft again: it will not go out. ")
        assert why in answer.json()["said"]
        post = saved(brand)
        assert (post.stage, post.content.get("text", ""), post.wall_date) == ("draft", words, written.AT.day)
        assert {row.state for row in written.publications(post).values()} <= {"draft"}

    def test_an_old_version_that_cannot_go_out_takes_it_back_and_says_so(self, bobs, bob, brand, bluesky):
        post = written.draft(brand, bob, "a" * 301, bluesky, when=written.AT)
        short = written.wanted("Hola", bluesky, when=written.AT)
        drafting.save(post, short, seen=post.version, by=bob, apart=True)
        bobs.post(url("schedule", brand, post=post.public_id))
        answer = bobs.post(url("restore_revision", brand, post=post.public_id), {"number": 1}, follow=True)
        assert "It was scheduled and is a draft again: it will not go out. Bluesky @lumbre would not" in text(answer)
        assert (saved(brand).stage, saved(brand).content) == ("draft", {"text": "a" * 301})

    def test_the_api_says_so_too(self, bobs, bob, brand, bluesky):
        post = written.draft(brand, bob, "Hola", bluesky, when=written.AT)
        bobs.post(url("schedule", brand, post=post.public_id))
        address = f"/api/v1/brands/{brand.public_id}/posts/{post.public_id}/"

        def change(said: str) -> dict:
            sent = {"content": {"text": said}, "version": saved(brand).version}
            return bobs.patch(address, json.dumps(sent), content_type="application/json").json()

        told = change("Adiós")
        assert (told["stage"], told["taken_back"]) == ("scheduled", "")
        told = change("a" * 301)
        assert (told["stage"], told["content"]) == ("draft", {"text": "a" * 301})
        assert told["taken_back"].startswith("Bluesky @lumbre would not take it: The text is too long")

    def test_a_post_on_its_way_refuses_changes_in_words(self, bobs, bob, brand, bluesky):
        post = written.draft(brand, bob, "Hola", bluesky, when=written.AT)
        Publication.objects.filter(post=post).update(state="running", armed_at=post.created_at)
        sent = {"state": written.state("Adiós", [bluesky]), "version": post.version}
        answer = bobs.post(url("edit", brand, post=post.public_id), sent)
        assert answer.status_code == 422
        assert "going out right now" in answer.json()["message"]
        assert saved(brand).content == {"text": "Hola"}


class TestWho:
    @pytest.mark.parametrize("role", [Role.ANALYST])
    def test_who_only_reads_does_not_write(self, bobs, brand, bluesky):
        assert bobs.get(url("new", brand)).status_code == 403
        assert bobs.post(url("new", brand), {"state": written.state("x", [bluesky])}).status_code == 403
        assert not Post.objects.exists()


class TestTools:
    def test_reads_times(self, bobs, brand):
        answer = bobs.get(url("when", brand), {"said": "el 5 de marzo de 2030 a las 9"}).json()
        assert (answer["day"], answer["time"]) == ("2030-03-05", "09:00")
        assert "did not understand" in bobs.get(url("when", brand), {"said": "<b>"}).json()["message"]

    def test_the_next_free_slot(self, bobs, brand, bluesky):
        assert "No slot is free" in bobs.get(url("next_slot", brand)).json()["message"]
        for weekday in range(7):
            Slot.objects.create(weekday=weekday, at=time(9))
        answer = bobs.get(url("next_slot", brand), {"account": bluesky.public_id}).json()
        assert answer["time"] == "09:00"

    def test_marks_links(self, bobs, brand, bluesky):
        given = {"source": "{network}", "medium": "social", "campaign": "{campaign}", "called": "20 años"}
        sent = {"text": "Mira https://lumbre.example/x?a=1.", "account": bluesky.public_id, **given}
        expected = "https://lumbre.example/x?a=1&utm_source=bluesky&utm_medium=social&utm_campaign=20-anos"
        assert bobs.post(url("mark", brand), sent).json() == {"text": f"Mira {expected}."}
        assert bobs.post(url("mark", brand), {**sent, "text": "nada"}).status_code == 422

    def test_groups_of_hashtags(self, bobs, brand, bluesky):
        bobs.post(url("hashtags", brand), {"name": "Café", "tags": "#café especialidad #café 2026"})
        assert "#café #especialidad" in text(bobs.get(url("new", brand)))
        again = bobs.post(url("hashtags", brand), {"name": "CAFE", "tags": "x"})
        assert (again.status_code, "already" in text(again)) == (422, True)


def test_the_state_survives_the_page(bobs, bob, brand, bluesky):
    hostile = "</script><script>alert(1)</script>"
    post = written.draft(brand, bob, hostile, bluesky)
    page = bobs.get(url("edit", brand, post=post.public_id)).content.decode()
    assert hostile not in page
    held = page.split('id="composer-state"', 1)[1].split(">", 1)[1].split("</script>", 1)[0]
    assert json.loads(held)["content"]["text"] == hostile
