"""People on Mastodon and Bluesky post, edit and delete at random while they are polled: what is listed is what the
network shows, in its words, and the counters agree."""

from __future__ import annotations

import random
from contextlib import contextmanager
from datetime import timedelta

import pytest

from core import clock, jobs
from monitoring import polling
from monitoring.models import HourlyCount, Mention, Source
from networks.bluesky import connector as bluesky
from networks.mastodon import connector as mastodon
from tests.monitoring import factories
from tests.monitoring.factories import NOON
from tests.networks.bluesky_fake import AppView
from tests.networks.mastodon_fake import Instance
from tests.networks.mastodon_member import Request

TAG = "café"


class OnMastodon:
    """A hashtag of an instance."""

    network, address = "mastodon", f"#{TAG} mastodon.example"

    def __init__(self, monkeypatch) -> None:
        self.instance = Instance()

        def get(path, params):
            asked = Request("GET", path.replace("%C3%A9", "é"), dict(params), {}, {}, token="", key="")
            status, answer, _ = self.instance._answer(asked, "")
            assert status == 200
            return answer

        monkeypatch.setattr(mastodon, "instance", lambda base: get)

    def post(self, text):
        return self.instance.post(text, tags=[TAG])

    def edit(self, number, text):
        self.instance.edit(number, text)

    def delete(self, number):
        self.instance.delete(number)

    @property
    def shown(self):
        return {row["uri"]: row["content"][3:-4] for row in self.instance.statuses.values()}


class OnBluesky:
    """An account. Posts cannot be edited there."""

    network, address = "bluesky", "ana.example"

    def __init__(self, monkeypatch) -> None:
        self.view = AppView()

        @contextmanager
        def appview():
            def ask(method, params):
                status, answer, _ = self.view._answer(method, {k: str(v) for k, v in params.items()})
                assert status == 200
                return answer

            yield ask

        monkeypatch.setattr(bluesky, "appview", appview)

    def post(self, text):
        return self.view.post(text)

    def edit(self, uri, text):
        pass

    def delete(self, uri):
        self.view.delete(uri)

    @property
    def shown(self):
        return {row["post"]["uri"]: row["post"]["record"]["text"] for row in self.view.posts.values()}


@pytest.fixture
def now(monkeypatch):
    """A clock that stands until a test moves it."""
    at = [NOON]
    monkeypatch.setattr(clock, "now", lambda: at[0])

    def move(**by):
        at[0] += timedelta(**by)

    return move


@pytest.fixture(params=[OnMastodon, OnBluesky])
def talk(request, monkeypatch, lumbre):
    talk = request.param(monkeypatch)
    factories.source(lumbre, talk.address, network=talk.network)
    return talk


def polls(times: int, now) -> None:
    for _ in range(times):
        now(minutes=2)
        Source.objects.update(not_before=clock.now())
        (source,) = jobs.claim_due(polling.queue(), limit=1)
        assert polling.poll(source) is not None


def listed() -> dict[str, str]:
    return {m.external_id: m.text for m in Mention.objects.filter(gone_at=None)}


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_listed_is_what_is_shown(talk, now, seed):
    rng = random.Random(seed)
    alive = []
    for turn in range(80):
        now(seconds=30)
        what = rng.random()
        recent = alive[-15:]
        if what < 0.7 or not recent:
            alive.append(talk.post(f"Dicho {turn}"))
        elif what < 0.85:
            talk.edit(rng.choice(recent), f"Cambiado {turn}")
        else:
            talk.delete(gone := rng.choice(recent))
            alive.remove(gone)
        if rng.random() < 0.3:
            polls(1, now)
    polls(3, now)
    assert listed() == talk.shown
    assert len(listed()) > 35
    assert sum(HourlyCount.objects.filter(topic=None).values_list("n", flat=True)) == len(listed())


def test_after_a_long_pause_nothing_is_left_out(talk, now):
    talk.post("Antes")
    polls(1, now)
    for number in range(1500):
        now(seconds=20)
        talk.post(f"Dicho {number}")
    polls(5, now)
    assert listed() == talk.shown
