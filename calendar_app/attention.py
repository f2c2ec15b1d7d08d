"""Posts and imports of posts that stay where they are until a person decides (brands.attention)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brands.access import BrandAccess
from brands.attention import Kind, Matter
from brands.roles import Need
from calendar_app import standing
from calendar_app.models import PostImport, Publication
from channels.naming import label, when
from core import clock, formats
from core.sheets.uploads import KEEP

State = Publication.State


def _rows(state: str, brands: Collection[int]) -> QuerySet[Any]:
    rows = Publication.all_brands.filter(brand__in=brands, state=state, post__deleted_at=None)
    return rows.select_related("post", "account").order_by("due_at", "pk")


def _tell(act: Any, row: Publication, access: BrandAccess) -> Matter:
    said = {"post": str(row.post) or _("a post without words"), "account": label(row.account)}
    here = [access.brand.public_id, row.post.public_id]
    by_hand = row.state == State.HANDED
    return Matter(
        title=_("«%(post)s» on %(account)s") % said,
        text=standing.of(row, ()).sentence,
        act=str(act),
        url=reverse("posts:by_hand", args=[*here, row.public_id]) if by_hand else reverse("posts:post", args=here),
        tag=when(row.due_at) if row.due_at else "",
        at=row.due_at,
    )


def _tell_many(state: str, title: Callable[[int], str], act: Any, n: int, access: BrandAccess) -> Matter:
    url = f"{reverse('calendar:calendar', args=[access.brand.public_id])}?view=list&state={state}"
    text = _("What happened to each of them, and what to do, stands on its page.")
    return Matter(title(n) % {"n": formats.number(n)}, text, str(act), url)


def _kind(state: str, order: int, icon: str, tone: str, act: Any, title: Callable[[int], str]) -> Kind:
    tell_many = partial(_tell_many, state, title, act)
    return Kind(
        f"post.{state}", Need.SCHEDULE_POSTS, order, icon, tone, partial(_rows, state), partial(_tell, act), tell_many
    )


def _imports(brands: Collection[int]) -> QuerySet[Any]:
    since = clock.now() - KEEP
    failed = PostImport.all_brands.filter(brand__in=brands, state=PostImport.State.FAILED, created_at__gte=since)
    return failed.order_by("created_at", "pk")


def _tell_import(row: PostImport, access: BrandAccess) -> Matter:
    return Matter(
        title=_("The posts of %(file)s were not read to their end") % {"file": row.name},
        text=_("What was made is kept. Go on where it stopped, or upload the file again."),
        act=_("See why"),
        url=reverse("calendar:import", args=[access.brand.public_id, row.public_id]),
        at=row.created_at,
    )


def _tell_imports(n: int, access: BrandAccess) -> Matter:
    title = ngettext(
        "%(n)s file of posts was not read to its end", "%(n)s files of posts were not read to their end", n
    )
    url = reverse("calendar:imports", args=[access.brand.public_id])
    return Matter(title % {"n": formats.number(n)}, _("What was made is kept."), _("See why"), url)


KINDS = (
    _kind(
        State.FAILED,
        10,
        "alert-triangle",
        "bad",
        gettext_lazy("Put it right"),
        lambda n: ngettext("%(n)s post failed", "%(n)s posts failed", n),
    ),
    _kind(
        State.UNKNOWN,
        20,
        "help-circle",
        "warn",
        gettext_lazy("Check it"),
        lambda n: ngettext("%(n)s post may be out: nobody knows", "%(n)s posts may be out: nobody knows", n),
    ),
    _kind(
        State.HANDED,
        25,
        "hand-stop",
        "acc",
        gettext_lazy("Publish it"),
        lambda n: ngettext("%(n)s post to publish by hand", "%(n)s posts to publish by hand", n),
    ),
    _kind(
        State.MISSED,
        30,
        "clock-x",
        "warn",
        gettext_lazy("Decide"),
        lambda n: ngettext("%(n)s post did not go out in time", "%(n)s posts did not go out in time", n),
    ),
    _kind(
        State.HELD,
        35,
        "hand-stop",
        "held",
        gettext_lazy("Decide"),
        lambda n: ngettext("%(n)s post is held", "%(n)s posts are held", n),
    ),
    Kind(
        "posts_import.failed",
        Need.WRITE_POSTS,
        65,
        "file-import",
        "warn",
        _imports,
        _tell_import,
        _tell_imports,
    ),
)
