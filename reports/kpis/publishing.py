"""What the brand publishes, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.kpis.sums import percentile, total


def posts_published(days: Iterable[float | None]) -> float | None:
    """How much the brand publishes.

    Formula: posts that became public on each day, added up; a post on three accounts counts three times.
    Unit: posts.
    Source: publications (calendar_app.Publication) with the moment at which they were public.
    Caveats: what was published on the network directly counts where the network tells it. A thread is one post. Posts
    deleted in the calendar do not count. Days before the first account was connected have none.
    """
    return total(days)


def views(days: Iterable[float | None]) -> float | None:
    """How often posts were shown.

    Formula: views that posts gained on each day, added up.
    Unit: views.
    Source: readings of each post for 30 days after it was public (calendar_app.Measurement, rolled up by day).
    Caveats: only networks that tell it. What a post had when it was first read counts only if that was within 48 hours
    after it was public.
    """
    return total(days)


def reach(days: Iterable[float | None]) -> float | None:
    """How many people saw posts.

    Formula: people that each post reached anew on each day, added up over posts.
    Unit: people.
    Source: readings of each post for 30 days after it was public (calendar_app.Measurement, rolled up by day).
    Caveats: who sees two posts counts twice: networks do not say who it was. Only networks that tell it.
    """
    return total(days)


def interactions(
    likes: float | None, reposts: float | None, quotes: float | None, replies: float | None, saves: float | None
) -> float | None:
    """What people did with posts.

    Formula: likes + reposts + quotes + replies + saves that posts gained.
    Unit: interactions.
    Source: readings of each post for 30 days after it was public (calendar_app.Measurement, rolled up by day).
    Caveats: each network tells some of these. What is gained counts on the day of the reading; of a post that is first
    read more than 48 hours after it was public only what it gains from then on. Likes taken back are subtracted, so a
    day may be below zero. Clicks do not count: few networks tell them.
    """
    return total((likes, reposts, quotes, replies, saves))


def engagement_rate(interactions: float | None, views: float | None) -> float | None:
    """How many of those who are shown a post do something with it.

    Formula: 100 × interactions ÷ views, of the accounts for which both are known.
    Unit: percent.
    Source: as interactions and views.
    Caveats: Mastodon and Bluesky tell no views: their posts are not part of it.
    """
    if interactions is None or views is None or views <= 0:
        return None
    return 100 * interactions / views


def engagement_by_followers(interactions: float | None, followers: float | None) -> float | None:
    """How much a public does with posts, for its size.

    Formula: 100 × interactions ÷ followers at the end, of the accounts for which both are known.
    Unit: percent.
    Source: as interactions and followers.
    Caveats: it grows with the length of the period: compare only periods of the same length. Also who does not follow
    interacts.
    """
    if interactions is None or not followers:
        return None
    return 100 * interactions / followers


def lateness_median(seconds: Sequence[float]) -> float | None:
    """How late posts usually go out.

    Formula: median of the time from when each post was due to when it was public.
    Unit: seconds.
    Source: publications that cmhub sent itself (calendar_app.Publication), by the day on which they were public.
    Caveats: posts that never went out (failed, missed, held) are not part of it, nor those published by hand. A post
    that was held counts from the time for which it was scheduled last.
    """
    return percentile(seconds, 0.5)


def lateness_p95(seconds: Sequence[float]) -> float | None:
    """How late the latest posts go out.

    Formula: 95th percentile of the time from when each post was due to when it was public.
    Unit: seconds.
    Source: publications that cmhub sent itself (calendar_app.Publication), by the day on which they were public.
    Caveats: as the median. With fewer than 20 posts it is close to the latest one.
    """
    return percentile(seconds, 0.95)
