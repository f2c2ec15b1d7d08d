"""The demo network: the same for the same clock, believable, and served like any other."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine

from networks.demo import texts
from networks.demo.connector import Demo
from networks.demo.publishing import NOT_SERVED
from networks.demo.server import serve
from networks.demo.timeline import CHANGES_WITHIN, DENSE, HISTORY, posts
from networks.errors import Gone, Unavailable

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def since(*, now: datetime = NOW, wave: datetime | None = None, **back: float):
    return list(posts("lumbre", now - timedelta(**back), now, wave=wave))


@pytest.fixture
def served(settings):
    with serve(0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CMHUB_DEMO_NETWORK_URL = f"http://127.0.0.1:{server.server_port}"
        settings.CMHUB_OUTBOUND_ALLOW = frozenset()
        yield Demo()
        server.shutdown()


class TestTimeline:
    def test_the_same_clock_shows_the_same(self):
        assert since(days=2) == since(days=2)
        assert since(hours=1) == [p for p in since(days=2) if p.posted_at >= NOW - timedelta(hours=1)]
        assert since(hours=1) != list(posts("lumbre", NOW - timedelta(hours=1), NOW, seed=2))

    def test_a_post_comes_every_ten_to_forty_seconds(self):
        gaps = [b.posted_at - a.posted_at for a, b in pairwise(since(minutes=4, now=NOW))]
        later = since(minutes=4, now=NOW + timedelta(hours=3))
        assert gaps
        assert min(gaps) >= timedelta(seconds=10)
        assert max(gaps) <= timedelta(seconds=2 * 38)  # one in fifty was deleted
        assert len(later) >= 8

    def test_history_reaches_two_weeks_and_follows_the_day(self):
        listed = since(days=60)
        assert NOW - HISTORY <= listed[0].posted_at < NOW - HISTORY + timedelta(hours=3)
        assert 2_500 < len(listed) < 6_000
        by_hour = Counter(p.posted_at.hour for p in listed if p.posted_at < NOW - DENSE)
        assert by_hour[8] > 4 * by_hour[3]

    def test_languages_and_moods_are_mixed(self):
        listed = since(days=14)
        share = {language: n / len(listed) for language, n in Counter(p.language for p in listed).items()}
        assert share == {
            "es": pytest.approx(0.7, abs=0.08),
            "en": pytest.approx(0.2, abs=0.07),
            "pt": pytest.approx(0.1, abs=0.06),
        }
        assert {p.kind for p in listed} == {"post", "comment", "review"}
        assert all((p.reply_to != "") == (p.kind == "comment") for p in listed)
        assert all((p.reach is None) == (p.kind == "review") for p in listed)

    def test_people_speak_one_language_and_some_have_more_to_say(self):
        listed = since(days=14)
        spoken = {(p.author.id, p.language) for p in listed}
        assert len(spoken) == len({p.author.id for p in listed}) > 200
        assert Counter(p.author.id for p in listed).most_common(1)[0][1] > 20

    def test_a_page_of_fifty_looks_real(self):
        listed = since(days=14)[-50:]
        assert len({p.text for p in listed}) >= 48
        assert not [p.text for p in listed if "{" in p.text or "  " in p.text]

    def test_there_are_many_texts(self):
        templates = [t for moods in texts.TEXTS.values() for mood in moods.values() for t in mood]
        templates += [t for replies in texts.REPLIES.values() for t in replies]
        assert len(set(templates)) == len(templates) >= 120

    def test_some_are_edited_and_some_deleted_soon_after(self):
        before = {p.id: p for p in since(days=1)}
        at_once = {}
        for minutes in range(0, 120, 2):  # each as it stood when it was new
            then = NOW - timedelta(minutes=minutes)
            at_once |= {p.id: p for p in posts("lumbre", then - timedelta(minutes=2), then)}
        deleted = [i for i, p in at_once.items() if i not in before and p.posted_at < NOW - CHANGES_WITHIN]
        edited = [i for i, p in at_once.items() if i in before and before[i].text != p.text]
        assert deleted
        assert edited
        assert all(before[i].edited_at and before[i].text.startswith(at_once[i].text) for i in edited)

    def test_a_wave_brings_complaints(self):
        start = NOW - timedelta(hours=1)
        calm, wave = since(minutes=59), since(minutes=59, wave=start)
        assert sum("cobr" in p.text or "charge" in p.text for p in wave) > 10 + sum("cobr" in p.text for p in calm)
        old = since(days=14, wave=NOW - timedelta(days=3))
        assert len(old) > len(since(days=14)) + 100  # a wave in the past is not thinned

    def test_a_brand_that_nobody_knows(self):
        with pytest.raises(KeyError):
            next(posts("nadie", NOW - timedelta(hours=1), NOW))


class TestServed:
    def test_history_first_then_what_is_new(self, served):
        with time_machine.travel(NOW, tick=False):
            first = served.poll("", {})
        with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
            second = served.poll("", first.cursor)
        assert 2_500 < len(first.items) < 6_000
        assert first.complete_since == NOW - DENSE
        assert second.complete_since == NOW - CHANGES_WITHIN
        known, now_there = {i.external_id for i in first.items}, {i.external_id for i in second.items}
        assert len(now_there - known) >= 7
        assert {i.external_id for i in second.items if i.posted_at <= second.complete_since} == set()

    def test_what_is_missing_was_deleted(self, served):
        """Item by item, over an hour of polls: what a poll no longer shows, the timeline does not have either."""
        cursor, known, gone = {}, {}, set()
        for minute in range(0, 60, 3):
            with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
                page = served.poll("lumbre", cursor)
            cursor, shown = page.cursor, {i.external_id for i in page.items}
            gone |= {i for i, at in known.items() if at > page.complete_since and i not in shown}
            known |= {i.external_id: i.posted_at for i in page.items}
        there = {p.id for p in posts("lumbre", NOW - timedelta(hours=1), NOW + timedelta(minutes=57))}
        assert gone
        assert gone & there == set()

    def test_an_item_is_whole(self, served):
        with time_machine.travel(NOW, tick=False):
            item = served.poll("http://127.0.0.1:1/?brand=lumbre", {}).items[-1]
        assert item.external_id.startswith("demo-")
        assert item.posted_at is not None
        assert item.author is not None
        assert item.author.handle.startswith("@")
        assert item.language in ("es", "en", "pt")

    def test_the_wave_is_asked_for_in_the_address(self, served):
        with time_machine.travel(NOW, tick=False):
            calm, wave = served.poll("", {}), served.poll("?wave=2026-11-20T09:00:00Z", {})
        assert len(wave.items) > len(calm.items) + 100

    def test_a_brand_that_nobody_knows(self, served):
        with pytest.raises(Gone):
            served.poll("?brand=nadie", {})

    def test_not_served_is_told(self, settings):
        settings.CMHUB_DEMO_NETWORK_URL = ""
        with pytest.raises(Unavailable, match=NOT_SERVED):
            Demo().poll("", {})
