from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from brands.api.base import BrandApiView
from brands.api.errors import forbidden
from brands.api.shapes import page_of
from brands.models import Brand
from brands.roles import Need
from calendar_app import drafting, given, readiness, revisions, scheduling
from calendar_app.api.inputs import NewPost, PostChange, PostFilters
from calendar_app.api.shapes import ChangedPostShape, PostShape
from calendar_app.content import Content
from calendar_app.drafting import Wanted, When
from calendar_app.models import Post, Publication
from calendar_app.refusals import Refusal
from channels.models import Account

_FIRST, _LAST = datetime(1970, 1, 2).date(), datetime(9000, 1, 1).date()  # noqa: DTZ001 - days, no moments


class Refused(APIException):
    """The post cannot be changed like that as it stands now."""

    status_code = 409
    default_code = "refused"


class PostList(BrandApiView):
    """The brand's posts, the oldest first."""

    need = {"GET": Need.READ_POSTS, "POST": Need.WRITE_POSTS}
    parameters = PostFilters
    takes = {"POST": NewPost}
    gives = {"GET": (200, page_of(PostShape)), "POST": (201, PostShape)}

    def get(self, request: Request, brand: str) -> Response:
        return self.page(_filtered(self.brand, self.asked), PostShape, by="created_at")

    def post(self, request: Request, brand: str) -> Response:
        """Write a draft. It goes out when it is scheduled."""
        given_ = self.given()

        def write() -> tuple[int, Any]:
            with explained():
                made = drafting.create(self.brand, _wanted(given_, Wanted()), by=self.user)
            return 201, shown(made)

        return self.once(request, write)


class PostDetail(BrandApiView):
    """One post."""

    need = {"GET": Need.READ_POSTS, "PATCH": Need.WRITE_POSTS, "DELETE": Need.WRITE_POSTS}
    takes = {"PATCH": PostChange}
    gives = {"GET": (200, PostShape), "PATCH": (200, ChangedPostShape), "DELETE": (204, None)}
    fails = {"DELETE": (409,)}

    def get(self, request: Request, brand: str, post: str) -> Response:
        return Response(shown(get_object_or_404(Post, public_id=post)))

    def patch(self, request: Request, brand: str, post: str) -> Response:
        """Change a post. Scheduled, it goes out as it is now; if the caller may not schedule, it is a draft again."""
        row, changes = get_object_or_404(Post, public_id=post), self.given()
        may_schedule = self.access.allows(Need.SCHEDULE_POSTS)

        def write() -> tuple[int, Any]:
            with explained():
                wanted = _wanted(changes, _as_it_is(row))
                saved = drafting.save(row, wanted, seen=changes["version"], by=self.user, may_schedule=may_schedule)
            return 200, {**shown(row), "taken_back": saved.taken_back}

        return self.once(request, write)

    def delete(self, request: Request, brand: str, post: str) -> Response:
        """Take it away for 30 days; nothing more of it goes out. What is scheduled needs who may schedule."""
        row = get_object_or_404(Post, public_id=post)

        def write() -> tuple[int, Any]:
            if row.stage == Post.Stage.SCHEDULED and not self.access.allows(Need.SCHEDULE_POSTS):
                return 403, forbidden()
            with explained():
                scheduling.remove(row, by=self.user)
            return 204, None

        return self.once(request, write)


class PostSchedule(BrandApiView):
    """Let a post go out at its time."""

    need = Need.SCHEDULE_POSTS
    gives = {"POST": (200, PostShape)}
    fails = {"POST": (409,)}

    def post(self, request: Request, brand: str, post: str) -> Response:
        """Let it go out at its day and time, as it is written now. Refused where a network would not take it."""
        row = get_object_or_404(Post, public_id=post)

        def write() -> tuple[int, Any]:
            with explained():
                readiness.refuse_blocked(row)
                scheduling.schedule(row, by=self.user)
            return 200, shown(row)

        return self.once(request, write)


class PostUnschedule(BrandApiView):
    """Take a scheduled post back."""

    need = Need.SCHEDULE_POSTS
    gives = {"POST": (200, PostShape)}
    fails = {"POST": (409,)}

    def post(self, request: Request, brand: str, post: str) -> Response:
        """Make it a draft again, with its time kept. What is public stays so."""
        row = get_object_or_404(Post, public_id=post)

        def write() -> tuple[int, Any]:
            with explained():
                scheduling.unschedule(row, by=self.user)
            return 200, shown(row)

        return self.once(request, write)


def shown(post: Post) -> Any:
    """`post` as JSON, as it stands."""
    return PostShape(_whole(Post.with_deleted.filter(pk=post.pk)).get()).data


def _whole(posts: QuerySet[Post]) -> QuerySet[Post]:
    rows = Publication.objects.select_related("account").order_by("pk")
    return posts.select_related("author").prefetch_related(Prefetch("publications", rows, to_attr="listed"))


def _filtered(brand: Brand, asked: dict[str, Any]) -> QuerySet[Post]:
    rows: QuerySet[Post] = Post.objects.all()
    if account := asked.get("account"):
        wanted = get_object_or_404(Account.with_deleted, public_id=account)
        rows = rows.filter(pk__in=Publication.objects.filter(account=wanted).values("post"))
    if (state := asked.get("state")) in Post.Stage.values:
        rows = rows.filter(stage=state)
    elif state:
        rows = rows.filter(pk__in=Publication.objects.filter(state=state).values("post"))
    if first := asked.get("from"):
        day = min(max(first, _FIRST), _LAST)
        rows = rows.filter(due_at__gte=datetime.combine(day, time(), brand.zone))
    if last := asked.get("to"):
        day = min(max(last, _FIRST), _LAST)
        rows = rows.filter(due_at__lt=datetime.combine(day + timedelta(days=1), time(), brand.zone))
    return _whole(rows)


def _as_it_is(post: Post) -> Wanted:
    content, own = Content.of(post.content), revisions.own_of(post)
    return Wanted(content, own, post.objective, post.campaign, drafting.when_of(post))


def _wanted(changes: dict[str, Any], now: Wanted) -> Wanted:
    """`now` with `changes`. Raises given.Unreadable."""
    own = now.own
    if "accounts" in changes:
        own = {one["account"]: given.fields(_plain(one.get("own", {}))) for one in changes["accounts"]}
    day = changes.get("day", now.when.day if now.when else None)
    at = changes.get("time", now.when.at if now.when else None)
    day, at = given.day(day), given.time_of_day(at)
    fold = changes.get("fold", now.when.fold if now.when else 0)
    return Wanted(
        content=given.whole(_plain(changes["content"])) if "content" in changes else now.content,
        own=own,
        objective=given.line("objective", changes.get("objective", now.objective), longest=200),
        campaign=given.line("campaign", changes.get("campaign", now.campaign), longest=100),
        when=When(day, at, fold) if day and at else None,
    )


def _plain(value: Any) -> Any:
    """What serializers made of JSON, as JSON again."""
    if isinstance(value, dict):
        return {name: _plain(said) for name, said in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


@contextmanager
def explained() -> Iterator[None]:
    """What is wrong with a post, as errors of the API."""
    try:
        yield
    except given.Unreadable as error:
        raise ValidationError({error.field: [str(error)]}) from error
    except drafting.UnknownAccount as error:
        raise ValidationError({"accounts": [_("The brand has no such account.")]}) from error
    except Refusal as error:
        raise Refused(str(error)) from error
