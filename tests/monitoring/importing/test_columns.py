"""Columns found by their names, in the exports of suites and in people's own files."""

from __future__ import annotations

import io

import pytest

from core.sheets import heads, opening
from core.sheets.heads import Head
from monitoring.importing import columns
from monitoring.importing.columns import Field
from tests.monitoring.importing import suites


def guessed(rows, delimiter=",") -> tuple[Head, dict[str, str]]:
    read = list(opening.open_book(io.BytesIO(suites.as_csv(rows, delimiter))).rows())
    head = columns.head_of(read)
    found = columns.guess(head, [row for row in read if row.number > head.number])
    return head, {str(field): head.columns[place] for field, place in found.items()}


SUITES = {
    "brandwatch": (suites.BRANDWATCH, {
        "text": "Full Text", "title": "Title", "date": "Date", "address": "Url", "network": "Page Type",
        "author": "Author", "followers": "X Followers", "reach": "Reach (new)", "language": "Language",
        "id": "Resource Id", "tags": "Tags",
    }),
    "meltwater": (suites.MELTWATER, {
        "text": "Hit Sentence", "title": "Title", "date": "Date", "time": "Time", "address": "URL",
        "network": "Source Type", "author": "Author Name", "handle": "Author Handle", "reach": "Reach",
        "language": "Language", "id": "Document ID",
    }),
    "talkwalker": (suites.TALKWALKER, {
        "text": "content", "date": "published", "address": "url", "network": "source_type",
        "author": "extra_author_attributes.name", "handle": "extra_author_attributes.short_name", "reach": "reach",
        "language": "lang",
    }),
    "metricool": (suites.METRICOOL, {
        "text": "Mensaje", "date": "Fecha", "time": "Hora", "address": "Enlace", "network": "Red social",
        "author": "Autor", "handle": "Usuario", "followers": "Seguidores", "reach": "Alcance",
    }),
    "hootsuite": (suites.HOOTSUITE, {
        "text": "Post Message", "date": "Post Date", "address": "Post Permalink", "network": "Network",
        "author": "Profile Name", "handle": "Username", "id": "Tweet Id",
    }),
    "sprinklr": (suites.SPRINKLR, {
        "text": "Message", "date": "CreatedTime", "address": "Permalink", "network": "SocialNetwork",
        "author": "SenderFullName", "handle": "SenderScreenName", "id": "UniversalMessageId",
    }),
    "portuguese": (suites.PORTUGUESE, {
        "text": "Conteúdo", "date": "Data de publicação", "address": "Link", "network": "Rede social",
        "author": "Autor", "handle": "Nome de usuário", "followers": "Seguidores", "language": "Idioma",
    }),
}  # fmt: skip


@pytest.mark.parametrize("suite", SUITES)
def test_the_columns_of_suites_are_recognised(suite):
    rows, expected = SUITES[suite]
    assert guessed(rows)[1] == expected


def test_a_cover_above_the_names_is_passed_over():
    assert guessed(suites.BRANDWATCH)[0].number == 5


def test_without_known_names_values_tell():
    rows = [["c1", "c2", "c3"], ["2026-03-10 10:00", "Qué buen café el de hoy", "https://x.com/a/status/1"]]
    assert guessed(rows)[1] == {"date": "c1", "text": "c2", "address": "c3"}


def test_a_name_that_its_values_belie_is_not_believed():
    rows = [["Fecha", "Data", "Texto"], ["lunes", "2026-03-10", "Hola a todos los que toman café"]]
    assert guessed(rows)[1]["date"] == "Data"


def test_row_numbers_are_no_ids():
    rows = [["id", "texto", "fecha"], *([str(n), f"texto número {n}", "10/03/2026"] for n in range(1, 9))]
    assert "id" not in guessed(rows)[1]


def test_columns_without_a_name_and_with_the_same_are_told_apart():
    head, _found = guessed([["Texto", "", "Texto", "Fecha"], ["hola a todos los presentes", "x", "b", "10/03/2026"]])
    assert head.columns == ("Texto", "[B]", "Texto (2)", "Fecha")


@pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(place, letter):
    assert heads.letter(place) == letter


def test_every_field_has_names():
    assert set(columns.NAMES) == set(Field)
    for names in columns.NAMES.values():
        assert [heads.bare(name) for name in names] == list(names)
