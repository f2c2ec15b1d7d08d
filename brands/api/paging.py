"""Lists, a page at a time: {"results", "next"}. A page starts behind the last row of the one before, not at a number:
what is added or removed meanwhile neither repeats nor hides a row."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError


def page(rows: QuerySet[Any], *, by: str, limit: int, after: str) -> tuple[list[Any], str]:
    """Up to `limit` of `rows` in order of their column `by` (and public id), behind the place that `after` names.

    Returns them with what to hand in as `after` for the next page; "" on the last. Raises ValidationError for an
    `after` that did not come from here.
    """
    sealed = Signer(salt=f"api.page.{rows.model._meta.label}.{by}")
    if after:
        value, public_id = _opened(sealed, after)
        rows = rows.filter(Q(**{f"{by}__gt": value}) | Q(**{by: value, "public_id__gt": public_id}))
    found = list(rows.order_by(by, "public_id")[: limit + 1])
    more = len(found) > limit
    return found[:limit], _place(sealed, found[limit - 1], by) if more else ""


def next_address(path: str, asked: list[tuple[str, str]], after: str) -> str | None:
    """The address of the next page: `path` with what was asked and `after`; None on the last page."""
    kept = [(name, value) for name, value in asked if name != "after"]
    return f"{path}?{urlencode([*kept, ('after', after)])}" if after else None


def _place(sealed: Signer, row: Model, by: str) -> str:
    value = getattr(row, by)
    plain = value if isinstance(value, str) else value.isoformat()
    return sealed.sign_object([plain, row.public_id])  # type: ignore[attr-defined]


def _opened(sealed: Signer, after: str) -> tuple[str, str]:
    try:
        value, public_id = sealed.unsign_object(after)
    except (BadSignature, ValueError) as error:
        raise ValidationError({"after": [_("This is not a place in this list. Follow `next`.")]}) from error
    return value, public_id
