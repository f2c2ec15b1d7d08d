"""Which column of a file is which field: by what suites call it in three languages, and by its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from core.sheets.table import Cell, Row
from core.text import fold
from monitoring.importing import moments, values
from monitoring.importing.moments import Order

HEAD_WITHIN = 30
"""The names of the columns stand in one of the first rows: some suites put a cover above them."""


class Field(StrEnum):
    """What a row can tell of a mention."""

    TEXT = "text"
    TITLE = "title"
    DATE = "date"
    TIME = "time"
    ADDRESS = "address"
    NETWORK = "network"
    AUTHOR = "author"
    HANDLE = "handle"
    FOLLOWERS = "followers"
    REACH = "reach"
    LANGUAGE = "language"
    ID = "id"
    TAGS = "tags"


# Folded, without punctuation, the likeliest first. From the exports of Brandwatch, Meltwater, Talkwalker, Hootsuite,
# Sprinklr and Metricool, and from what people call a column of their own.
_NAMES: dict[Field, tuple[str, ...]] = {
    Field.TEXT: (
        *("full text", "text", "texto", "texto completo", "message", "mensaje", "mensagem", "content", "contenido"),
        *("conteudo", "hit sentence", "post message", "post text", "texto de la publicacion", "texto del post"),
        *("tweet", "tuit", "caption", "comment", "comentario", "body", "cuerpo", "corpo", "post", "publicacion"),
        *("publicaçao", "mencion", "mençao", "mention", "snippet", "fragmento", "title snippet", "opening text"),
        *("descripcion", "descriçao", "description", "conversation", "review text", "reseña", "verbatim"),
    ),
    Field.TITLE: (
        "title",
        "titulo",
        "headline",
        "titular",
        "manchete",
        "asunto",
        "subject",
        "article title",
        "assunto",
    ),
    Field.DATE: (
        *("date", "fecha", "data", "published at", "published date", "published", "publicado", "fecha y hora"),
        *(
            "fecha de publicacion",
            "data de publicaçao",
            "publication date",
            "publish date",
            "post date",
            "created time",
        ),
        *("created at", "created", "posted at", "date time", "datetime", "data e hora", "timestamp"),
        *("mention date", "fecha de la mencion", "fecha de creacion", "data da mençao", "time published", "posted"),
        *("date utc", "fecha utc", "published time", "dia", "day"),
    ),
    Field.TIME: ("time", "hora", "hour", "hora de publicacion", "hora de publicaçao", "publication time", "horario"),
    Field.ADDRESS: (
        *("url", "link", "enlace", "permalink", "mention url", "post url", "message url", "direccion", "source url"),
        *("original url", "post permalink", "permalink url", "article url", "url de la mencion", "endereço", "address"),
        *("web address", "enlace permanente", "post link", "ligaçao", "vinculo", "uri"),
    ),
    Field.NETWORK: (
        *("network", "red", "red social", "rede", "rede social", "social network", "platform", "plataforma"),
        *(
            "source type",
            "content source name",
            "content source",
            "page type",
            "media type",
            "tipo de medio",
            "channel",
        ),
        *("canal", "tipo de fuente", "tipo de fonte", "channel type", "sn type", "post type", "provider", "medio"),
        *("source", "fuente", "fonte"),
    ),
    Field.AUTHOR: (
        *("author", "autor", "autora", "author name", "full name", "nombre del autor", "nome do autor", "from user"),
        *("influencer", "sender name", "sender full name", "name", "nombre", "nome", "profile name", "user", "usuario"),
        *(
            "extra author attributes name",
            "author full name",
            "perfil",
            "profile",
            "account",
            "cuenta",
            "conta",
            "from",
        ),
        *("publisher", "source name"),
    ),
    Field.HANDLE: (
        *("handle", "username", "user name", "screen name", "author handle", "nombre de usuario", "nome de usuario"),
        *("twitter screen name", "sender screen name", "alias", "arroba", "extra author attributes short name"),
        *("author username", "user handle", "account handle", "usuario"),
    ),
    Field.FOLLOWERS: (
        *("followers", "seguidores", "author followers", "follower count", "followers count", "twitter followers"),
        *(
            "x followers",
            "sender followers count",
            "numero de seguidores",
            "instagram followers",
            "seguidores del autor",
        ),
    ),
    Field.REACH: (
        *("reach", "alcance", "potential reach", "alcance potencial", "reach new", "audience", "audiencia"),
        *("estimated reach", "alcance estimado", "audience reach", "impressions", "impresiones", "impressoes", "views"),
        *("estimated views", "visualizaciones", "visualizaçoes"),
    ),
    Field.LANGUAGE: ("language", "idioma", "lengua", "lingua", "lang", "language code", "codigo de idioma"),
    Field.ID: (
        *("mention id", "id de la mencion", "post id", "tweet id", "message id", "resource id", "external id"),
        *("document id", "status id", "article id", "id del post", "id da mençao", "universal message id", "uid", "id"),
    ),
    Field.TAGS: ("tags", "etiquetas", "labels", "marcadores", "categories", "categorias", "tag", "etiqueta", "label"),
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PUNCTUATION = re.compile(r"[^\wñç]+|_+")


@dataclass(frozen=True, slots=True)
class Head:
    """The row with the names of the columns; 0 where there is none."""

    number: int
    columns: tuple[str, ...]
    """A name for each column, each once."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How rows are read: the place of each field that is there, and what the file does not say."""

    columns: dict[Field, int]
    order: Order = Order.DAY
    network: str = ""
    """Of rows that name none and have no address that tells."""


def head_of(rows: Sequence[Row]) -> Head:
    """The names of the columns, in the row among the first that holds most known ones, else in the first full one."""
    first = rows[:HEAD_WITHIN]
    widest = max((len([c for c in row.cells if c not in (None, "")]) for row in first), default=0)

    def worth(row: Row) -> tuple[int, int]:
        texts = [cell for cell in row.cells if isinstance(cell, str) and cell.strip()]
        known = sum(any(name_fits(text, names) for names in _NAMES.values()) for text in texts if len(text) < 60)
        return known, min(len(texts), widest)

    best = max(first, key=lambda row: (*worth(row), -row.number), default=None)
    if best is None:
        return Head(0, ())
    width = max(len(row.cells) for row in rows)
    cells = [*best.cells, *[None] * (width - len(best.cells))]
    return Head(best.number, _once([str(cell).strip() if cell is not None else "" for cell in cells]))


def name_fits(name: str, names: Sequence[str]) -> bool:
    """Whether a column of that name is one of `names`."""
    return bare(name) in names


def bare(name: str) -> str:
    """A column's name folded, without punctuation: «Fecha_de publicación (UTC)» → «fecha de publicacion utc»."""
    return " ".join(_PUNCTUATION.sub(" ", fold(_CAMEL.sub(" ", name))).split())


def guess(head: Head, rows: Sequence[Row]) -> dict[Field, int]:
    """The likeliest column of each field: names first, then values; no column twice. `rows` are some below the head."""
    taken: dict[Field, int] = {}
    named = sorted(
        (names.index(bare(column)), field, place)
        for field, names in _NAMES.items()
        for place, column in enumerate(head.columns)
        if bare(column) in names and _believable(field, _column(rows, place))
    )
    for _rank, field, place in named:
        if field not in taken and place not in taken.values():
            taken[field] = place
    for field, looks in ((Field.DATE, _dates), (Field.ADDRESS, _addresses), (Field.TEXT, _words)):
        if field not in taken:
            free = [place for place in range(len(head.columns)) if place not in taken.values()]
            best = max(free, key=lambda place: looks(_column(rows, place)), default=None)
            if best is not None and looks(_column(rows, best)) > 0:
                taken[field] = best
    return taken


def order_of(mapped: dict[Field, int], rows: Sequence[Row], *, now: datetime) -> Order:
    """Whether the day or the month stands first in the dates of these rows."""
    place = mapped.get(Field.DATE)
    return Order.DAY if place is None else moments.guess(_column(rows, place), now=now)


def _column(rows: Sequence[Row], place: int) -> list[Cell]:
    cells = [row.cells[place] if place < len(row.cells) else None for row in rows]
    return [cell for cell in cells if cell not in (None, "")]


def _believable(field: Field, cells: Sequence[Cell]) -> bool:
    """Whether values can be the field that their column's name says; a column without values can be anything."""
    tests: dict[Field, Callable[[Sequence[Cell]], float]] = {
        Field.DATE: _dates,
        Field.ADDRESS: _addresses,
        Field.FOLLOWERS: _numbers,
        Field.REACH: _numbers,
        Field.ID: _ids,
        Field.TIME: lambda cells: 1 - _dates(cells),
    }
    return not cells or field not in tests or tests[field](cells) > 0


def _share(cells: Sequence[Cell], fits: Callable[[Cell], bool], least: float) -> float:
    share = sum(map(fits, cells)) / len(cells) if cells else 0.0
    return share if share >= least else 0.0


def _dates(cells: Sequence[Cell]) -> float:
    def fits(cell: Cell) -> bool:
        if not isinstance(cell, str | date):
            return False
        return any(moments.moment(cell, None, order=order, zone=UTC) is not None for order in Order)

    return _share(cells, fits, 0.5) or _share(cells, lambda c: isinstance(c, float) and 20_000 < c < 80_000, 0.9)


def _addresses(cells: Sequence[Cell]) -> float:
    return _share(cells, lambda cell: isinstance(cell, str) and bool(values.address(cell)), 0.3)


def _numbers(cells: Sequence[Cell]) -> float:
    return _share(cells, lambda cell: values.number(cell) is not None, 0.5)


def _ids(cells: Sequence[Cell]) -> float:
    return _share(cells, lambda cell: bool(values.identity(cell)), 0.5) * (len(set(cells)) / len(cells) > 0.9)


def _words(cells: Sequence[Cell]) -> float:
    """The mean length where there are words; addresses and dates are none."""
    texts = [cell for cell in cells if isinstance(cell, str) and " " in cell]
    mean = sum(map(len, texts)) / len(cells) if cells else 0.0
    return mean if mean >= 15 and not _dates(cells) else 0.0


def _once(names: Sequence[str]) -> tuple[str, ...]:
    """`names` told apart: blank ones by their letter, doubles by a number."""
    given: dict[str, int] = {}
    told = []
    for place, given_name in enumerate(names):
        name = " ".join(given_name.split())[:100] or f"[{letter(place)}]"
        given[name] = given.get(name, 0) + 1
        told.append(name if given[name] == 1 else f"{name} ({given[name]})")
    return tuple(told)


def letter(place: int) -> str:
    """0 → A, 26 → AA: as spreadsheets call their columns."""
    place, letters = place + 1, ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
