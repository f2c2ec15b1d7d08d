"""What the API takes of posts, checked. What no schema can say, calendar_app.given does."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from brands.api.inputs import Flag, Id, Input, Page, Text, Version, Whole
from calendar_app import given
from calendar_app.models import Publication
from media import cropping

STATES = tuple(dict.fromkeys(("draft", "scheduled", *Publication.State.values)))


def _text(longest: int, **how: Any) -> Text:
    return Text(max_length=longest, required=False, allow_blank=True, trim_whitespace=False, **how)


class FileUse(Input):
    """A file of the brand's library."""

    file = Text(max_length=13)
    alt = _text(given.LONGEST_TEXT)
    crop = _text(
        cropping.LONGEST,
        help_text="The part that goes out: a shape (1:1, 4:5, 16:9, 1.91:1, 9:16), or left,top,width,height in pixels.",
    )


class ThreadPart(Input):
    text = _text(given.LONGEST_TEXT)
    media = FileUse(many=True, required=False)


class Poll(Input):
    options = serializers.ListField(child=Text(max_length=given.LONGEST_LINE, allow_blank=True))
    hours = Whole(min_value=1, max_value=given.MOST_HOURS, required=False)
    multiple = Flag(required=False)


class Content(Input):
    """What a post says. A variant names only what it says differently; there an empty field is emptied."""

    text = _text(given.LONGEST_TEXT)
    title = _text(given.LONGEST_LINE)
    media = FileUse(many=True, required=False)
    thread = ThreadPart(many=True, required=False)
    warning = _text(given.LONGEST_LINE)
    poll = Poll(required=False, allow_null=True)
    link = _text(given.LONGEST_LINK)
    first_comment = _text(given.LONGEST_TEXT)
    language = _text(20)
    options = serializers.DictField(
        child=serializers.DictField(child=Text(max_length=given.LONGEST_LINE, allow_blank=True)),
        required=False,
        help_text="{network: {option: value}}",
    )


class Variant(Input):
    """An account that the post goes out on."""

    account = Text(max_length=13)
    own = Content(required=False)


class _Written(Input):
    content = Content(required=False)
    accounts = Variant(many=True, required=False, help_text="Exactly these.")
    objective = Text(max_length=200, required=False, allow_blank=True)
    campaign = Text(max_length=100, required=False, allow_blank=True)
    day = serializers.DateField(required=False, allow_null=True, help_text="Of the brand's clock.")
    time = serializers.TimeField(required=False, allow_null=True, help_text="Of the brand's clock, to the minute.")
    fold = Whole(min_value=0, max_value=1, required=False, help_text="1: the second of a time that comes twice.")


class NewPost(_Written):
    """A draft. It goes out when it is scheduled."""


class PostChange(_Written):
    """What it does not name stays. A scheduled post stays so, if the caller may schedule."""

    version = Version()


class PostFilters(Page):
    """Each narrows."""

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {
            "state": serializers.ChoiceField(
                choices=STATES, required=False, help_text="Of the post, or of one of its publications."
            ),
            "account": Id(),
            "from": serializers.DateField(required=False, help_text="Planned on this day of the brand or later."),
            "to": serializers.DateField(required=False, help_text="Planned on this day of the brand or before."),
        }
