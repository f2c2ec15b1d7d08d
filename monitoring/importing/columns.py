"""Which column of a file is which field: by what suites call it in three languages, and by its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from core.sheets import heads, moments
from core.sheets.heads import Head, column
from core.sheets.moments import Order
from core.sheets.table import Cell, Row
from monitoring.importing import values


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
NAMES: dict[Field, tuple[str, ...]] = {
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


@dataclass(frozen=True, slots=True)
class Mapping:
    """How rows are read: the place of each field that is there, and what the file does not say."""

    columns: dict[Field, int]
    order: Order = Order.DAY
    network: str = ""
    """Of rows that name none and have no address that tells."""


def head_of(rows: Sequence[Row]) -> Head:
    """The row with the names of the columns."""
    return heads.head_of(rows, NAMES)


def guess(head: Head, rows: Sequence[Row]) -> dict[Field, int]:
    """The likeliest column of each field: names first, then values; no column twice. `rows` are some below the head."""
    taken = heads.by_name(head, rows, NAMES, _believable)
    for field, looks in ((Field.DATE, _dates), (Field.ADDRESS, _addresses), (Field.TEXT, _words)):
        if field not in taken:
            free = [place for place in range(len(head.columns)) if place not in taken.values()]
            best = max(free, key=lambda place: looks(column(rows, place)), default=None)
            if best is not None and looks(column(rows, best)) > 0:
                taken[field] = best
    return taken


def order_of(mapped: dict[Field, int], rows: Sequence[Row], *, now: datetime) -> Order:
    """Whether the day or the month stands first in the dates of these rows."""
    place = mapped.get(Field.DATE)
    return Order.DAY if place is None else moments.guess(column(rows, place), now=now)


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
