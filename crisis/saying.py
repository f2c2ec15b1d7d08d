"""An alert in words: what moved, and against what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core import formats
from crisis.models import Alert


def of(alert: Alert) -> list[str]:
    """Sentences, the most important first. The brand's time zone must be in force."""
    words: dict[str, Any] = {
        "topic": alert.topic.name,
        "n": formats.number(alert.observed),
        "usual": formats.number(round(alert.expected)),
        "from": formats.number(round(alert.threshold)),
        "moment": formats.moment(datetime.fromisoformat(alert.explanation["until"])),
    }
    if alert.metric == Alert.Metric.NEGATIVE:
        first = _("In the hour up to %(moment)s there were %(n)s negative mentions of %(topic)s.")
    else:
        first = _("In the hour up to %(moment)s there were %(n)s mentions of %(topic)s.")
    against = _("At this time of day the usual is %(usual)s; from %(from)s on we tell you.")
    return [first % words, against % words, *_mood(alert)]


def _mood(alert: Alert) -> list[str]:
    if alert.share is None:
        return []
    words = {"share": formats.percent(alert.share)}
    if alert.usual_share is None:
        return [_("%(share)s of them all are negative.") % words]
    words["usual"] = formats.percent(alert.usual_share)
    return [_("%(share)s of them all are negative; usually it is %(usual)s.") % words]
