"""What the API gives of weekly reports."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from brands.api.shapes import Moment, PublicId


class ReportShape(serializers.Serializer[Any]):
    """One week, from Monday to Sunday in the brand's zone."""

    id = PublicId()
    first = serializers.DateField(help_text="The Monday.")
    last = serializers.DateField(help_text="The Sunday.")
    language = serializers.CharField(help_text="Of what people wrote.")
    approved_at = Moment()
    sent_at = Moment(allow_null=True, help_text="When the first mail was written; null while none was.")


class ReportFigureShape(serializers.Serializer[Any]):
    """A KPI as it was counted for the report. Percents are parts of a hundred, times are in seconds."""

    key = serializers.CharField(help_text="As docs/kpis.md names it.")
    name = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="null: not known.")
    before = serializers.FloatField(allow_null=True, help_text="In the week before.")
    text = serializers.CharField(help_text="The value as page and PDF write it.")


class ReportDecisionShape(serializers.Serializer[Any]):
    """A decision, as it stood when the report was approved."""

    what = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    until = serializers.CharField(allow_blank=True, help_text="A day, or empty.")
    outcome = serializers.CharField(help_text="open, done or dropped.")
    came = serializers.CharField(allow_blank=True, help_text="What came of it.")
    week = serializers.DateField(help_text="Monday of the report that took it.")


class FullReportShape(ReportShape):
    """A report with what it says."""

    title = serializers.CharField()
    findings = serializers.ListField(child=serializers.CharField())
    conclusions = serializers.CharField(allow_blank=True)
    decisions = ReportDecisionShape(many=True)
    former = ReportDecisionShape(many=True, help_text="Of earlier weeks, with what came of them.")
    figures = ReportFigureShape(many=True)
