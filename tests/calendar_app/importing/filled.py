"""Files of posts as people fill them in, taken in and read."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from calendar_app.importing import files, running
from calendar_app.importing.directory import Accounts
from calendar_app.importing.reading import Faulty, Good, Reader
from calendar_app.models import LeftOutRow, PostImport
from core.sheets import uploads

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""A Monday, 10:00 in Madrid."""
HEAD = ("Fecha", "Hora", "Texto", "Cuentas")


def as_csv(*rows, delimiter: str = ";") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def upload(brand, data: bytes, by, name: str = "posts.csv", **mapping) -> PostImport:
    one = files.receive(brand, SimpleUploadedFile(name, data), by=by, may_schedule=True)
    one.mapping |= mapping
    return one


def imported(brand, data: bytes, by, name: str = "posts.csv", **mapping) -> PostImport:
    one = upload(brand, data, by, name, **mapping)
    files.start(one, one.mapping)
    while running.run_due():
        pass
    one.refresh_from_db()
    return one


def read(brand, data: bytes, by, *, may_schedule: bool = True, **mapping) -> list[Good | Faulty]:
    one = upload(brand, data, by, **mapping)
    reader = Reader(brand, files.mapping_of(one), Accounts.of_brand(), may_schedule)
    return list(reader.read(uploads.sample_of(one)))


def outcome(one: PostImport) -> tuple:
    return one.state, one.new, one.known, one.faulty


def faults(one: PostImport) -> dict[int, list[list[str]]]:
    return dict(LeftOutRow.objects.filter(imported=one).order_by("row").values_list("row", "faults"))


def many(n: int, *, broken: int = 0, first: int = 0) -> bytes:
    """`n` rows, a minute apart; every `broken`-th has a time that has passed."""
    rows = [HEAD]
    for i in range(first, first + n):
        day = "01/03/2019" if broken and i % broken == broken - 1 else f"{1 + i // 1440 % 28:02}/12/2026"
        rows.append((day, f"{i // 60 % 24:02}:{i % 60:02}", f"Texto número {i}", "lumbre"))
    return as_csv(*rows)
