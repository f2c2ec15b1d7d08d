"""Looking at the counts: which topic is out of the ordinary now, and has not been told of yet.

Only the last sixty minutes and the last two whole hours can raise an alert: after a standstill old news stays old. What
is usual is worked out anew from the counters each time (crisis.detection), so that nothing has to be kept, and nothing
can get out of step; only busy topics cost that. The row of a topic's Watch is held meanwhile: two workers raise one.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum

from brands import events, notices
from brands.models import Brand
from core import clock
from crisis import explaining, series, telling
from crisis.detection import RULES, Alarm, Detector, Rule, Sensitivity
from crisis.models import Alert, Watch
from crisis.series import FIVE, HOUR, Counted, Series
from monitoring.models import HourlyCount, Rematch, Topic

Metric, Scale = Alert.Metric, Alert.Scale
NOTICES = {Metric.VOLUME: "alert.volume", Metric.NEGATIVE: "alert.negative"}
_AT_FIVE = 3
"""The last hours are looked at by five minutes."""
_AT_LEAST = 100
"""Scored mentions, from which on a usual share of negative ones means something."""
_MORE, _POINTS = 1.3, 0.1
"""A share is out of the ordinary from so many times, and so much more than, the usual one."""
_AFAR = {Topic.Kind.COMPETITOR, Topic.Kind.MARKET}
_PICKS = {Metric.NEGATIVE: series.negative, Metric.VOLUME: series.everything}
"""The graver one first."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something out of the ordinary, and the hour in which it was."""

    metric: str
    scale: str
    alarm: Alarm
    since: datetime
    until: datetime
    share: float | None
    usual_share: float | None


def look(brand: Brand) -> list[Alert]:
    """Raise what is to be told now; returns the new alerts. Call in the brand's scope."""
    now = clock.now()
    raised = (_look_at(brand, topic, now) for topic in _busy(now))
    return [alert for alert in raised if alert]


def usual_watch(topic: Topic) -> Watch:
    """How `topic` is watched until somebody says otherwise, not saved: competitors and the market calmly."""
    sensitivity = Sensitivity.CALM if topic.kind in _AFAR else Sensitivity.NORMAL
    return Watch(brand_id=topic.brand_id, topic=topic, sensitivity=sensitivity)


def watch_of(topic: Topic) -> Watch:
    """The row of how `topic` is watched."""
    usual = {"brand_id": topic.brand_id, "sensitivity": usual_watch(topic).sensitivity}
    made: Watch = Watch.objects.get_or_create(topic=topic, defaults=usual)[0]
    return made


def rule_of(watch: Watch) -> Rule:
    """What an alarm of this topic asks for. Its sensitivity is not «off»."""
    rule = RULES[Sensitivity(watch.sensitivity)]
    if watch.fewest:
        rule = replace(rule, fewest=watch.fewest)
    return replace(rule, quiet=timedelta(hours=watch.quiet_hours)) if watch.quiet_hours else rule


def _busy(now: datetime) -> list[Topic]:
    """Topics with so many mentions lately that one could be told of."""
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    lately = HourlyCount.objects.filter(topic__in=list(topics), hour__gte=series.hour_of(now) - 2 * HOUR)
    sums = dict(lately.values_list("topic").annotate(n=Sum("n")))
    own = dict(Watch.objects.filter(fewest__isnull=False).values_list("topic", "fewest"))
    least = min(rule.fewest for rule in RULES.values())
    return [topics[pk] for pk, n in sorted(sums.items()) if n >= own.get(pk, least)]


@transaction.atomic
def _look_at(brand: Brand, topic: Topic, now: datetime) -> Alert | None:
    watch_of(topic)
    rows: QuerySet[Watch] = Watch.objects.filter(topic=topic).select_for_update(skip_locked=True, no_key=True)
    watch = rows.first()
    if watch is None or watch.sensitivity == Watch.Sensitivity.OFF or (watch.muted_until and watch.muted_until > now):
        return None
    if Rematch.objects.filter(topic=topic, state__in=(Rematch.State.WAITING, Rematch.State.RUNNING)).exists():
        return None  # its past is still being found
    rule = rule_of(watch)
    for found in _out_of_the_ordinary(brand, topic, rule, now):
        if not _told(topic, found, rule.quiet, now):
            return _raise(brand, topic, watch, found)
    return None


def _out_of_the_ordinary(brand: Brand, topic: Topic, rule: Rule, now: datetime) -> list[Found]:
    """What could be told, the gravest first; of several hours the latest."""
    known = series.of(brand, topic, now)
    if not known.hours:
        return []
    begins = series.hour_of(now) - _AT_FIVE * HOUR
    fine = series.by_five_minutes(topic, begins, now)
    shares = _usual_share(known, begins)
    found = []
    for metric, pick in _PICKS.items():
        past = Detector(replace(rule, quiet=timedelta()))
        for at, n in known.local(pick, until=begins):
            past.take(at, n)
        by_five, by_hour = deepcopy(past), past
        alarm = None
        for at, by in fine:
            alarm = by_five.take(at.astimezone(known.zone), pick(by))
        if alarm:
            found.append(_found(metric, Scale.FIVE, alarm, fine[-12:], FIVE, shares))
        hours = [(at, by) for at, by in known.hours if begins <= at < series.hour_of(now)]
        alarms = [by_hour.take(at.astimezone(known.zone), pick(by)) for at, by in hours]
        late = [(alarm, hour) for alarm, hour in zip(alarms, hours, strict=True) if alarm][-1:]
        found += [
            _found(metric, Scale.HOUR, alarm, [hour], HOUR, shares) for alarm, hour in late if hour[0] >= begins + HOUR
        ]
    return [one for one in found if one.metric == Metric.VOLUME or _grave(one)]


def _found(
    metric: str, scale: str, alarm: Alarm, hour: list[tuple[datetime, Counted]], step: timedelta, usual: float | None
) -> Found:
    total: Counted = {}
    for _at, by in hour:
        for sentiment, n in by.items():
            total[sentiment] = total.get(sentiment, 0) + n
    return Found(metric, scale, alarm, hour[0][0], hour[-1][0] + step, series.share(total), usual)


def _usual_share(known: Series, until: datetime) -> float | None:
    """Of all that was heard before; None while that is little."""
    total: Counted = {}
    for at, by in known.hours:
        if at < until:
            for sentiment, n in by.items():
                total[sentiment] = total.get(sentiment, 0) + n
    return series.share(total) if sum(total.values()) >= _AT_LEAST else None


def _grave(one: Found) -> bool:
    """More negative ones, and not just more of everything."""
    if one.share is None or one.usual_share is None:
        return one.share is not None
    return one.share >= max(_MORE * one.usual_share, one.usual_share + _POINTS)


def _told(topic: Topic, found: Found, quiet: timedelta, now: datetime) -> bool:
    """Whether people know it already: told lately, and not twice as bad since. Notes how bad it gets."""
    since = Alert.objects.filter(topic=topic, raised_at__gt=now - quiet).order_by("-raised_at")
    graver = [Metric.NEGATIVE] if found.metric == Metric.NEGATIVE else [Metric.NEGATIVE, Metric.VOLUME]
    last: Alert | None = since.filter(metric__in=graver).first()
    if last is None:
        return False
    if last.metric != found.metric:
        return True
    value = round(found.alarm.value)
    if now - last.raised_at < HOUR:  # the hour that raised it still fills with what raised it
        Alert.objects.filter(pk=last.pk, peak__lt=value).update(peak=value)
        return True
    times, before = value / max(found.alarm.usual, 1), last.peak / max(last.expected, 1)
    return value < 2 * last.peak or times < 2 * before


def _raise(brand: Brand, topic: Topic, watch: Watch, found: Found) -> Alert | None:
    alarm = found.alarm
    moved = explaining.of(brand, topic, found.metric, found.since, found.until)
    raised: Alert
    raised, new = Alert.objects.get_or_create(
        topic=topic,
        metric=found.metric,
        scale=found.scale,
        at=found.until - (HOUR if found.scale == Scale.HOUR else FIVE),
        defaults={
            "brand": brand,
            "observed": round(alarm.value),
            "peak": round(alarm.value),
            "expected": alarm.usual,
            "threshold": alarm.threshold,
            "share": found.share,
            "usual_share": found.usual_share,
            "sensitivity": watch.sensitivity,
            "explanation": moved,
            "vips": len(moved["vips"]),
            "raised_at": clock.now(),
        },
    )
    if not new:
        return None
    told: dict[str, Any] = {"n": raised.observed, "usual": round(raised.expected), "share": raised.share}
    events.record("alert.raised", raised, brand=brand, after={"metric": raised.metric, **told}, by=events.SYSTEM)
    telling.raised(raised)
    notices.tell(brand, NOTICES[Metric(found.metric)], raised.public_id, topic=topic.name, **told)
    return raised
