from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api import paging
from brands.api.base import BrandApiView
from brands.api.errors import Misplaced
from brands.api.inputs import Page
from brands.api.shapes import page_of
from brands.roles import Need
from monitoring import queries, topics
from monitoring.api.inputs import NewTopic, TopicChange, TopicQuery
from monitoring.api.shapes import PreviewShape, TopicShape
from monitoring.matching import QueryError, parse
from monitoring.models import Mention, Rematch, Topic
from monitoring.preview import preview

SHOWN = 20
"""Mentions that come with a preview."""


class AlreadyThere(APIException):
    status_code = 409
    default_code = "already_there"

    def __init__(self, there: Topic) -> None:
        super().__init__(_("The brand has a topic of that name already: %(topic)s.") % {"topic": there})


class TopicList(BrandApiView):
    """The brand's topics by name, each with how far it has been matched with what was heard before."""

    need = {"GET": Need.READ_MENTIONS, "POST": Need.MANAGE_TOPICS}
    parameters = Page
    takes = {"POST": NewTopic}
    gives = {"GET": (200, page_of(TopicShape)), "POST": (201, TopicShape)}

    def get(self, request: Request, brand: str) -> Response:
        found, after = paging.page(Topic.objects.all(), by="sort_key", **self.asked)
        return self.results(shown(found), after)

    def post(self, request: Request, brand: str) -> Response:
        """Listen for a query from now on, and in what was heard in the last 90 days."""
        given = self.given()

        def write() -> tuple[int, Any]:
            with explained(given["query"]):
                topic = topics.add_topic(self.brand, by=self.user, **given)
            return 201, shown([topic])[0]

        return self.once(request, write)


class TopicDetail(BrandApiView):
    """One topic."""

    need = {"GET": Need.READ_MENTIONS, "PATCH": Need.MANAGE_TOPICS, "DELETE": Need.MANAGE_TOPICS}
    takes = {"PATCH": TopicChange}
    gives = {"GET": (200, TopicShape), "PATCH": (200, TopicShape), "DELETE": (204, None)}

    def get(self, request: Request, brand: str, topic: str) -> Response:
        return Response(shown([get_object_or_404(Topic, public_id=topic)])[0])

    def patch(self, request: Request, brand: str, topic: str) -> Response:
        """Change a topic. A query that asks for something else is matched anew with the last 90 days."""
        row = get_object_or_404(Topic, public_id=topic)
        changes = self.given()
        seen = changes.pop("version")

        def write() -> tuple[int, Any]:
            with explained(changes.get("query", "")):
                topics.edit(row, seen=seen, **changes)
            return 200, shown([Topic.objects.get(pk=row.pk)])[0]

        return self.once(request, write)

    def delete(self, request: Request, brand: str, topic: str) -> Response:
        """Stop listening for it. It can be restored for 30 days."""
        row = get_object_or_404(Topic, public_id=topic)

        def write() -> tuple[int, Any]:
            topics.remove(row)
            return 204, None

        return self.once(request, write)


class TopicRestore(BrandApiView):
    """Bring back a topic that was removed in the last 30 days."""

    need = Need.MANAGE_TOPICS
    gives = {"POST": (200, TopicShape)}

    def post(self, request: Request, brand: str, topic: str) -> Response:
        row = get_object_or_404(Topic.with_deleted.exclude(deleted_at=None), public_id=topic)

        def write() -> tuple[int, Any]:
            with explained(""):
                topics.restore(row)
            return 200, shown([row])[0]

        return self.once(request, write)


class TopicPreview(BrandApiView):
    """What a query finds among the latest 2,000 mentions. Writes nothing."""

    need = Need.MANAGE_TOPICS
    keyed = False
    takes = {"POST": TopicQuery}
    gives = {"POST": (200, PreviewShape)}

    def post(self, request: Request, brand: str) -> Response:
        text = self.given()["query"]
        with explained(text):
            found = preview(parse(text))
        newest = queries.with_all(Mention.objects.filter(pk__in=found.matching[:SHOWN]), self.user)
        told = {
            "looked_at": found.looked_at,
            "since": found.since,
            "matched": len(found.matching),
            "results": newest.order_by("-posted_at", "-pk"),
        }
        return Response(PreviewShape(told).data)


def shown(found: Sequence[Topic]) -> list[Any]:
    """Topics as JSON, with how far they have been matched: two queries, however many."""
    rematches = {row.topic_id: row for row in Rematch.objects.filter(topic__in=found)}
    return list(TopicShape(found, many=True, context={"rematches": rematches}).data)


@contextmanager
def explained(query: str) -> Iterator[None]:
    """What is wrong with a topic, as errors of the API. `query` is as it was sent: the verbs leave its edges off."""
    try:
        yield
    except QueryError as error:
        left_off = len(query) - len(query.lstrip())
        raise Misplaced("query", error.message, error.position + left_off, error.length) from error
    except topics.AlreadyThere as there:
        raise AlreadyThere(there.topic) from there
