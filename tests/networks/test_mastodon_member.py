"""Mastodon with an account of one's own: signing in on any instance, publishing once, figures, what was said to it."""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from core import http
from networks import errors, registry
from networks.accounts import Login
from networks.mastodon import joining
from networks.publishing import Media, Part, Place, Poll, Sent
from networks.types import Capability
from tests.networks.mastodon_fake import Instance, serve

BACK = "http://127.0.0.1:8000/channels/back"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PART = Part("0123456789abc-1", "Mañana abrimos & a las <9> #café", NOW, languages=("es",))


@pytest.fixture
def instance(settings):
    there = Instance()
    with serve(there) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there.base = f"http://127.0.0.1:{server.server_port}"
        there.host = f"127.0.0.1:{server.server_port}"
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({there.host})
        yield there
        server.shutdown()


@pytest.fixture
def mastodon():
    return registry.connector("mastodon")


@pytest.fixture
def login(instance, mastodon) -> Login:
    token = instance.members.sign_in("ana")
    return as_login(mastodon.check(Login("", "", instance.base, {"token": token})))


@pytest.fixture
def lossy(monkeypatch):
    """After `lossy.append(True)`, the next POST is carried out and its answer lost."""
    losing: list[bool] = []
    exchange = http.sessions.fetching.exchange

    def losing_exchange(method, *asked, **how):
        answer = exchange(method, *asked, **how)
        if losing and method == "POST" and losing.pop():
            raise http.NoAnswer("lost on the way")
        return answer

    monkeypatch.setattr(http.sessions.fetching, "exchange", losing_exchange)
    return losing


def as_login(identity) -> Login:
    return Login(identity.external_id, identity.handle, identity.base, identity.secret, identity.facts)


def publish(mastodon, login, part) -> Sent:
    return mastodon.commit(login, part, mastodon.prepare(login, part))


def shown(instance, sent) -> dict:
    return instance.statuses[int(sent.proof["id"])]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def agree(url: str, answer: str = "yes") -> dict[str, str]:
    """Press a button on the instance's page; the parameters that the person comes back with."""
    urllib.request.urlopen(url, timeout=5).read()
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))
    body = urllib.parse.urlencode({**asked, "answer": answer}).encode()
    try:
        urllib.request.build_opener(_Stay).open(url.partition("?")[0], body, timeout=5)
    except urllib.error.HTTPError as error:
        back = error.headers["Location"]
    assert back.startswith(BACK)
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query))


class TestConnecting:
    def test_by_a_journey_to_the_instance(self, instance, mastodon):
        journey = mastodon.begin({"instance": instance.base}, redirect_url=BACK, state="xyz")
        assert journey.url.startswith(f"{instance.base}/oauth/authorize?response_type=code&client_id=")
        assert journey.kept["client_secret"] not in journey.url + repr(journey)
        answer = agree(journey.url)
        assert answer["state"] == "xyz"
        identity = mastodon.finish(journey.kept, answer, redirect_url=BACK)
        number = instance.account("ana")["id"]
        assert (identity.external_id, identity.handle) == (f"{number}@{instance.host}", "@ana@127.0.0.1")
        assert (identity.name, identity.expires_at, identity.lacks) == ("Ana", None, {})
        assert (identity.facts["characters"], identity.facts["polls"]) == (500, 4)
        assert identity.followers == instance.account("ana")["followers_count"] == 30
        assert identity.secret["token"] not in repr(identity)
        assert mastodon.check(as_login(identity)) == identity == mastodon.refresh(as_login(identity))

    def test_a_code_works_once_and_with_its_proof_only(self, instance, mastodon):
        journey = mastodon.begin({"instance": instance.base}, redirect_url=BACK, state="xyz")
        answer = agree(journey.url)
        with pytest.raises(errors.Rejected):
            mastodon.finish({**journey.kept, "verifier": "another"}, answer, redirect_url=BACK)
        with pytest.raises(errors.Rejected):
            mastodon.finish(journey.kept, answer, redirect_url=BACK)

    def test_somebody_says_no(self, instance, mastodon):
        journey = mastodon.begin({"instance": instance.base}, redirect_url=BACK, state="xyz")
        with pytest.raises(errors.NotAllowed):
            mastodon.finish(journey.kept, agree(journey.url, "no"), redirect_url=BACK)

    def test_a_token_that_may_not_write(self, instance, mastodon):
        token = instance.members.sign_in("ana", "read")
        identity = mastodon.check(Login("", "", instance.base, {"token": token, "scope": "read"}))
        assert identity.lacks == {Capability.PUBLISH: joining.MAY_NOT_WRITE}
        with pytest.raises(errors.NotAllowed):
            publish(mastodon, as_login(identity), PART)
        assert instance.members.posts == 0

    def test_a_token_that_was_revoked(self, instance, mastodon, login):
        instance.members.tokens.clear()
        with pytest.raises(errors.AuthExpired):
            mastodon.check(login)
        with pytest.raises(errors.AuthExpired):
            mastodon.commit(login, PART, {"key": "k", "after": "", "media": []})

    @pytest.mark.parametrize(
        ("typed", "base"),
        [
            ("mastodon.social", "https://mastodon.social"),
            (" Mastodon.Social/ ", "https://mastodon.social"),
            ("https://mastodon.social/@ana", "https://mastodon.social"),
            ("@ana@mastodon.social", "https://mastodon.social"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ],
    )
    def test_how_people_write_an_instance(self, typed, base):
        assert joining._base(typed) == base

    @pytest.mark.parametrize(
        "typed", ["", "ana", "https://", "ftp://mastodon.social", "http://a@b.example", "http://["]
    )
    def test_what_is_no_instance(self, typed):
        with pytest.raises(errors.Rejected):
            joining._base(typed)

    def test_an_instance_in_a_private_network_is_not_asked(self, mastodon):
        with pytest.raises(errors.Rejected, match="private"):
            mastodon.begin({"instance": "http://10.0.0.1"}, redirect_url=BACK, state="x")


class TestPublishing:
    def test_a_status_with_everything(self, instance, mastodon, login):
        part = replace(
            PART,
            media=(Media("image/png", "Una taza", 4, lambda **_: (b"\x89PNG", "image/png")),),
            warning="Comida",
            options={"visibility": "unlisted"},
        )
        sent = publish(mastodon, login, part)
        status = shown(instance, sent)
        assert status["content"] == "<p>Mañana abrimos &amp; a las &lt;9&gt; #café</p>"
        assert (status["visibility"], status["spoiler_text"], status["language"]) == ("unlisted", "Comida", "es")
        assert [(m["type"], m["description"], m["size"]) for m in status["media_attachments"]] == [
            ("image", "Una taza", 4)
        ]
        assert (sent.external_id, sent.url) == (status["uri"], status["url"])

    def test_a_poll(self, instance, mastodon, login):
        sent = publish(mastodon, login, replace(PART, poll=Poll(("Sí", "No"), hours=48, multiple=True)))
        assert shown(instance, sent)["poll"] == {"options": [{"title": "Sí"}, {"title": "No"}], "multiple": True}

    def test_a_thread(self, instance, mastodon, login):
        first = publish(mastodon, login, PART)
        second = publish(mastodon, login, replace(PART, key="k-2", place=Place.THREAD, first=first, before=first))
        third = publish(mastodon, login, replace(PART, key="k-3", place=Place.THREAD, first=first, before=second))
        assert [shown(instance, s)["in_reply_to_id"] for s in (first, second, third)] == [
            None,
            first.proof["id"],
            second.proof["id"],
        ]
        comment = publish(mastodon, login, replace(PART, key="k-4", place=Place.COMMENT, first=first))
        assert shown(instance, comment)["in_reply_to_id"] == first.proof["id"]

    def test_while_the_instance_works_on_a_picture_nothing_is_sent(self, instance, mastodon, login):
        instance.members.working = 2
        part = replace(PART, media=(Media("video/mp4", "", 4, lambda **_: (b"mp4!", "video/mp4")),))
        handle = mastodon.prepare(login, part)
        for _ in range(2):
            with pytest.raises(errors.NotReady) as caught:
                mastodon.commit(login, part, handle)
            assert caught.value.until is not None
            assert instance.members.posts == 0
        mastodon.commit(login, part, handle)
        assert (instance.members.posts, len(instance.members.media)) == (1, 1)

    def test_what_the_instance_refuses_is_told_in_its_words(self, instance, mastodon, login):
        with pytest.raises(errors.Rejected, match="character limit of 500"):
            publish(mastodon, login, replace(PART, text="a" * 501))
        broken = Media("image/png", "", 0, lambda **_: (b"", "image/png"))
        with pytest.raises(errors.Rejected, match="content type is invalid"):
            mastodon.prepare(login, replace(PART, media=(broken,)))
        assert instance.members.posts == 0


class TestOnce:
    def test_the_same_key_within_the_hour_gives_the_same_status(self, instance, mastodon, login):
        handle = mastodon.prepare(login, PART)
        sent = mastodon.commit(login, PART, handle)
        assert mastodon.commit(login, PART, handle) == sent
        assert instance.members.posts == 1

    def test_a_lost_answer_is_found(self, instance, mastodon, login, lossy):
        instance.post("Otra cosa", by="ana")
        handle = mastodon.prepare(login, PART)
        assert mastodon.look_up(login, PART, handle).absent
        lossy.append(True)
        with pytest.raises(errors.OutcomeUnknown):
            mastodon.commit(login, PART, handle)
        found = mastodon.look_up(login, PART, handle).found
        assert found == mastodon.commit(login, PART, handle)
        assert instance.members.posts == 1

    def test_after_the_hour_the_look_up_decides(self, instance, mastodon, login, lossy):
        with time_machine.travel(NOW, tick=True) as clock:
            handle = mastodon.prepare(login, PART)
            lossy.append(True)
            with pytest.raises(errors.OutcomeUnknown):
                mastodon.commit(login, PART, handle)
            clock.shift(timedelta(hours=2))
            assert mastodon.look_up(login, PART, handle).found
            assert instance.members.posts == 1

    def test_the_same_text_of_last_week_is_not_it(self, instance, mastodon, login):
        publish(mastodon, login, PART)
        again = replace(PART, key="0123456789abd-1")
        handle = mastodon.prepare(login, again)
        assert mastodon.look_up(login, again, handle).absent

    def test_nor_is_what_differs_in_a_little(self, instance, mastodon, login):
        handle = mastodon.prepare(login, PART)
        for other in (replace(PART, text=f"{PART.text}."), replace(PART, warning="Ojo")):
            publish(mastodon, login, replace(other, key=f"k-{other.warning}"))
        first = publish(mastodon, login, replace(PART, key="k-9", text="Primero"))
        publish(mastodon, login, replace(PART, key="k-8", place=Place.THREAD, first=first, before=first))
        assert mastodon.look_up(login, PART, handle).absent

    def test_it_is_found_behind_many_others(self, instance, mastodon, login):
        publish(mastodon, login, replace(PART, key="k-0", text="Antes"))
        handle = mastodon.prepare(login, PART)
        for number in range(60):
            instance.post(f"Nativo {number}", by="ana")
        sent = mastodon.commit(login, PART, handle)
        assert mastodon.look_up(login, PART, handle).found == sent

    def test_behind_too_many_nobody_knows(self, instance, mastodon, login):
        publish(mastodon, login, replace(PART, key="k-0", text="Antes"))
        handle = mastodon.prepare(login, PART)
        for number in range(200):
            instance.post(f"Nativo {number}", by="ana")
        verdict = mastodon.look_up(login, PART, handle)
        assert (verdict.found, verdict.absent) == (None, False)
        assert verdict.evidence


class TestAfterwards:
    def test_figures(self, instance, mastodon, login):
        sent = publish(mastodon, login, PART)
        assert mastodon.metrics(login, sent).values == {"likes": 0, "reposts": 0, "replies": 0}
        shown(instance, sent).update(favourites_count=3, reblogs_count=2, quotes_count=1)
        assert mastodon.metrics(login, sent).values == {"likes": 3, "reposts": 2, "replies": 0, "quotes": 1}
        known_elsewhere = Sent(sent.external_id, sent.url)
        assert mastodon.metrics(login, known_elsewhere).values["likes"] == 3
        instance.delete(int(sent.proof["id"]))
        assert mastodon.metrics(login, sent).gone

    def test_what_was_said_to_the_account(self, instance, mastodon, login):
        for number in range(3):
            instance.members.say_to("ana", f"@ana hola {number}")
        instance.members.say_to("carlos", "@carlos hola")
        page = mastodon.notifications(login, {})
        assert [item.text for item in page.items] == ["@ana hola 2", "@ana hola 1", "@ana hola 0"]
        assert mastodon.notifications(login, page.cursor).items == ()
        for number in range(90):
            instance.members.say_to("ana", f"@ana otra {number}")
        page = mastodon.notifications(login, page.cursor)
        assert len({item.external_id for item in page.items}) == 90
        assert mastodon.notifications(login, page.cursor).items == ()

    def test_what_the_instance_finds(self, instance, mastodon, login):
        instance.post("El café de Lumbre", by="bea")
        instance.post("Otra cosa", by="bea")
        page = mastodon.search(login, "lumbre", {})
        assert [item.text for item in page.items] == ["El café de Lumbre"]
        instance.post("Lumbre otra vez", by="bea")
        assert [item.text for item in mastodon.search(login, "lumbre", page.cursor).items] == ["Lumbre otra vez"]

    def test_what_the_account_said_by_us_or_natively(self, instance, mastodon, login):
        sent = publish(mastodon, login, PART)
        instance.post("Desde el móvil", by="ana")
        instance.post("De otra", by="bea")
        page = mastodon.own_posts(login, {})
        assert {item.external_id: item.text for item in page.items}[sent.external_id] == PART.text
        assert {item.text for item in page.items} == {PART.text, "Desde el móvil"}
        instance.post("Y otra", by="ana")
        assert "Y otra" in [item.text for item in mastodon.own_posts(login, page.cursor).items]
