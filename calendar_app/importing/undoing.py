"""Posts of an import are taken away again, those that are not public and that nobody has changed since."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from calendar_app import locking, scheduling, states
from calendar_app.models import ImportedPost, Post, PostImport, Publication
from core import clock, jobs

PAGE = 200


def go_on(imported: PostImport, by: User, *, until: datetime) -> bool:
    """Take away what is left of it, a page at a time; False: the claim was lost, or it is `until` already."""
    while page := _next(imported):
        if not _take_away(imported, page, by):
            return False
        if clock.now() > until:
            jobs.finish(imported, state=PostImport.State.WAITING, not_before=clock.now())
            return False
    over = {"undone_at": clock.now(), "attempts": 0, "last_error": "", "last_error_detail": ""}
    return jobs.finish(imported, state=PostImport.State.DONE, **over)


def _next(imported: PostImport) -> list[ImportedPost]:
    rows = ImportedPost.objects.filter(imported=imported, undone=False).select_related("post").order_by("row")
    return list(rows[:PAGE])


def _take_away(imported: PostImport, page: list[ImportedPost], by: User) -> bool:
    """What is touched keeps its post: it is the team's now. Whether the claim still held."""
    versions = {row.post_id: row.version for row in page}
    with transaction.atomic():
        if not jobs.beat(imported):
            return False
        held = locking.hold_all([row.post for row in page if row.post])
        untouched = [post for post, there in held if _is_untouched(post, there, versions[post.pk])]
        if untouched:
            scheduling.remove_all(untouched, by=by)
        imported.undone += len(untouched)
        imported.left += sum(post.deleted_at is None for post, _there in held) - len(untouched)
        ImportedPost.objects.filter(pk__in=[row.pk for row in page]).update(undone=True)
        PostImport.objects.filter(pk=imported.pk).update(undone=imported.undone, left=imported.left)
    return True


def _is_untouched(post: Post, publications: list[Publication], version: int) -> bool:
    ahead = all(one.state in states.AHEAD and one.claim is None for one in publications)
    return post.version == version and post.deleted_at is None and ahead
