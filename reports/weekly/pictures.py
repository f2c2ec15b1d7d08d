"""The charts that a mail shows, as PNG."""

from __future__ import annotations

from django.utils import translation

from core.documents import drawing
from reports.models import WeeklyReport
from reports.weekly import telling

IN_MAIL = ("volume", "mood", "networks", "voice", "interactions", "followers")


def of(report: WeeklyReport, language: str) -> dict[str, bytes]:
    """By the key of the chart; those without data are left out."""
    with translation.override(language):
        told = telling.of(report, language)
        shown = [chart for chart in told.charted(IN_MAIL) if not chart.empty]
        made = drawing.pictures(shown, told.accent, language=language)
    return {chart.key: picture for chart, picture in zip(shown, made, strict=True)}
