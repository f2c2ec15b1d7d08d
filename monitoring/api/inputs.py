"""What the API takes of mentions, sources and counts, checked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from brands.api.inputs import Flag, Id, Input, Page, Text, Version, Whole
from monitoring.corrections import LABELS
from monitoring.filters import ME, NOBODY
from monitoring.matching.lexer import MAX_CHARACTERS
from monitoring.models import Sentiment, Source, Topic
from monitoring.triage import NOTE_SIZE
from networks import registry
from networks.types import Capability, Guess

FEED = "feed"
PUBLIC_KINDS = [(kind.value, kind.label) for kind in (Source.Kind.POSTS, Source.Kind.COMMENTS)]
DAYS = 14
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 12, 31)
LONGEST_SPAN = timedelta(days=400)
LONGEST_SPAN_OF_HOURS = timedelta(days=31)


def _heard() -> list[str]:
    """Networks that can be listened to without an account."""
    listeners = (*registry.with_capability(Capability.LISTEN), *registry.with_capability(Capability.PUSH))
    return sorted(one.key for one in listeners)


def _many(**child: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(**child), max_length=20, required=False)


class MentionFilters(Page):
    """The filters of the page. Each narrows; of a name that comes more than once, any value does."""

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            "q": serializers.CharField(
                max_length=200, required=False, allow_blank=True, help_text='Words, "phrases" and -exclusions.'
            ),
            "by": serializers.CharField(
                max_length=200, required=False, allow_blank=True, help_text="Beginnings of the author's name."
            ),
            "reach": serializers.IntegerField(min_value=0, max_value=10**12, required=False, help_text="At least."),
            "network": _many(max_length=20),
            "language": _many(max_length=8),
            "sentiment": serializers.ListField(
                child=serializers.ChoiceField(choices=Sentiment.values), max_length=20, required=False
            ),
            **{name: Id() for name in ("topic", "source", "author", "tag", "department")},
            "assigned": Id(help_text=f"A member, {ME} or {NOBODY}."),
            "read": serializers.ChoiceField(choices=["read", "unread"], required=False, help_text="By the caller."),
            "starred": serializers.ChoiceField(choices=["1"], required=False, help_text="By the caller."),
            "vip": serializers.ChoiceField(
                choices=["1"], required=False, help_text="By people who the team calls important."
            ),
            "gone": serializers.ChoiceField(
                choices=["1"],
                required=False,
                help_text="What was deleted where it was said, in place of the rest.",
            ),
            "from": serializers.DateField(required=False),
            "to": serializers.DateField(required=False),
        }


class MentionChange(Input):
    """What it does not name stays. `read` and `starred` are the caller's own; all else needs a role that may triage."""

    read = Flag(required=False)
    starred = Flag(required=False)
    sentiment = serializers.ChoiceField(choices=sorted(LABELS), required=False)
    language = serializers.RegexField(r"^[a-z]{2,3}\Z", required=False)
    tags = serializers.ListField(
        child=Text(max_length=60), max_length=50, required=False, help_text="Exactly these, made where there are none."
    )
    assigned = Text(max_length=13, required=False, allow_null=True, help_text="A member; null for nobody.")
    department = Text(max_length=13, required=False, allow_null=True)
    handled = Flag(required=False)
    note = Text(max_length=NOTE_SIZE, required=False, allow_blank=True, help_text="Comes with the version read.")
    version = Version(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "note" in attrs and "version" not in attrs:
            raise serializers.ValidationError({"version": [_("Say which version of the note you have read.")]})
        return attrs


class NewSource(Input):
    """A source to listen to. Nobody is asked: whether its address holds what it should, the first poll says."""

    network = serializers.ChoiceField(choices=_heard(), default=FEED)
    address = Text(max_length=500, help_text="Of a feed itself, or as people write it: #café mastodon.social.")
    title = Text(max_length=200, required=False, allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=PUBLIC_KINDS, default=Source.Kind.POSTS)
    poll_minutes = Whole(min_value=5, max_value=1440, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        network, address = attrs["network"], attrs["address"]
        if network == FEED:
            _web_address(address)
        for asked in registry.discoverers():
            if asked.key == network and asked.recognises(address) is Guess.NO:
                message = _("%(network)s has no such address. Write one as in %(example)s.")
                wrong = message % {"network": asked.name, "example": asked.example}
                raise serializers.ValidationError({"address": [wrong]})
        return attrs


def _web_address(address: str) -> None:
    try:
        serializers.URLField().run_validation(address)
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"address": error.detail}) from error


class SourceChange(Input):
    title = Text(max_length=200, required=False, allow_blank=True, help_text="Comes with the version read.")
    poll_minutes = Whole(min_value=5, max_value=1440, required=False, help_text="Comes with the version read.")
    paused = Flag(required=False)
    version = Version(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if {"title", "poll_minutes"} & attrs.keys() and "version" not in attrs:
            raise serializers.ValidationError({"version": [_("Say which version of the source you have read.")]})
        return attrs


class Span(Input):
    """Days of the brand's zone, both counted: the last 14 where none is named. A topic narrows."""

    longest = LONGEST_SPAN

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.DateField(required=False, help_text="The first day."),
            "to": serializers.DateField(required=False, help_text=f"The last; at most {self.longest.days} days later."),
            "topic": Id(help_text="Only what this topic matches."),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        last = attrs.get("to") or self.context["view"].today
        if not FIRST_DAY <= last <= LAST_DAY:
            raise serializers.ValidationError({"to": [_("Nothing is counted in that year.")]})
        first = attrs.get("from") or last - timedelta(days=DAYS - 1)
        if not timedelta() <= last - first <= self.longest:
            message = _("At most %(n)s days, the first before the last.") % {"n": self.longest.days}
            raise serializers.ValidationError({"to": [message]})
        return {"first": first, "last": last, "topic": attrs.get("topic", "")}


class SpanOfHours(Span):
    longest = LONGEST_SPAN_OF_HOURS


def _query(**how: Any) -> Text:
    said = "In the language of docs/queries.md."
    return Text(max_length=MAX_CHARACTERS, trim_whitespace=False, help_text=said, **how)


class TopicQuery(Input):
    query = _query()


class NewTopic(Input):
    name = Text(max_length=80)
    kind = serializers.ChoiceField(choices=Topic.Kind.choices, default=Topic.Kind.BRAND)
    query = _query()


class TopicChange(Input):
    """What it does not name stays."""

    name = Text(max_length=80, required=False)
    kind = serializers.ChoiceField(choices=Topic.Kind.choices, required=False)
    query = _query(required=False)
    version = Version(help_text="The version that the writer has read.")
