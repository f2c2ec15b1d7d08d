"""The pages of an import of posts: upload, columns, preview, outcome, what was left out, undo."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from brands.scope import brand_scope
from calendar_app.importing import running
from calendar_app.models import Post, PostImport
from core.sheets import opening
from tests.calendar_app.importing.filled import HEAD, as_csv, many
from tests.conftest import join, make_user

pytestmark = pytest.mark.django_db
GOOD = ("28/11/2026", "09:30", "Buenos días", "lumbre")
BAD = ("01/03/2019", "09:30", "=Tarde", "nadie")


@pytest.fixture
def client(brand, bluesky) -> Client:
    person = make_user("Lucía", language="en")
    join(brand, person, "community")
    client = Client()
    client.force_login(person)
    return client


def address(brand, name="import", one: PostImport | None = None) -> str:
    return reverse(f"calendar:{name}", args=[brand.public_id, *([one.public_id] if one else [])])


def upload(client, brand, data: bytes, name="posts.csv") -> PostImport:
    answer = client.post(address(brand, "imports"), {"file": SimpleUploadedFile(name, data)})
    with brand_scope(brand.pk):
        one = PostImport.objects.latest("pk")
    assert answer.url == address(brand, one=one)
    return one


def started(client, brand, data: bytes, **chosen) -> PostImport:
    one = upload(client, brand, data)
    columns = {f"column_{field}": name for field, name in one.mapping["columns"].items()}
    said = {"order": "day", "state": "scheduled", "whole": "", **columns, **chosen}
    assert client.post(address(brand, one=one), said).status_code == 302
    one.refresh_from_db()
    return one


def test_rows_are_shown_as_they_will_stand_before_anything_is_made(client, brand):
    one = upload(client, brand, as_csv(HEAD, GOOD, BAD))
    page = client.get(address(brand, one=one)).content.decode()
    assert "Saturday 28 November at 09:30, Madrid time" in page
    assert "11/300" in page
    assert "Friday 1 March 2019, 09:30, has passed. Write a later one." in page
    assert "Of the first 2, 1 would be left out." in page
    assert not Post.objects.exists()


def test_the_preview_follows_what_is_chosen(client, brand):
    one = upload(client, brand, as_csv(HEAD, GOOD))
    said = {"column_text": "Cuentas", "order": "day", "state": "draft"}
    answer = client.get(address(brand, one=one), said, headers={"HX-Target": "preview"})
    assert b"Without a time" in answer.content
    assert b"<html" not in answer.content


def test_a_small_file_is_made_at_once_told_row_by_row_and_taken_back(client, brand):
    one = started(client, brand, as_csv(HEAD, GOOD, BAD))
    assert (one.state, one.new, one.faulty) == ("done", 1, 1)
    page = client.get(address(brand, one=one)).content.decode()
    assert "none of the connected accounts" in page
    assert client.post(address(brand, "import_undo", one)).status_code == 302
    one.refresh_from_db()
    assert (one.undone, Post.objects.count()) == (1, 0)
    assert "Taken back" in client.get(address(brand, one=one)).content.decode()


def test_the_same_file_again_says_that_nothing_was_added(client, brand):
    started(client, brand, as_csv(HEAD, GOOD))
    one = started(client, brand, as_csv(HEAD, GOOD))
    assert (one.new, one.known) == (0, 1)
    assert b"Every row of this file is in the calendar already" in client.get(address(brand, one=one)).content


def test_a_large_file_is_a_job_with_progress(client, brand):
    one = started(client, brand, many(running.AT_ONCE + 1))
    assert one.state == "waiting"
    page = client.get(address(brand, one=one)).content.decode()
    assert 'hx-trigger="every 1s"' in page
    running.run_due()
    part = client.get(address(brand, one=one), headers={"HX-Target": "import"}).content.decode()
    assert "every 1s" not in part
    assert "<html" not in part


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_left_out_rows_come_back_with_what_is_wrong_and_never_as_formulas(client, brand, kind):
    one = started(client, brand, as_csv(HEAD, GOOD, BAD))
    answer = client.get(address(brand, f"import_left_out_{kind}", one))
    data = answer.content if kind == "xlsx" else b"".join(answer)
    head, row = opening.open_book(io.BytesIO(data)).rows()
    assert head.cells == ("Row", "What is wrong", *HEAD)
    assert (int(row.cells[0]), row.cells[2:]) == (3, BAD)
    assert row.cells[1].startswith("Date: Friday 1 March 2019")
    if kind == "csv":
        assert b"'=Tarde" in data


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_names_the_accounts(client, brand, kind):
    answer = client.get(address(brand, f"import_template_{kind}"))
    data = answer.content if kind == "xlsx" else b"".join(answer)
    head, *rows = opening.open_book(io.BytesIO(data)).rows()
    assert head.cells[:4] == ("Date", "Time", "Text", "Accounts")
    assert rows[0].cells[3] == "Bluesky @lumbre.bsky.social"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04roto", b"Fecha;Texto\n"])
def test_what_is_no_table_is_refused_in_words(client, brand, data):
    answer = client.post(address(brand, "imports"), {"file": SimpleUploadedFile("a.csv", data)})
    assert answer.status_code == 422
    assert not PostImport.objects.exists()


def test_a_mapping_without_text_is_asked_for(client, brand):
    one = upload(client, brand, as_csv(HEAD, GOOD))
    answer = client.post(address(brand, one=one), {"column_date": "Fecha", "order": "day", "state": "draft"})
    assert answer.status_code == 422
    assert b"Choose the column that has the text." in answer.content
    one.refresh_from_db()
    assert one.started_at is None


def test_a_file_that_was_not_started_can_be_deleted_and_no_other(client, brand):
    one, done = upload(client, brand, as_csv(HEAD, GOOD)), started(client, brand, as_csv(HEAD, GOOD))
    assert client.post(address(brand, "import_discard", one)).status_code == 302
    assert client.post(address(brand, "import_discard", done)).status_code == 404
    assert list(PostImport.objects.values_list("pk", flat=True)) == [done.pk]


def test_somebody_elses_import_is_not_there(brand, bluesky, client, charlie):
    one = upload(client, brand, as_csv(HEAD, GOOD))
    stranger = Client()
    stranger.force_login(charlie)
    for name in ("import", "import_left_out_csv"):
        assert stranger.get(address(brand, name, one)).status_code == 404
    assert stranger.post(address(brand, "import_undo", one)).status_code == 404
    one.refresh_from_db()
    assert one.started_at is None


def test_the_calendar_leads_here(client, brand):
    page = client.get(reverse("calendar:calendar", args=[brand.public_id])).content.decode()
    assert page.count(f'href="{address(brand, "imports")}"') >= 2  # in its tabs, and where nothing is planned
