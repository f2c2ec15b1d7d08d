"""Where posts use files of the library: so that none goes that is still to be published. Call in the brand's scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField
from django.urls import reverse
from django.utils.translation import gettext as _

from calendar_app.models import Post, Publication, Revision, Series
from media.uses import Use, Users


class FileIds(Func):
    """Each public id of a file that content names, at whatever depth: one row for each."""

    template = "(jsonb_path_query(%(expressions)s, '$.**.file') #>> '{}')"
    output_field = TextField()


def used() -> set[str]:
    """Public ids of all files of all posts, their versions and series; deleted posts count while they can come back."""
    said: list[tuple[QuerySet[Any], str]] = [
        (Post.with_deleted.all(), "content"),
        (Publication.objects.all(), "own"),
        (Revision.objects.all(), "content"),
        (Revision.objects.all(), "own"),
        (Series.with_deleted.all(), "content"),
        (Series.with_deleted.all(), "own"),
    ]
    return {file for rows, column in said for file in rows.values_list(FileIds(F(column)), flat=True)}


def told(files: Collection[str]) -> Iterable[Use]:
    """The posts and series that use these files, the newest first."""
    own = Publication.objects.filter(post=OuterRef("pk"))
    posts = Post.objects.filter(_names("content", files) | Exists(own.filter(_names("own", files))))
    for post in posts.select_related("brand").prefetch_related("publications").order_by("-edited_at"):
        variants = list(post.publications.all())
        waiting = not variants or any(one.state != Publication.State.DONE for one in variants)
        url = reverse("posts:post", args=[post.brand.public_id, post.public_id])
        yield from _each(files, [post.content, *(one.own for one in variants)], str(post), url, waiting=waiting)
    for series in Series.objects.filter(_names("content", files) | _names("own", files)):
        yield from _each(files, [series.content, series.own], _("A post that comes again"), "", waiting=True)


def _names(column: str, files: Collection[str]) -> Q:
    """Whether the JSON of `column` names one of them: an id has 13 random characters and is nowhere else."""
    found = Q(pk__in=[])
    for file in files:
        found |= Q(**{f"{column}__icontains": f'"{file}"'})
    return found


def _each(files: Collection[str], said: list[Any], label: str, url: str, *, waiting: bool) -> Iterable[Use]:
    text = repr(said)
    return [Use(file, label or _("A post without text"), url, waiting) for file in files if file in text]


USERS = Users(files=used, told=told)
