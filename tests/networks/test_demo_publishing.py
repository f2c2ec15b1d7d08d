"""Publishing on the demo network: the same key once, figures that grow and never shrink, kept over a restart."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine

from core import http
from networks import errors, registry
from networks.accounts import Login
from networks.demo.published import Kept
from networks.demo.server import serve
from networks.demo.wsgi import LABEL
from networks.publishing import Media, Part, Place, Sent

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PART = Part(
    "0123456789abc-1", "Abrimos <mañana>", NOW, media=(Media("image/png", "Una taza", 1, lambda **_: (b"", "")),)
)


@pytest.fixture
def served(settings, tmp_path):
    settings.CMHUB_OUTBOUND_ALLOW = frozenset()
    with serve(0, tmp_path / "demo.jsonl") as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CMHUB_DEMO_NETWORK_URL = f"http://127.0.0.1:{server.server_port}"
        yield registry.connector("demo")
        server.shutdown()


@pytest.fixture
def login(served) -> Login:
    identity = served.connect({"name": "Café Lumbre"})
    return Login(identity.external_id, identity.handle, identity.base, identity.secret)


def publish(demo, login, part) -> Sent:
    return demo.commit(login, part, demo.prepare(login, part))


def test_any_name_is_an_account(served, login):
    assert (login.external_id, login.handle) == ("demo-account-cafe-lumbre", "@cafe-lumbre")
    assert served.check(login).external_id == login.external_id
    assert served.refresh(login).secret == login.secret
    with pytest.raises(errors.Rejected):
        served.connect({"name": " "})
    with pytest.raises(errors.Rejected):
        served.connect({"name": "!!"})


def test_followers_come_and_go_by_the_day(served, login):
    counted = []
    for day in range(60):
        with time_machine.travel(NOW + timedelta(days=day), tick=False):
            counted.append(served.check(login).followers)
            assert served.check(login).followers == counted[-1]
    assert counted[0] > 200
    assert counted[-1] > counted[0]
    assert len(set(counted)) > 30


def test_another_accounts_token_opens_nothing(served, login):
    other = replace(login, external_id="demo-account-otra")
    for call in (lambda: served.check(other), lambda: publish(served, other, PART)):
        with pytest.raises(errors.AuthExpired):
            call()
    assert served.own_posts(login, {}).items == ()


def test_the_same_key_is_one_post(served, login, tmp_path):
    handle = served.prepare(login, PART)
    assert served.look_up(login, PART, handle).absent
    sent = served.commit(login, PART, handle)
    assert served.commit(login, PART, handle) == sent == served.look_up(login, PART, handle).found
    kept = Kept(tmp_path / "demo.jsonl")
    assert [post.text for post in kept.of(login.external_id)] == [PART.text]


def test_half_a_line_of_a_crash_is_no_post(served, login, tmp_path):
    publish(served, login, PART)
    with (tmp_path / "demo.jsonl").open("a") as file:
        file.write('\n{"account": "demo-account-caf')
    assert len(Kept(tmp_path / "demo.jsonl").of(login.external_id)) == 1


def test_people_see_it_labelled(served, login, settings):
    sent = publish(served, login, PART)
    page = http.fetch(sent.url, guarded=False).body.decode()
    assert LABEL in page
    assert "Abrimos &lt;mañana&gt;" in page
    assert "Una taza" in page


def test_figures_grow_and_never_shrink(served, login):
    with time_machine.travel(NOW, tick=False) as clock:
        sent = publish(served, login, PART)
        seen = [served.metrics(login, sent).values]
        for hours in (0.25, 1, 6, 24, 24 * 29):
            clock.shift(timedelta(hours=hours))
            seen.append(served.metrics(login, sent).values)
    assert seen[0] == {"views": 0, "likes": 0, "reposts": 0, "replies": 0}
    assert all(a[name] <= b[name] for a, b in pairwise(seen) for name in a)
    assert seen[-1]["views"] >= 300
    assert served.metrics(login, Sent("demo-post-nothing")).gone


def test_a_thread_and_what_the_account_said(served, login):
    first = publish(served, login, PART)
    publish(served, login, replace(PART, key="k-2", text="Segundo", place=Place.THREAD, first=first, before=first))
    items = served.own_posts(login, {}).items
    assert [(i.text, i.kind, i.reply_to) for i in items] == [
        (PART.text, "post", ""),
        ("Segundo", "comment", first.external_id),
    ]
    assert items[0].external_id == first.external_id


def test_without_anything_to_show(served, login):
    with pytest.raises(errors.Rejected, match="needs a key"):
        publish(served, login, replace(PART, text=" ", media=()))
