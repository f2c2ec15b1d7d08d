"""Each KPI as SQL, written by hand from its definition, over the rows themselves and none of the roll-ups."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection

from brands.models import Brand
from reports.periods import Period

_HEARD = """
SELECT count(*) FROM monitoring_mention
WHERE brand_id = %(brand)s AND gone_at IS NULL AND NOT hidden AND posted_at >= %(start)s AND posted_at < %(end)s {and_}
"""
_VOICE = """
SELECT count(*) FROM monitoring_mentiontopic matched JOIN monitoring_mention m ON m.id = matched.mention_id
JOIN monitoring_topic topic ON topic.id = matched.topic_id
WHERE m.brand_id = %(brand)s AND gone_at IS NULL AND NOT hidden AND m.posted_at >= %(start)s AND m.posted_at < %(end)s
    AND topic.kind IN {kinds}
"""
# What each post's last reading before a moment told, less its last one before another; of a post that was not read
# before, less nothing where its first reading came within 48 hours, else less that first reading.
_GAINED = """
SELECT account.network, sum(
    (SELECT (m."values"->>figure)::int FROM calendar_app_measurement m
        WHERE m.publication_id = p.id AND m."values" ? figure AND m.at < %(closed)s
        ORDER BY m.at DESC, step DESC LIMIT 1)
    - coalesce(
        (SELECT (m."values"->>figure)::int FROM calendar_app_measurement m
            WHERE m.publication_id = p.id AND m."values" ? figure AND m.at < %(opened)s
            ORDER BY m.at DESC, step DESC LIMIT 1),
        (SELECT CASE WHEN m.at <= p.published_at + interval '48 hours' THEN 0 ELSE (m."values"->>figure)::int END
            FROM calendar_app_measurement m WHERE m.publication_id = p.id AND m."values" ? figure
            ORDER BY m.at, step LIMIT 1)))
FROM calendar_app_publication p JOIN channels_account account ON account.id = p.account_id,
    unnest(%(figures)s) AS figure
WHERE p.brand_id = %(brand)s GROUP BY account.network
"""
_FOLLOWERS = """
SELECT sum((SELECT followers FROM channels_followercount f
    WHERE f.account_id = a.id AND f.day <= %(day)s AND f.day >= %(day)s - 7 ORDER BY day DESC LIMIT 1))
FROM channels_account a WHERE a.brand_id = %(brand)s
"""
_FOLLOWERS_CHANGE = """
WITH ends AS (
    SELECT (SELECT followers FROM channels_followercount f
            WHERE f.account_id = a.id AND f.day < %(first)s AND f.day >= %(first)s - 8
            ORDER BY day DESC LIMIT 1) AS was,
        (SELECT followers FROM channels_followercount f
            WHERE f.account_id = a.id AND f.day >= %(first)s AND f.day <= %(last)s ORDER BY day LIMIT 1) AS first_read,
        (SELECT followers FROM channels_followercount f
            WHERE f.account_id = a.id AND f.day <= %(last)s AND f.day >= %(last)s - 7 ORDER BY day DESC LIMIT 1) AS now
    FROM channels_account a WHERE a.brand_id = %(brand)s
)
SELECT sum(now - coalesce(was, first_read)) FROM ends
"""
_PUBLIC = """
FROM calendar_app_publication p JOIN calendar_app_post post ON post.id = p.post_id
WHERE p.brand_id = %(brand)s AND post.deleted_at IS NULL AND p.published_at >= %(start)s AND p.published_at < %(end)s
"""
_LATE = "percentile_cont({0}) WITHIN GROUP (ORDER BY extract(epoch FROM p.published_at - p.due_at))"
ACTED = ["likes", "reposts", "quotes", "replies", "saves"]


def ask(sql: str, brand: Brand, period: Period, **more: Any) -> Any:
    """The only value, or all rows where there are two columns."""
    first, last = (datetime.combine(day, time(), brand.zone) for day in (period.first, period.last + timedelta(days=1)))
    hour = timedelta(hours=1)
    values = {"brand": brand.pk, "start": first, "end": last, "first": period.first, "last": period.last}
    values |= {"opened": first.replace(hour=1), "closed": (last).replace(hour=1), "hour": hour}
    with connection.cursor() as cursor:
        cursor.execute(sql, values | more)
        rows = cursor.fetchall()
    return dict(rows) if len(cursor.description or rows[0]) == 2 else rows[0][0]


def heard(brand: Brand, period: Period, *moods: str) -> int:
    narrowed = "AND sentiment IN ({})".format(", ".join(f"'{mood}'" for mood in moods)) if moods else ""
    return int(ask(_HEARD.format(and_=narrowed), brand, period))


def gained(brand: Brand, period: Period, *figures: str) -> dict[str, int]:
    """By network."""
    return ask(_GAINED, brand, period, figures=list(figures))


def total(parts: dict[str, Any]) -> Any:
    known = [part for part in parts.values() if part is not None]
    return sum(known) if known else None


def rate(acted: dict[str, Any], by: dict[str, Any]) -> float | None:
    """Of networks that tell both."""
    both = [network for network in acted if acted[network] is not None and by[network] is not None]
    shown = float(sum(by[one] for one in both))
    return 100 * float(sum(acted[one] for one in both)) / shown if shown else None


def everything(brand: Brand, period: Period) -> dict[str, Any]:
    """Every KPI."""
    negative, neutral, positive = (heard(brand, period, mood) for mood in ("negative", "neutral", "positive"))
    scored = negative + neutral + positive
    own = ask(_VOICE.format(kinds="('brand')"), brand, period)
    voices = ask(_VOICE.format(kinds="('brand', 'competitor')"), brand, period)
    acted, viewed = gained(brand, period, *ACTED), gained(brand, period, "views")
    followers = {
        network: ask(_FOLLOWERS + f" AND a.network = '{network}'", brand, period, day=period.last) for network in acted
    }
    between = "brand_id = %(brand)s AND {0} >= %(start)s AND {0} < %(end)s"
    taken = "percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM {0}))"
    return {
        "mentions": heard(brand, period),
        "sentiment_index": 100 * (positive - negative) / scored if scored else None,
        "negative_share": 100 * negative / scored if scored else None,
        "share_of_voice": 100 * own / voices if voices else None,
        "posts_published": ask("SELECT count(*) " + _PUBLIC, brand, period),
        "views": total(viewed),
        "reach": total(gained(brand, period, "reach")),
        "interactions": total(acted),
        "engagement_rate": rate(acted, viewed),
        "engagement_by_followers": rate(acted, followers),
        "lateness_median": ask(f"SELECT {_LATE.format(0.5)} {_PUBLIC} AND NOT p.native", brand, period),
        "lateness_p95": ask(f"SELECT {_LATE.format(0.95)} {_PUBLIC} AND NOT p.native", brand, period),
        "followers": ask(_FOLLOWERS, brand, period, day=period.last),
        "followers_change": ask(_FOLLOWERS_CHANGE, brand, period),
        "incidents": ask(f"SELECT count(*) FROM crisis_incident WHERE {between.format('opened_at')}", brand, period),
        "alert_response": ask(
            f"SELECT {taken.format('decided_at - raised_at')} FROM crisis_alert "
            f"WHERE decided_at IS NOT NULL AND {between.format('raised_at')}",
            brand,
            period,
        ),
        "incident_length": ask(
            f"SELECT {taken.format('closed_at - opened_at')} FROM crisis_incident WHERE {between.format('closed_at')}",
            brand,
            period,
        ),
    }
