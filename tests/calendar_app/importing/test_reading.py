"""Rows as posts: what is read, and what is said of each row that cannot be."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calendar_app.drafting import When
from calendar_app.importing import columns, template
from calendar_app.importing.columns import Field
from calendar_app.importing.directory import Accounts
from calendar_app.importing.reading import Faulty, Good
from core.sheets import opening, writing
from core.sheets.moments import Order
from core.sheets.table import Row
from media.models import File
from tests.calendar_app.importing.filled import HEAD, as_csv, read
from tests.calendar_app.written import account
from tests.core.sheets.files import of_rows

pytestmark = pytest.mark.django_db
LONG = "palabra " * 60


def one(brand, by, date="28/11/2026", at="09:30", text="hola", accounts="lumbre", **more) -> Good | Faulty:
    head, row = (*HEAD, *more), (date, at, text, accounts, *more.values())
    return read(brand, as_csv(head, row), by)[0]


def said(row: Good | Faulty) -> list[tuple[str, str]]:
    assert isinstance(row, Faulty), row
    return [(fault.field, fault.text) for fault in row.faults]


BAD_TIMES = {
    ("01/03/2019", "09:00"): ("date", "Friday 1 March 2019, 09:00, has passed. Write a later one."),
    ("02/11/2026", "09:59"): ("date", "Monday 2 November 2026, 09:59, has passed. Write a later one."),
    ("28/11/2033", "09:00"): (
        "date",
        "Monday 28 November 2033, 09:00, is more than five years away. Write an earlier day.",
    ),
    ("28/03/2027", "02:30"): ("time", "Clocks go forward that day and 02:30 does not exist. Write another time."),
    ("31/10/2027", "02:30"): (
        "time",
        (
            "Clocks go back that day and 02:30 comes twice: The first 02:30 (UTC+02), The second 02:30 (UTC+01). "
            "Write which offset."
        ),
    ),
    ("31/02/2027", "09:00"): ("date", "“31/02/2027” is no day that can be read. Write it as 28/11/2026 or 2026-11-28."),
    ("28/11/2026", "25:99"): ("time", "“25:99” is no time of day. Write it as 09:00."),
    ("28/11/2026", ""): ("time", "There is a day and no time. Write one, 00:00 for midnight."),
    ("", "09:00"): ("date", "There is a time and no day."),
    ("", ""): ("date", "There is no day and no time, and it is to be scheduled."),
    ("pronto", ""): ("date", "“pronto” is no day that can be read. Write it as 28/11/2026 or 2026-11-28."),
    ("=1+1", ""): ("date", "“=1+1” is no day that can be read. Write it as 28/11/2026 or 2026-11-28."),
}


@pytest.mark.parametrize("written", BAD_TIMES)
def test_what_is_wrong_with_a_time_is_said(lumbre, alice, bluesky, written):
    assert said(one(lumbre, alice, *written)) == [BAD_TIMES[written]]


GOOD_TIMES = {
    ("28/11/2026", "09:30"): When(date(2026, 11, 28), time(9, 30)),
    ("2026-11-28T09:30", ""): When(date(2026, 11, 28), time(9, 30)),
    ("28 de noviembre de 2026, 9:30", ""): When(date(2026, 11, 28), time(9, 30)),
    ("28/11/2026 9:30 pm", ""): When(date(2026, 11, 28), time(21, 30)),
    ("01/01/2027", "00:00"): When(date(2027, 1, 1), time(0)),
    ("31/10/2027 02:30 +02:00", ""): When(date(2027, 10, 31), time(2, 30), 0),
    ("31/10/2027 02:30 +01:00", ""): When(date(2027, 10, 31), time(2, 30), 1),
    ("2026-11-28 09:30 -03:00", ""): When(date(2026, 11, 28), time(13, 30)),
    ("mañana a las 9", ""): When(date(2026, 11, 3), time(9)),
    ("tomorrow", "9:00"): When(date(2026, 11, 3), time(9)),
    ("viernes", "18:30"): When(date(2026, 11, 6), time(18, 30)),
}


@pytest.mark.parametrize("written", GOOD_TIMES)
def test_times_are_the_brands_unless_they_say_theirs(lumbre, alice, bluesky, written):
    row = one(lumbre, alice, *written)
    assert isinstance(row, Good), row
    assert row.wanted.when == GOOD_TIMES[written]


BAD_ROWS = {
    "no text": ({"text": ""}, [("text", "There is nothing to publish yet. Write something or add a file.")]),
    "unknown account": (
        {"accounts": "lumbre, nadie"},
        [("accounts", "“nadie” is none of the connected accounts. Write its handle as it stands on this page.")],
    ),
    "no account": ({"accounts": ""}, [("accounts", "This post goes nowhere yet. Choose at least one account.")]),
    "unknown file": (
        {"Archivos": "foto.png"},
        [("media", "There is no file “foto.png” in the library. Upload it there first.")],
    ),
    "unknown state": ({"Estado": "quizá"}, [("state", "“quiza” is no state. Write “draft” or “scheduled”.")]),
    "half an address": ({"Enlace": "lumbre.example"}, [("link", "Write the whole address, starting with https://")]),
    "an endless campaign": (
        {"Campaña": "x" * 101},
        [("campaign", "At most 100 characters can be kept here, and these are 101. Shorten it.")],
    ),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_what_is_wrong_with_a_row_is_said_by_column(lumbre, alice, bluesky, name):
    fields, expected = BAD_ROWS[name]
    assert said(one(lumbre, alice, **fields)) == expected


def test_all_that_is_wrong_is_said_at_once(lumbre, alice, bluesky):
    row = one(lumbre, alice, "pronto", "", LONG, "nadie", Estado="quizá")
    assert [field for field, _text in said(row)] == ["date", "accounts", "state"]


def test_what_a_network_would_refuse_stops_what_is_scheduled_and_not_a_draft(lumbre, alice, bluesky):
    (fault,) = said(one(lumbre, alice, text=LONG))
    assert fault[0] == "text"
    assert fault[1].startswith("Bluesky @lumbre.bsky.social would not take it: ")
    draft = one(lumbre, alice, text=LONG, Estado="borrador")
    assert isinstance(draft, Good)
    assert [note.text for note in draft.notes] == [fault[1]]
    assert (draft.checked[0].lengths[0].length, draft.checked[0].lengths[0].limit) == (479, 300)


NAMED = {
    "lumbre": ["bluesky"],
    "LUMBRE": ["bluesky"],
    "@lumbre.bsky.social": ["bluesky"],
    "lumbre.bsky.social": ["bluesky"],
    "Bluesky": ["bluesky"],
    "bluesky @lumbre.bsky.social": ["bluesky"],
    "Cafés Lumbre": ["mastodon"],
    "cafes lumbre; bluesky": ["mastodon", "bluesky"],
    "bluesky|mastodon\nbluesky": ["bluesky", "mastodon"],
    "todas": ["bluesky", "mastodon"],
}


@pytest.mark.parametrize("name", NAMED)
def test_accounts_go_by_many_names(lumbre, alice, bluesky, mastodon, name):
    row = one(lumbre, alice, accounts=name)
    assert isinstance(row, Good), row
    there = {bluesky.public_id: "bluesky", mastodon.public_id: "mastodon"}
    assert [there[one_] for one_ in row.wanted.own] == NAMED[name]


def test_a_name_that_may_be_several_is_asked_back(lumbre, alice, bluesky):
    account("bluesky", "Otra", handle="@otra.bsky.social")
    (fault,) = said(one(lumbre, alice, accounts="bluesky"))
    assert fault == (
        "accounts",
        "“bluesky” may be several accounts: Bluesky @lumbre.bsky.social, Bluesky @otra.bsky.social. Write which.",
    )


def test_rows_that_name_no_account_take_the_chosen_ones(lumbre, alice, bluesky):
    data = as_csv(HEAD, ("28/11/2026", "9:00", "hola", ""), ("29/11/2026", "", "hola", ""))
    rows = read(lumbre, data, alice, accounts=[bluesky.public_id], time="08:15")
    assert [(list(row.wanted.own), row.wanted.when.at) for row in rows] == [
        ([bluesky.public_id], time(9)),
        ([bluesky.public_id], time(8, 15)),
    ]


def test_the_rest_of_a_post_is_read(lumbre, alice, bluesky):
    picture = {"kind": "image", "mime": "image/png", "clean_mime": "image/png", "size": 9, "clean_size": 9}
    sizes = {"kept_bytes": 9, "width": 9, "height": 9, "clean_width": 9, "clean_height": 9}
    first, second = (
        File.objects.create(name=name, sha256=name, alt=alt, **picture, **sizes)
        for name, alt in (("Terraza.png", "La terraza"), ("b.png", ""))
    )
    more = {"Archivos": "terraza.png, b.png", "Texto alternativo": "| Una taza", "Hilo": "dos\n---\ntres"}
    row = one(lumbre, alice, **more, Objetivo="Visitas", Campaña="Otoño", Enlace="https://lumbre.example/a")
    assert isinstance(row, Good), row
    content = row.wanted.content
    assert [(use.file, use.alt) for use in content.media] == [
        (first.public_id, "La terraza"),
        (second.public_id, "Una taza"),
    ]
    assert [part.text for part in content.thread] == ["dos", "tres"]
    assert (row.wanted.objective, row.wanted.campaign, content.link) == ("Visitas", "Otoño", "https://lumbre.example/a")
    File.objects.create(name="terraza.png", sha256="other", **picture, **sizes)
    (fault,) = said(one(lumbre, alice, **more))
    assert fault == ("media", "2 files of the library are called “terraza.png”. Write the address of the one you mean.")
    address = f"https://cmhub.example/b/{lumbre.public_id}/media/{first.public_id}/"
    assert isinstance(one(lumbre, alice, **(more | {"Archivos": f"{address}, b.png"})), Good)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+34 600", "-1", "@ana mira", "\t=1", "<script>alert(1)</script>"])
def test_formulas_and_markup_are_text(lumbre, alice, bluesky, text):
    row = one(lumbre, alice, text=text)
    assert isinstance(row, Good), row
    assert row.wanted.content.text == text.strip()


def test_a_workbooks_own_types_are_read(lumbre, alice, bluesky):
    rows = [
        ("Fecha", "Hora", "Texto", "Cuentas"),
        (datetime(2026, 11, 28), time(9, 30), 2026, "lumbre"),
        (datetime(2026, 11, 28, 18, 5), None, True, "lumbre"),
        (datetime(2026, 11, 28), 0.5, "mediodía", "lumbre"),
        (datetime(2026, 11, 28), None, "sin hora", "lumbre"),
    ]
    found = read(lumbre, of_rows(*rows).getvalue(), alice)
    assert [(row.wanted.content.text, row.wanted.when.at) for row in found[:3]] == [
        ("2026", time(9, 30)),
        ("True", time(18, 5)),
        ("mediodía", time(12)),
    ]
    assert said(found[3]) == [("time", "There is a day and no time. Write one, 00:00 for midnight.")]


HEADS = {
    "ours": (["Fecha", "Hora", "Texto", "Cuentas"], ["28/11/2026", "9:00", "hola", "x"], "date time text accounts"),
    "hootsuite, which has no head": (["28/11/2026 09:00", "hola a todos", "https://a.example"], None, "date text link"),
    "buffer": (["Text", "Image URL", "Tags", "Posting Time"], ["hi", "", "", "2026-11-28 09:00"], "text date"),
    "portuguese": (["Data", "Hora", "Mensagem", "Contas", "Situação"], ["28/11/2026", "9:00", "oi", "x", "rascunho"],
                   "date time text accounts state"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_columns_are_recognised(name):
    head, row, expected = HEADS[name]
    rows = [Row(1, tuple(head)), Row(2, tuple(row or ["29/11/2026 10:00", "otra vez hola", "https://b.example"]))]
    found = columns.head_of(rows)
    assert found.number == (1 if row else 0)
    below = [one_ for one_ in rows if one_.number > found.number]
    assert set(columns.guess(found, below)) == {Field(field) for field in expected.split()}


def test_dates_to_come_say_which_order_they_have(lumbre, alice, bluesky):
    data = as_csv(HEAD, *[(f"{month:02}/05/2027", "9:00", f"hola {month}", "lumbre") for month in (1, 2, 3)])
    assert [row.wanted.when.day.month for row in read(lumbre, data, alice)] == [5, 5, 5]
    data = as_csv(HEAD, ("11/28/2026", "9:00", "hola", "lumbre"))
    assert read(lumbre, data, alice)[0].wanted.when.day == date(2026, 11, 28)
    data = as_csv(HEAD, ("12/01/2026", "9:00", "hola", "lumbre"))  # the 12th of January has passed
    assert read(lumbre, data, alice)[0].wanted.when.day == date(2026, 12, 1)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_template_comes_back_as_it_went(lumbre, alice, bluesky, mastodon, kind, language):
    from django.utils import translation

    accounts = Accounts.of_brand()
    with translation.override(language):
        heads, rows = template.heads(), template.rows(lumbre, accounts.rows)
        if kind == "csv":
            data = "".join(writing.csv_lines(heads, rows)).encode()
        else:
            out = io.BytesIO()
            writing.write_xlsx(out, heads, rows, name="x", more=[template.accounts_sheet(accounts.rows)])
            data = out.getvalue()
    found = read(lumbre, data, alice, schedule=True)
    assert [(isinstance(row, Good), row.schedule) for row in found] == [(True, False)] * 3
    assert [row.wanted.content.text for row in found] == [row[2] for row in rows]
    assert [len(row.wanted.own) for row in found] == [1, 2, 2]
    assert [f"{row.wanted.when.day} {row.wanted.when.at:%H:%M}" for row in found] == [f"{r[0]} {r[1]}" for r in rows]


_TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), min_size=1, max_size=200
).filter(lambda text: text.strip() and not text.startswith("'"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(_TEXTS, min_size=1, max_size=6),
    moments=st.lists(st.datetimes(datetime(2026, 12, 1), datetime(2031, 3, 1)), min_size=6, max_size=6),
    kind=st.sampled_from(["csv", "xlsx"]),
)
def test_what_is_written_into_the_template_is_what_is_read(lumbre, alice, bluesky, texts, moments, kind):
    heads = template.heads()
    rows = [[f"{at:%Y-%m-%d}", f"{at:%H:%M}", text, "lumbre"] for text, at in zip(texts, moments, strict=False)]
    rows = [[*row, *[""] * (len(heads) - len(row))] for row in rows]
    for row in rows:
        row[list(columns.LABELS).index(Field.STATE)] = "draft"
    if kind == "csv":
        data = io.BytesIO("".join(writing.csv_lines(heads, rows)).encode())
    else:
        writing.write_xlsx(data := io.BytesIO(), heads, rows, name="x")
    book = opening.open_book(data)
    read_rows = list(book.rows())
    head = columns.head_of(read_rows)
    mapping = columns.Mapping(columns.guess(head, read_rows[1:]), Order.DAY)
    from calendar_app.importing.reading import Reader

    found = list(Reader(lumbre, mapping, Accounts.of_brand(), True).read(read_rows[1:]))
    assert len(found) == len(rows)
    for row, (day, at, text, *_rest) in zip(found, rows, strict=True):
        if isinstance(row, Faulty):  # a time that a clock change swallows or doubles
            assert {fault.field for fault in row.faults} == {"time"}
            continue
        assert row.wanted.content.text == text.strip().replace("\r\n", "\n")
        assert f"{row.wanted.when.day} {row.wanted.when.at:%H:%M}" == f"{day} {at}"
