from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from brands.models import Brand
from brands.roles import Need
from core import clock
from core.templatetags.ui import sentiment_word
from monitoring import queries
from monitoring.models import Mention
from monitoring.views.mentions import ListView
from monitoring.views.shown import language_name, network_name

CHUNK = 500
_BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of its own."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Export(ListView):
    """The mentions of the list, with its filters, as a CSV that is written while it is sent."""

    need = Need.EXPORT

    def get(self, request: HttpRequest, brand: str) -> HttpResponseBase:
        matching = queries.with_all(self.matching(self.filters()), self.user).order_by("-posted_at", "-id")
        lines = rows(self.brand, matching.iterator(chunk_size=CHUNK))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        day = timezone.localtime(clock.now(), self.brand.zone).date()
        response.headers["Content-Disposition"] = f'attachment; filename="mentions-{day.isoformat()}.csv"'
        return response


def rows(brand: Brand, mentions: Iterable[Mention]) -> Iterator[str]:
    """Lines of the file: the heads, then a line for each mention. Words are of the language in force at the start."""
    heads = [_("Date"), _("Network"), _("Source"), _("Author"), _("Handle"), _("Title"), _("Text"), _("Address")]
    heads += [_("Language"), _("Sentiment"), _("Score"), _("Tags"), _("Assigned to"), _("Department"), _("Note")]
    writer = csv.writer(_Echo())
    return chain([_BOM + writer.writerow(heads)], (writer.writerow(_row(brand, mention)) for mention in mentions))


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> str:
        return line


def _row(brand: Brand, mention: Mention) -> list[Any]:
    author, member = mention.author, mention.assigned_to
    return [
        timezone.localtime(mention.posted_at, brand.zone).strftime("%Y-%m-%d %H:%M"),
        network_name(mention.network),
        *map(safe, (str(mention.source or ""), str(author or ""), author.handle if author else "")),
        *map(safe, (mention.title, mention.text, mention.url)),
        language_name(mention.language),
        sentiment_word(mention.sentiment),
        "" if mention.score is None else round(mention.score, 4),
        safe(", ".join(tagged.tag.name for tagged in mention.tags)),  # type: ignore[attr-defined]
        safe(member.user.display_name if member else ""),
        safe(mention.department.name if mention.department else ""),
        safe(mention.note),
    ]


def safe(cell: str) -> str:
    """`cell` as text: a quote before what a spreadsheet would run as a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
