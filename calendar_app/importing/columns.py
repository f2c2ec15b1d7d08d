"""Which column of a file of posts is which field, by what people and other programs call it in three languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.sheets import heads, moments
from core.sheets.heads import Head, column
from core.sheets.moments import Order
from core.sheets.table import Cell, Row


class Field(StrEnum):
    """What a row can tell of a post."""

    DATE = "date"
    TIME = "time"
    TEXT = "text"
    ACCOUNTS = "accounts"
    TITLE = "title"
    MEDIA = "media"
    ALT = "alt"
    LINK = "link"
    THREAD = "thread"
    COMMENT = "first_comment"
    WARNING = "warning"
    STATE = "state"
    OBJECTIVE = "objective"
    CAMPAIGN = "campaign"


LABELS: dict[Field, Any] = {
    Field.DATE: _("Date"),
    Field.TIME: _("Time"),
    Field.TEXT: _("Text"),
    Field.ACCOUNTS: _("Accounts"),
    Field.TITLE: _("Title"),
    Field.MEDIA: _("Files"),
    Field.ALT: _("Alternative text"),
    Field.LINK: _("Link"),
    Field.THREAD: _("Thread"),
    Field.COMMENT: _("First comment"),
    Field.WARNING: _("Content warning"),
    Field.STATE: pgettext_lazy("column", "State"),
    Field.OBJECTIVE: _("Objective"),
    Field.CAMPAIGN: _("Campaign"),
}
HELP: dict[Field, Any] = {
    Field.DATE: _("With its time where the column has it: 28/11/2026 09:00, or “tomorrow at 9”."),
    Field.TIME: _("Where it has a column of its own."),
    Field.ACCOUNTS: _("By name, handle or network; several apart by commas, or “all”."),
    Field.MEDIA: _("Names of files in the library, or addresses of pictures; several apart by commas."),
    Field.ALT: _("Of several files apart by a bar: |"),
    Field.THREAD: _("The messages after the first, with a line of --- between them."),
    Field.STATE: _("Draft or scheduled."),
}

# As core.sheets.heads.bare gives them, the likeliest first.
NAMES: dict[Field, tuple[str, ...]] = {
    Field.DATE: (
        *("date", "fecha", "data", "fecha y hora", "data e hora", "date and time", "date time", "datetime", "when"),
        *("posting time", "scheduled at", "scheduled date", "schedule date", "publish date", "post date", "dia", "day"),
        *("fecha de publicacion", "data de publicaçao", "publication date", "cuando", "quando", "momento", "moment"),
    ),
    Field.TIME: (
        *("time", "hora", "hour", "horario", "hora de publicacion", "hora de publicaçao", "publish time"),
        *("scheduled time", "schedule time", "post time"),
    ),
    Field.TEXT: (
        *("text", "texto", "message", "mensaje", "mensagem", "copy", "caption", "post text", "texto del post"),
        *("content", "contenido", "conteudo", "post", "publicacion", "publicaçao", "body", "cuerpo", "corpo"),
        *("texto de la publicacion", "post message", "descripcion", "description", "leyenda", "legenda", "pie de foto"),
    ),
    Field.ACCOUNTS: (
        *("accounts", "cuentas", "contas", "account", "cuenta", "conta", "profiles", "perfiles", "perfis", "profile"),
        *("perfil", "networks", "redes", "network", "red", "rede", "red social", "redes sociales", "rede social"),
        *("redes sociais", "social network", "channels", "canales", "canais", "channel", "canal", "platform"),
        *("plataforma", "plataformas", "social profiles"),
    ),
    Field.TITLE: ("title", "titulo", "headline", "titular", "post title"),
    Field.MEDIA: (
        *("files", "archivos", "arquivos", "media", "file", "archivo", "arquivo", "images", "imagenes", "imagens"),
        *("image", "imagen", "imagem", "photo", "foto", "fotos", "photos", "picture", "video", "videos", "medios"),
        *("multimedia", "adjuntos", "attachments", "midia", "anexos"),
    ),
    Field.ALT: (
        *("alternative text", "texto alternativo", "alt text", "alt", "alt texts", "textos alternativos"),
        *("image description", "descripcion de la imagen", "descriçao da imagem", "alt text picture 1"),
    ),
    Field.LINK: ("link", "enlace", "url", "liga", "vinculo", "direccion", "address", "website", "web"),
    Field.THREAD: ("thread", "hilo", "fio", "thread parts", "partes del hilo", "hilos"),
    Field.COMMENT: (
        *("first comment", "primer comentario", "primeiro comentario", "first comment text", "comment", "comentario"),
    ),
    Field.WARNING: (
        *("content warning", "aviso de contenido", "aviso de conteudo", "warning", "aviso", "cw", "advertencia"),
    ),
    Field.STATE: ("state", "estado", "status", "situaçao", "post status"),
    Field.OBJECTIVE: ("objective", "objetivo", "goal", "meta", "kpi"),
    Field.CAMPAIGN: ("campaign", "campaña", "campanha", "campana", "utm campaign"),
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """How rows are read: the place of each field that is there, and what holds where a row does not say."""

    columns: dict[Field, int]
    order: Order = Order.DAY
    accounts: tuple[str, ...] = ()
    """Public ids, for rows that name none."""
    time: time | None = None
    """For rows with a day alone."""
    schedule: bool = False
    """Rows that do not say are scheduled, else drafts."""
    whole: bool = False
    """Nothing is imported unless every row can be."""


def head_of(rows: Sequence[Row]) -> Head:
    """The row with the names of the columns; none where the first row is a post already, as some programs export."""
    found = heads.head_of(rows, NAMES)
    known = {name for of_field in NAMES.values() for name in of_field}
    if any(heads.bare(name) in known for name in found.columns):
        return found
    first = next((row for row in rows if row.number == found.number), None)
    if first and any(_is_date(cell) for cell in first.cells):
        return Head(0, tuple(f"[{heads.letter(place)}]" for place in range(len(found.columns))))
    return found


def guess(head: Head, rows: Sequence[Row]) -> dict[Field, int]:
    """The likeliest column of each field: names first, then values; no column twice. `rows` are some below the head."""
    taken = heads.by_name(head, rows, NAMES, _believable)
    for field, looks in ((Field.DATE, _dates), (Field.LINK, _addresses), (Field.TEXT, _words)):
        if field not in taken and (field is not Field.LINK or not head.number):
            free = [place for place in range(len(head.columns)) if place not in taken.values()]
            best = max(free, key=lambda place: looks(column(rows, place)), default=None)
            if best is not None and looks(column(rows, best)) > 0:
                taken[field] = best
    return taken


def order_of(mapped: dict[Field, int], rows: Sequence[Row], *, now: datetime) -> Order:
    """Whether the day or the month stands first in the dates of these rows, most of which are still to come."""
    place = mapped.get(Field.DATE)
    return Order.DAY if place is None else moments.guess(column(rows, place), now=now, coming=True)


def _believable(field: Field, cells: Sequence[Cell]) -> bool:
    """A column of times holds no dates; all else is believed by its name: what cannot be read is told row by row."""
    return field is not Field.TIME or not cells or _dates(cells) < 1


def _is_date(cell: Cell) -> bool:
    return any(moments.written(cell, None, order=order) is not None for order in Order)


def _dates(cells: Sequence[Cell]) -> float:
    share = sum(map(_is_date, cells)) / len(cells) if cells else 0.0
    return share if share >= 0.5 else 0.0


def _addresses(cells: Sequence[Cell]) -> float:
    found = [cell for cell in cells if isinstance(cell, str) and cell.startswith(("http://", "https://"))]
    return len(found) / len(cells) if cells and len(found) * 2 >= len(cells) else 0.0


def _words(cells: Sequence[Cell]) -> float:
    """The mean length where there are words."""
    texts = [cell for cell in cells if isinstance(cell, str) and " " in cell]
    return sum(map(len, texts)) / len(cells) if cells and not _dates(cells) else 0.0
