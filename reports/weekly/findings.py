"""What a week's numbers show: rules that hold or do not, each with the numbers that prove it.

Pure functions of `Content`; the words are in `sentences`. A change counts only beyond what chance would do: two
standard errors, of a Poisson count for volumes, of draws of −100, 0 and +100 for sentiment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import sqrt
from statistics import median

from reports.weekly.content import Content, Finding, FrozenFigure, Moods

Values = dict[str, float | int | str]
Rule = Callable[[Content], Finding | None]

FEW = 40
"""Mentions of a week; below, no change is worth a sentence."""
FEW_DAY = 10
LEAST_CHANGE = 0.1
LEAST_POINTS = 5
LATE = 300
"""Seconds."""


def of(content: Content) -> list[Finding]:
    """What is true of the week, in the order of the report."""
    return [found for rule in RULES if (found := rule(content)) is not None]


def strongest(findings: Sequence[Finding]) -> Finding | None:
    """The one that makes the headline; None where none has any weight."""
    weighty = [finding for finding in findings if finding["weight"] > 0]
    return max(weighty, key=lambda finding: finding["weight"]) if weighty else None


def volume(content: Content) -> Finding | None:
    """How often the brand was mentioned, against the week before."""
    now, before = _both(content, "mentions")
    if now is None:
        return None
    if not now:
        return _found("volume_none", 40)
    if before is None:
        return _found("volume_first", 5, n=now)
    changed = before > 0 and max(now, before) >= FEW and abs(now - before) >= _chance(now, before)
    if not changed or abs(now - before) < LEAST_CHANGE * before:
        return _found("volume_same", 5, n=now, before=before)
    rule = "volume_more" if now > before else "volume_less"
    return _found(rule, 50, n=now, before=before, change=abs(now - before) / before)


def mood(content: Content) -> Finding | None:
    """Net sentiment against the week before."""
    now, before = _both(content, "sentiment_index")
    these, those = _sum(content["moods"]), _sum(content["moods_before"])
    if now is None or _scored(these) < FEW:
        return None
    if before is None or _scored(those) < FEW:
        return _found("mood_first", 10, now=now)
    chance = 2 * sqrt(_variance(these) + _variance(those))
    if abs(now - before) < max(LEAST_POINTS, chance):
        return _found("mood_same", 8, now=now, before=before)
    better = now > before
    return _found("mood_better" if better else "mood_worse", 60 if better else 80, now=now, before=before)


def negative_day(content: Content) -> Finding | None:
    """A day with twice the negatives of the others."""
    negatives = [moods.get("negative", 0) for moods in content["moods"]]
    if len(negatives) < 2:
        return None
    top = max(range(len(negatives)), key=lambda place: negatives[place])
    usual = median(n for place, n in enumerate(negatives) if place != top)
    if negatives[top] < FEW_DAY or negatives[top] < 2 * usual or negatives[top] - usual < 2 * sqrt(negatives[top]):
        return None
    return _found("negative_day", 70, n=negatives[top], usual=round(usual), day=_day(content, top))


def busiest_day(content: Content) -> Finding | None:
    """A day with twice the mentions of the others."""
    totals = [sum(moods.values()) for moods in content["moods"]]
    if len(totals) < 2:
        return None
    top = max(range(len(totals)), key=lambda place: totals[place])
    usual = median(n for place, n in enumerate(totals) if place != top)
    if totals[top] < FEW_DAY or totals[top] < 2 * usual or totals[top] - usual < 2 * sqrt(totals[top]):
        return None
    return _found("busiest_day", 20, n=totals[top], usual=round(usual), day=_day(content, top))


def network(content: Content) -> Finding | None:
    """Where most is said."""
    totals = [(sum(part["moods"].values()), part["key"]) for part in content["networks"]]
    whole = sum(n for n, _key in totals)
    if whole < FEW or len(totals) < 2:
        return None
    most, key = max(totals)
    return _found("network", 0, share=most / whole, network=key) if most >= 0.4 * whole else None


def sore_topic(content: Content) -> Finding | None:
    """What most of the negative mentions are about; not the brand's own name, which is in all of them."""
    whole = _sum(content["moods"]).get("negative", 0)
    own = {voice["name"] for voice in content["voices"] if voice["own"]}
    topics = [(part["moods"].get("negative", 0), part["name"]) for part in content["topics"] if part["name"] not in own]
    if whole < FEW_DAY or not topics:
        return None
    most, name = max(topics)
    return _found("sore_topic", 40, n=most, share=most / whole, topic=name) if 0.3 * whole <= most < whole else None


def voice(content: Content) -> Finding | None:
    """The brand's share of what is said of it and its competitors."""
    now, before = _both(content, "share_of_voice")
    if now is None or sum(one["n"] for one in content["voices"]) < FEW:
        return None
    if before is None or abs(now - before) < LEAST_POINTS:
        return _found("voice", 10, share=now / 100)
    rule = "voice_more" if now > before else "voice_less"
    return _found(rule, 45, share=now / 100, points=abs(round(now) - round(before)))


def published(content: Content) -> Finding | None:
    """How much went out."""
    now, before = _both(content, "posts_published")
    if now is None:
        return None
    if not now:
        return _found("posts_none", 30)
    return _found("posts", 0, n=now) if before is None else _found("posts_before", 0, n=now, before=before)


def reactions(content: Content) -> Finding | None:
    """Interactions against the week before."""
    now, before = _both(content, "interactions")
    if not now:
        return None
    if not before or abs(now - before) < max(0.2 * before, _chance(now, before)):
        return _found("reactions", 0, n=now)
    rule = "reactions_more" if now > before else "reactions_less"
    return _found(rule, 35, n=now, change=abs(now - before) / before)


def best_post(content: Content) -> Finding | None:
    """The post that brought most."""
    whole, posts = content["figures"].get("interactions", _NOTHING)["value"], content["posts"]
    if not whole or not posts or posts[0]["interactions"] < 1 or posts[0]["interactions"] > whole:
        return None
    first = posts[0]
    return _found(
        "best_post", 0, n=first["interactions"], share=first["interactions"] / whole, network=first["network"]
    )


def community(content: Content) -> Finding | None:
    """Followers won or lost."""
    change = content["figures"].get("followers_change", _NOTHING)["value"]
    total = content["figures"].get("followers", _NOTHING)["value"]
    if change is None or total is None:
        return None
    if not change:
        return _found("followers_same", 0, total=total)
    return _found("followers_more" if change > 0 else "followers_less", 15, n=abs(change), total=total)


def late(content: Content) -> Finding | None:
    """Posts that went out late."""
    value = content["figures"].get("lateness_p95", _NOTHING)["value"]
    return _found("late", 25, late=value) if value is not None and value > LATE else None


def incidents(content: Content) -> Finding | None:
    """What went wrong."""
    troubles = content["troubles"]
    if not troubles:
        return None
    worst = max(troubles, key=lambda trouble: ("watch", "alert", "crisis").index(trouble["level"]))
    rule = "incident" if len(troubles) == 1 else "incidents"
    return _found(rule, 90 if worst["level"] == "crisis" else 65, n=len(troubles), name=worst["title"])


RULES: tuple[Rule, ...] = (
    *(volume, mood, incidents, negative_day, busiest_day, sore_topic, network, voice),
    *(published, reactions, best_post, community, late),
)

_NOTHING: FrozenFigure = {"value": None, "before": None, "days": [], "days_before": []}


def _found(rule: str, weight: int, **values: float | int | str) -> Finding:
    return {"rule": rule, "weight": weight, "values": values}


def _both(content: Content, key: str) -> tuple[float | None, float | None]:
    figure = content["figures"].get(key, _NOTHING)
    return figure["value"], figure["before"]


def _chance(now: float, before: float) -> float:
    return 2 * sqrt(now + before)


def _sum(days: Sequence[Moods]) -> Moods:
    return {key: sum(day.get(key, 0) for day in days) for key in ("negative", "neutral", "positive", "unscored")}


def _scored(moods: Moods) -> int:
    return sum(n for key, n in moods.items() if key != "unscored")


def _variance(moods: Moods) -> float:
    """Of the net sentiment of so many mentions, in points squared."""
    n = _scored(moods)
    good, bad = moods["positive"] / n, moods["negative"] / n
    return 10_000 * (good + bad - (good - bad) ** 2) / n


def _day(content: Content, place: int) -> str:
    return (date.fromisoformat(content["first"]) + timedelta(days=place)).isoformat()
