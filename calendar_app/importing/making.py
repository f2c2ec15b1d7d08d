"""A page of rows becomes posts, by the composer's own verbs, each row once whoever imports it how often."""

from __future__ import annotations

from collections.abc import Sequence

from calendar_app import drafting, scheduling
from calendar_app.importing.reading import Good
from calendar_app.models import ImportedPost, PostImport
from core import bulk


def make(imported: PostImport, rows: Sequence[Good]) -> int:
    """Make the posts of `rows` that are not there yet; returns how many. Call inside a transaction.

    The keys come first: who imports the same row at the same moment waits here, and then finds it known. Raises
    Refusal, UnknownAccount: the page has to be read again.
    """
    by = imported.by
    assert by is not None
    claimed = _claim(imported, rows)
    new = [row for row in rows if claimed.get(row.key, (0, 0))[1] == row.number]
    posts = drafting.create_all(imported.brand, [row.wanted for row in new], by=by) if new else []
    going = [post for row, post in zip(new, posts, strict=True) if row.schedule]
    versions = {post.pk: post.version for post in posts}
    versions |= {post.pk: post.version for post in scheduling.schedule_all(going, by=by)} if going else {}
    made = [(claimed[row.key][0], post.pk, versions[post.pk]) for row, post in zip(new, posts, strict=True)]
    bulk.update(ImportedPost, ["post_id", "version"], made)
    return len(new)


def _claim(imported: PostImport, rows: Sequence[Good]) -> dict[str, tuple[int, int]]:
    """Keys that nobody had: {key: (primary key of the row that holds it, number of the row)}.

    Whose post was deleted since is made again. All take keys in one order, so that nobody waits in a circle.
    """
    by_key = {row.key: row.number for row in reversed(rows)}  # of equal rows the first
    gone = ImportedPost.objects.filter(key__in=list(by_key), post__deleted_at__isnull=False)
    pks = list(gone.select_for_update(of=("self",)).order_by("key").values_list("pk", flat=True))
    ImportedPost.objects.filter(pk__in=pks).delete()
    found = bulk.insert(
        ImportedPost,
        ["brand_id", "imported_id", "row", "key", "version", "undone"],
        [(imported.brand_id, imported.pk, number, key, 0, False) for key, number in sorted(by_key.items())],
        then="ON CONFLICT (brand_id, key) DO NOTHING RETURNING key, id, row",
    )
    return {key: (pk, number) for key, pk, number in found}
