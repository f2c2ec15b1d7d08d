"""All KPIs, in the order in which they are shown, in the words of who reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.kpis import audience, listening, protecting, publishing


class Unit(StrEnum):
    """What a number counts. Percents are of a hundred, times are in seconds."""

    MENTIONS = "mentions"
    POINTS = "points"
    PERCENT = "percent"
    POSTS = "posts"
    VIEWS = "views"
    PEOPLE = "people"
    INTERACTIONS = "interactions"
    SECONDS = "seconds"
    INCIDENTS = "incidents"


class Group(StrEnum):
    """What the KPI is about."""

    LISTENING = "listening"
    PUBLISHING = "publishing"
    AUDIENCE = "audience"
    PROTECTING = "protecting"


GROUPS: dict[Group, Promise] = {
    Group.LISTENING: pgettext_lazy("KPIs", "What is said"),
    Group.PUBLISHING: pgettext_lazy("KPIs", "What is published"),
    Group.AUDIENCE: pgettext_lazy("KPIs", "Who follows"),
    Group.PROTECTING: pgettext_lazy("KPIs", "What went wrong"),
}


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI. Its docstring (of `function`) is the definition; `formula` and `caveat` say it to everybody."""

    key: str
    name: Promise
    group: Group
    unit: Unit
    function: Callable[..., float | None]
    formula: Promise
    caveat: Promise
    better: Literal["up", "down", ""] = ""
    """Which way is good; empty where it is neither."""
    adds_up: bool = False
    """A period has as much as its days together."""


_ALL = (
    Kpi(
        "mentions",
        _("Mentions"),
        Group.LISTENING,
        Unit.MENTIONS,
        listening.mentions,
        _("Mentions of each day, added up."),
        _("A mention counts on the day on which it was posted, also when it is found later."),
        adds_up=True,
    ),
    Kpi(
        "sentiment_index",
        _("Sentiment index"),
        Group.LISTENING,
        Unit.POINTS,
        listening.sentiment_index,
        _("Positive minus negative mentions, for every hundred whose sentiment is known."),
        _("A machine labels most mentions and is wrong now and then. With few mentions it swings widely."),
        "up",
    ),
    Kpi(
        "negative_share",
        _("Negative mentions"),
        Group.LISTENING,
        Unit.PERCENT,
        listening.negative_share,
        _("Negative mentions, for every hundred whose sentiment is known."),
        _("A machine labels most mentions and is wrong now and then. With few mentions it swings widely."),
        "down",
    ),
    Kpi(
        "share_of_voice",
        _("Share of voice"),
        Group.LISTENING,
        Unit.PERCENT,
        listening.share_of_voice,
        _("Mentions of topics of kind own brand, for every hundred of these and of topics of kind competitor."),
        _("A mention that two of these topics match counts for both. A wide topic is loud."),
        "up",
    ),
    Kpi(
        "posts_published",
        _("Posts published"),
        Group.PUBLISHING,
        Unit.POSTS,
        publishing.posts_published,
        _("Posts that became public. A post on three accounts counts three times."),
        _("What was published on the network directly counts where the network tells it."),
        adds_up=True,
    ),
    Kpi(
        "views",
        _("Views"),
        Group.PUBLISHING,
        Unit.VIEWS,
        publishing.views,
        _("How often posts were shown in these days, also posts from before."),
        _("Only networks that tell it. Figures are read for 30 days after a post is public."),
        "up",
        adds_up=True,
    ),
    Kpi(
        "reach",
        _("Reach"),
        Group.PUBLISHING,
        Unit.PEOPLE,
        publishing.reach,
        _("People that each post reached in these days, added up over posts."),
        _("Who sees two posts counts twice. Only networks that tell it."),
        "up",
        adds_up=True,
    ),
    Kpi(
        "interactions",
        _("Interactions"),
        Group.PUBLISHING,
        Unit.INTERACTIONS,
        publishing.interactions,
        _("Likes, reposts, quotes, replies and saves that posts gained in these days, also posts from before."),
        _("Each network tells some of these. Likes taken back are subtracted."),
        "up",
        adds_up=True,
    ),
    Kpi(
        "engagement_rate",
        _("Engagement rate"),
        Group.PUBLISHING,
        Unit.PERCENT,
        publishing.engagement_rate,
        _("Interactions for every hundred views."),
        _("Only accounts whose network tells views are part of it: Mastodon and Bluesky do not."),
        "up",
    ),
    Kpi(
        "engagement_by_followers",
        _("Engagement by followers"),
        Group.PUBLISHING,
        Unit.PERCENT,
        publishing.engagement_by_followers,
        _("Interactions for every hundred followers at the end of these days."),
        _("It grows with the length of the period: compare only periods of the same length."),
        "up",
    ),
    Kpi(
        "lateness_median",
        _("Usual lateness"),
        Group.PUBLISHING,
        Unit.SECONDS,
        publishing.lateness_median,
        _("Half of the posts were public within this time after they were due."),
        _("Posts that never went out are not part of it, nor those published by hand."),
        "down",
    ),
    Kpi(
        "lateness_p95",
        _("Greatest lateness"),
        Group.PUBLISHING,
        Unit.SECONDS,
        publishing.lateness_p95,
        _("95 of a hundred posts were public within this time after they were due."),
        _("Posts that never went out are not part of it. With fewer than 20 posts it is close to the latest one."),
        "down",
    ),
    Kpi(
        "followers",
        _("Followers"),
        Group.AUDIENCE,
        Unit.PEOPLE,
        audience.followers,
        _("Followers of each account on the last day, added up."),
        _("Who follows on two networks counts twice. Known from the day on which an account was connected."),
        "up",
    ),
    Kpi(
        "followers_change",
        _("New followers"),
        Group.AUDIENCE,
        Unit.PEOPLE,
        audience.followers_change,
        _("Followers of each account on the last day, less those on the day before the first."),
        _("An account that was connected meanwhile counts from its first reading on."),
        "up",
        adds_up=True,
    ),
    Kpi(
        "incidents",
        _("Incidents"),
        Group.PROTECTING,
        Unit.INCIDENTS,
        protecting.incidents,
        _("Incidents opened in these days."),
        _("What nobody opened an incident for does not count."),
        "down",
        adds_up=True,
    ),
    Kpi(
        "alert_response",
        _("Reaction to alerts"),
        Group.PROTECTING,
        Unit.SECONDS,
        protecting.alert_response,
        _("Half of the alerts were dismissed, or became an incident, within this time."),
        _("Alerts that nobody has decided about yet are not part of it."),
        "down",
    ),
    Kpi(
        "incident_length",
        _("Length of incidents"),
        Group.PROTECTING,
        Unit.SECONDS,
        protecting.incident_length,
        _("Half of the incidents closed in these days had been open for no longer than this."),
        _("Open incidents are not part of it."),
        "down",
    ),
)

KPIS: dict[str, Kpi] = {kpi.key: kpi for kpi in _ALL}
