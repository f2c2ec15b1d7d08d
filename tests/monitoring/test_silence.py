"""A source that should have spoken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brands import notices
from brands.models import Notice
from core import clock
from monitoring import silence, sources
from monitoring.models import Mention
from tests.monitoring import factories
from tests.monitoring.factories import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def said(source, *ago):
    now = clock.now()
    for n, span in enumerate(ago):
        Mention.objects.create(
            network="feed", external_id=f"{source.pk}/{n}", source=source, posted_at=now - span, first_seen_at=now
        )


@pytest.mark.parametrize(
    ("pauses", "silent_for", "too_long"),
    [
        ([HOUR] * 12, 23 * HOUR, False),  # no source has to speak every day
        ([HOUR] * 12, 25 * HOUR, True),
        ([DAY] * 12, 30 * HOUR, False),
        ([DAY] * 12, 37 * HOUR, True),
        ([HOUR] * 11 + [10 * DAY], 14 * DAY, False),  # it was on holiday before
        ([HOUR] * 11 + [10 * DAY], 16 * DAY, True),
        ([timedelta(0)] * 12, 25 * HOUR, True),
    ],
)
def test_too_long_is_measured_by_the_source_itself(pauses, silent_for, too_long):
    moments = [NOON]
    for pause in pauses:
        moments.append(moments[-1] - pause)
    assert silence.silence(moments).too_long(NOON + silent_for) is too_long


def test_few_mentions_prove_nothing():
    assert silence.silence([NOON] * (silence.FEW - 1)) is None
    assert silence.silence([NOON] * silence.FEW) is not None


def test_a_silent_source_is_told_once_and_settled_when_it_speaks(lumbre, feed):
    said(feed, *(5 * DAY + n * HOUR for n in range(12)))
    owners = 1
    assert silence.check(lumbre) == owners
    assert silence.check(lumbre) == 0
    notice = Notice.objects.get()
    assert (notice.kind, notice.key) == (silence.SILENT, feed.public_id)
    assert "https://blog.example/feed" in notices.sentence(notice)
    said_now = Mention(network="feed", external_id="new", source=feed, posted_at=clock.now(), first_seen_at=clock.now())
    said_now.save()
    silence.check(lumbre)
    notice.refresh_from_db()
    assert notice.settled_at is not None


def test_a_lively_a_paused_and_a_young_source_are_left_in_peace(lumbre, feed):
    said(feed, *(n * HOUR for n in range(12)))
    paused = factories.source(lumbre, "https://paused.example/feed")
    said(paused, *(50 * DAY + n * HOUR for n in range(12)))
    sources.pause(paused)
    said(factories.source(lumbre, "https://young.example/feed"), 40 * DAY, 41 * DAY)
    assert silence.check(lumbre) == 0


def test_a_stopped_source_is_told_and_settled_when_resumed(lumbre, feed):
    feed.state = "failed"
    feed.save()
    assert silence.check(lumbre) == 1
    assert Notice.objects.get().kind == silence.STOPPED
    sources.resume(feed)
    silence.check(lumbre)
    assert silence.STOPPED not in {n.kind for n in Notice.objects.filter(settled_at=None)}
