"""The pages of an import: upload, columns, preview, progress, result."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from brands.scope import brand_scope
from monitoring.importing import running
from monitoring.models import Import, Mention, Source
from tests.conftest import join, make_user
from tests.core.sheets.files import of_rows
from tests.monitoring.importing import suites

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _march(settings, tmp_path, plain_scores):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def client(brand) -> Client:
    person = make_user("Lucía", language="en")
    join(brand, person, "community")
    client = Client()
    client.force_login(person)
    return client


def address(brand, name="import", one: Import | None = None) -> str:
    return reverse(f"monitoring:{name}", args=[brand.public_id, *([one.public_id] if one else [])])


def upload(client, brand, data: bytes, name="menciones.csv") -> Import:
    answer = client.post(address(brand, "imports"), {"file": SimpleUploadedFile(name, data)})
    with brand_scope(brand.pk):
        one = Import.objects.latest("pk")
    assert answer.url == address(brand, one=one)
    return one


CHOSEN = {"column_text": "Mensaje", "column_date": "Fecha", "column_time": "Hora", "order": "day", "network": ""}


def test_a_file_goes_from_upload_to_mentions(client, brand):
    assert "No file so far" in client.get(address(brand, "imports")).content.decode()
    one = upload(client, brand, suites.as_csv(suites.METRICOOL))
    page = client.get(address(brand, one=one))
    said = page.content.decode()
    assert "Nothing is imported yet" in said
    assert page.context["form"].initial["column_text"] == "Mensaje"
    assert [(row["number"], row["item"].network) for row in page.context["preview"]] == [
        (2, "facebook"),
        (3, "instagram"),
    ]
    assert page.context["date"] == {"written": "10/03/2026", "read": "Tuesday 10 March 2026"}

    client.post(address(brand, one=one), CHOSEN)
    waiting = client.get(address(brand, one=one)).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    assert "0 of 2" in waiting
    running.run_due()
    done = client.get(address(brand, one=one), headers={"HX-Request": "true", "HX-Target": "import"}).content.decode()
    assert 'hx-trigger="every 1s"' not in done
    assert "See the mentions" in done
    with brand_scope(brand.pk):
        source = Source.objects.get()
        assert Mention.objects.count() == 2
    listed = client.get(reverse("monitoring:mentions", args=[brand.public_id]) + f"?source={source.public_id}")
    assert "¿Tenéis leche de avena?" in listed.content.decode()
    assert "Imported file" in client.get(address(brand, "sources")).content.decode()


def test_changing_a_column_redraws_the_preview_and_stores_nothing(client, brand):
    one = upload(client, brand, suites.as_csv(suites.METRICOOL))
    htmx = {"HX-Request": "true", "HX-Target": "preview"}
    part = client.get(address(brand, one=one), CHOSEN | {"order": "month"}, headers=htmx)
    assert part.templates[0].name == "monitoring/_import_preview.html"
    said = part.content.decode()
    assert "Its date lies in the future." in said  # the third of October
    assert "Its date cannot be read as the others are." in said  # a month 25
    with brand_scope(brand.pk):
        assert Import.objects.get().mapping["order"] == "day"


@pytest.mark.parametrize(
    ("missing", "said"),
    [("column_text", "Choose the column that has the text"), ("column_date", "Choose the column that says when")],
)
def test_without_text_or_date_nothing_starts(client, brand, missing, said):
    one = upload(client, brand, suites.as_csv(suites.METRICOOL))
    answer = client.post(address(brand, one=one), CHOSEN | {missing: ""})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with brand_scope(brand.pk):
        assert (Import.objects.get().started_at, Source.objects.exists()) == (None, False)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF, whatever its name says."),
        (b"\xd0\xcf\x11\xe0" + bytes(50), "This is an old Excel file"),
        (b"Fecha,Texto\n", "no rows below the names of its columns"),
    ],
)
def test_what_cannot_be_read_says_so_and_what_to_do(client, brand, data, said):
    answer = client.post(address(brand, "imports"), {"file": SimpleUploadedFile("menciones.csv", data)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with brand_scope(brand.pk):
        assert not Import.objects.exists()


def test_no_file_is_no_crash(client, brand):
    assert "Choose a file first." in client.post(address(brand, "imports")).content.decode()


def test_a_sheet_can_be_chosen_and_a_bad_one_is_told(client, brand):
    book = of_rows(("Fecha", "Texto"), ("10/03/2026", "hola"))
    one = upload(client, brand, book.getvalue(), "a.xlsx")
    answer = client.post(address(brand, "import_sheet", one), {"sheet": "Otra"}, follow=True)
    assert "There is no such sheet in the file." in answer.content.decode()


def test_rows_that_were_left_out_can_be_taken_home(client, brand):
    rows = [["Fecha", "Texto"], ["10/03/2026", "bueno"], ["11/03/2026", "malo"], ["ayer", "=1+1"]]
    one = upload(client, brand, suites.as_csv(rows))
    client.post(address(brand, one=one), {"column_text": "Texto", "column_date": "Fecha", "order": "day"})
    running.run_due()
    page = client.get(address(brand, one=one)).content.decode()
    assert "Its date cannot be read as the others are." in page
    answer = client.get(address(brand, "import_faulty", one))
    assert b"".join(answer.streaming_content).decode() == (
        "\ufeffRow,Why it was left out,Fecha,Texto\r\n4,Its date cannot be read as the others are.,ayer,'=1+1\r\n"
    )


def test_stopping_going_on_and_throwing_away(client, brand):
    one = upload(client, brand, suites.as_csv(suites.METRICOOL))
    client.post(address(brand, one=one), CHOSEN)
    assert client.post(address(brand, "import_discard", one)).status_code == 404
    client.post(address(brand, "import_stop", one))
    assert running.run_due() == 0
    assert "Stopped after 0 rows" in client.get(address(brand, one=one)).content.decode()
    client.post(address(brand, "import_go_on", one))
    assert running.run_due() == 1
    draft = upload(client, brand, suites.as_csv(suites.HOOTSUITE))
    client.post(address(brand, "import_discard", draft))
    assert client.get(address(brand, one=draft)).status_code == 404


def test_a_file_that_cannot_be_gone_on_with_says_why(client, brand):
    one = upload(client, brand, suites.as_csv(suites.METRICOOL))
    client.post(address(brand, one=one), CHOSEN)
    with brand_scope(brand.pk):
        Import.objects.update(state="failed", last_error="Unreadable", last_error_detail="damaged")
    assert "The workbook is damaged" in client.get(address(brand, one=one)).content.decode()


@pytest.mark.parametrize("role", ["analyst", "client"])
def test_who_only_reads_imports_nothing(client, brand, role):
    reader = make_user(f"reader {role}", language="en")
    join(brand, reader, role)
    client.force_login(reader)
    answer = client.post(address(brand, "imports"), {"file": SimpleUploadedFile("a.csv", b"Fecha,Texto\n1,2\n")})
    assert answer.status_code == 403
    with brand_scope(brand.pk):
        assert not Import.objects.exists()


def test_a_mapping_made_up_by_hand_is_refused(client, brand):
    one = upload(client, brand, suites.as_csv(suites.METRICOOL))
    answer = client.post(address(brand, one=one), CHOSEN | {"column_text": "No hay tal columna", "order": "week"})
    assert answer.status_code == 422
    part = client.get(
        address(brand, one=one), {"column_text": "x" * 5000, "order": "week"}, headers={"HX-Target": "preview"}
    )
    assert part.status_code == 200
