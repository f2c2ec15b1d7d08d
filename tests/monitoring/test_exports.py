"""Exports: exactly what the list shows, at once or prepared, for those who may."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from brands import portability
from brands.models import Event, Notice
from brands.scope import brand_scope
from monitoring import exports, filters, ingest
from monitoring.models import Export, Mention, MentionTag, MentionTopic, Tag, Topic
from tests.conftest import join, make_user
from tests.monitoring import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
HEADS = [
    *("Date (Europe/Madrid)", "Network", "Source", "Author", "Handle", "Followers", "Title", "Text", "Address"),
    *("Language", "Sentiment", "Score", "Reach", "Topics", "Tags", "Assigned to", "Department", "Note"),
]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def client_of(brand, plain_scores):
    def signed_in(role: str) -> Client:
        person = make_user(role, language="en")
        join(brand, person, role)
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def heard(brand, plain_scores):
    with brand_scope(brand.pk):
        source = factories.source(brand, title="El blog")
        items = (
            factories.item(1, "=HYPERLINK(1) bueno"),
            factories.item(2, "malo y\nlargo"),
            factories.item(3, "ni una cosa ni otra"),
        )
        ingest.store(source, factories.page(*items), seen_at=NOW)
        first = Mention.objects.order_by("-posted_at").first()
        topic = Topic.objects.create(name="Café", query="café")
        MentionTopic.objects.create(mention=first, topic=topic, posted_at=first.posted_at)
        for name in ("Producto", "Queja"):
            MentionTag.objects.create(mention=first, tag=Tag.objects.create(name=name))
    return brand


def address(brand, name="export", **ids) -> str:
    return reverse(f"monitoring:{name}", kwargs={"brand": brand.public_id, **ids})


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def read_csv(data: bytes) -> list[dict]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_csv_says_everything_of_a_mention(heard, client_of):
    answer = client_of("analyst").post(address(heard), {"format": "csv"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mentions-2026-03-31.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    rows = read_csv(body(answer))
    assert list(rows[0]) == HEADS
    assert [row["Text"] for row in rows] == ["'=HYPERLINK(1) bueno", "malo y\nlargo", "ni una cosa ni otra"]
    first = rows[0]
    assert (first["Date (Europe/Madrid)"], first["Source"]) == ("2026-03-10 12:59:00", "El blog")
    assert (first["Topics"], first["Tags"], first["Sentiment"]) == ("Café", "Producto, Queja", "Positive")


def test_a_workbook_has_real_dates_and_text_that_stays_text(heard, client_of):
    data = body(client_of("analyst").post(address(heard), {"format": "xlsx"}))
    sheet = load_workbook(io.BytesIO(data)).active
    heads, first, *_rest = sheet.iter_rows()
    assert [cell.value for cell in heads] == HEADS
    assert (first[0].value, first[0].is_date) == (datetime(2026, 3, 10, 12, 59), True)
    assert (first[7].value, first[7].data_type) == ("=HYPERLINK(1) bueno", "s")
    assert sheet.max_row == 4


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_both_hold_exactly_what_the_filters_show(heard, client_of, kind):
    data = body(client_of("analyst").post(f"{address(heard)}?sentiment=negative", {"format": kind}))
    if kind == "csv":
        assert [row["Text"] for row in read_csv(data)] == ["malo y\nlargo"]
    else:
        assert [row[7] for row in load_workbook(io.BytesIO(data)).active.values] == ["Text", "malo y\nlargo"]


def test_the_words_are_of_the_readers_language(heard, client_of):
    client = client_of("analyst")
    join_es = make_user("Inés", language="es")
    join(heard, join_es, "analyst")
    client.force_login(join_es)
    row = read_csv(body(client.post(address(heard), {"format": "csv"})))[1]
    assert (row["Red"], row["Sentimiento"]) == ("RSS, Atom, JSON Feed", "Negativa")


def test_the_history_says_that_mentions_left(heard, client_of):
    body(client_of("analyst").post(f"{address(heard)}?sentiment=negative", {"format": "csv"}))
    event = Event.objects.get(verb="mentions.exported")
    assert (event.actor_name, event.after) == ("analyst", {"format": "csv", "filters": ["sentiment"]})


@pytest.fixture
def _long(monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)


@pytest.mark.usefixtures("_long")
class TestPrepared:
    """What is too long to be waited for."""

    def prepared(self, heard, client, kind="csv", query="") -> Export:
        answer = client.post(f"{address(heard)}{query}", {"format": kind})
        assert answer.url == address(heard, "exports")
        with brand_scope(heard.pk):
            return Export.objects.get()

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_file_is_the_one_that_would_have_come_at_once(self, heard, client_of, monkeypatch, kind):
        client = client_of("analyst")
        export = self.prepared(heard, client, kind)
        assert exports.run_due() == 1
        export = self.again(heard, export)
        assert (export.state, export.written, export.total) == ("done", 3, 3)
        answer = client.get(address(heard, "export_file", export=export.public_id))
        assert answer.headers["Content-Disposition"] == f'attachment; filename="mentions-2026-03-31.{kind}"'
        later = body(answer)
        assert len(later) == export.size
        monkeypatch.setattr(exports, "AT_ONCE", 10)
        at_once = body(client.post(address(heard), {"format": kind}))
        assert (later == at_once) if kind == "csv" else (self.cells(later) == self.cells(at_once))

    @staticmethod
    def cells(data: bytes) -> list[tuple]:
        return list(load_workbook(io.BytesIO(data)).active.values)

    @staticmethod
    def again(heard, export: Export) -> Export:
        with brand_scope(heard.pk):
            export.refresh_from_db()
        return export

    def test_filters_and_language_are_those_of_who_asked(self, heard, client_of, monkeypatch):
        monkeypatch.setattr(exports, "AT_ONCE", 0)
        client = client_of("analyst")
        export = self.prepared(heard, client, query="?sentiment=negative&from=2026-03-01")
        exports.run_due()
        rows = read_csv(body(client.get(address(heard, "export_file", export=export.public_id))))
        assert [row["Sentiment"] for row in rows] == ["Negative"]
        page = client.get(address(heard, "exports")).content.decode()
        assert "Sentiment: Negative" in page
        assert "since 1 Mar 2026" in page

    def test_a_link_asks_before_it_starts_anything(self, heard, client_of):
        client = client_of("analyst")
        answer = client.get(f"{address(heard)}?format=xlsx&sentiment=negative&sentiment=positive&sentiment=neutral")
        assert answer.url.startswith(address(heard, "exports"))
        page = client.get(answer.url)
        assert page.context["wish"]["format"] == "xlsx"
        with brand_scope(heard.pk):
            assert not Export.objects.exists()

    def test_who_asked_is_told_at_the_bell(self, heard, client_of):
        export = self.prepared(heard, client_of("analyst"))
        exports.run_due()
        with brand_scope(heard.pk):
            notice = Notice.objects.select_related("user").get(kind="export.done")
        assert (notice.user.name, notice.key, notice.words) == ("analyst", export.public_id, {"rows": 3})

    def test_the_page_says_that_it_is_ready_when_it_has_become_so(self, heard, client_of):
        client = client_of("analyst")
        export = self.prepared(heard, client)
        page = client.get(address(heard, "exports"))
        assert page.context["running"] == export.public_id
        exports.run_due()
        part = client.get(
            address(heard, "exports") + f"?running={export.public_id}",
            headers={"HX-Request": "true", "HX-Target": "exports"},
        )
        assert "Your export is ready." in part.headers["HX-Trigger"]
        assert "hx-trigger" not in part.content.decode()

    def test_a_file_is_deleted_after_seven_days(self, heard, client_of):
        client = client_of("analyst")
        export = self.prepared(heard, client)
        exports.run_due()
        path = self.again(heard, export).path
        with time_machine.travel(NOW + timedelta(days=6)):
            assert exports.delete_old() == 0
        with time_machine.travel(NOW + timedelta(days=7, minutes=1)):
            assert exports.delete_old() == 1
        assert not default_storage.exists(path)
        assert client.get(address(heard, "export_file", export=export.public_id)).status_code == 404

    def test_a_worker_that_dies_leaves_the_export_to_the_next(self, heard, client_of, monkeypatch):
        export = self.prepared(heard, client_of("analyst"))

        class Killed(BaseException):
            """What no code catches."""

        def die(*_args, **_named):
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr(exports, "write", die)
            with pytest.raises(Killed):
                exports.run_due()
        with time_machine.travel(NOW + timedelta(minutes=5)):
            assert exports.sweep() == 1
            assert exports.run_due() == 1
        assert self.again(heard, export).state == "done"

    def test_stopping_leaves_no_file(self, heard, client_of, monkeypatch):
        client = client_of("analyst")
        export = self.prepared(heard, client)
        monkeypatch.setattr(exports, "CHUNK", 1)
        rows = exports.rows

        def stopped(brand, mentions):
            client.post(address(heard, "export_remove", export=export.public_id))
            return rows(brand, mentions)

        monkeypatch.setattr(exports, "rows", stopped)
        exports.run_due()
        with brand_scope(heard.pk):
            assert not Export.objects.exists()
        assert not default_storage.exists(f"{heard.folder}/exports")

    def test_a_filter_that_is_gone_fails_in_words(self, heard, client_of):
        with brand_scope(heard.pk):
            tag = Tag.objects.get(name="Queja")
        client = client_of("analyst")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(exports, "AT_ONCE", 0)
            self.prepared(heard, client, query=f"?tag={tag.public_id}")
        with brand_scope(heard.pk):
            tag.delete()
        exports.run_due()
        page = client.get(address(heard, "exports")).content.decode()
        assert "A filter names something that was deleted meanwhile." in page

    def test_only_its_own_person_or_who_runs_the_brand_removes_a_file(self, heard, client_of):
        export = self.prepared(heard, client_of("analyst"))
        there = address(heard, "export_remove", export=export.public_id)
        assert client_of("community").post(there).status_code == 403
        with brand_scope(heard.pk):
            assert Export.objects.exists()
        assert client_of("manager").post(there).status_code == 302
        with brand_scope(heard.pk):
            assert not Export.objects.exists()

    def test_files_go_with_the_brand_and_into_its_archive(self, heard, client_of):
        export = self.prepared(heard, client_of("analyst"))
        exports.run_due()
        path = self.again(heard, export).path
        assert path in list(portability.files_of(heard.workspace))
        portability.erase_brand(heard)
        assert not default_storage.exists(path)
        assert not default_storage.exists(heard.folder)


def test_nothing_can_be_read_past_the_brand(heard, client_of, other_brand):
    client = client_of("analyst")
    with brand_scope(other_brand.pk):
        theirs = exports.ask(other_brand, "csv", filters.Filters(), by=other_brand.workspace.owner)
    exports.run_due()
    assert client.get(address(heard, "export_file", export=theirs.public_id)).status_code == 404
    assert client.get(address(other_brand, "export_file", export=theirs.public_id)).status_code == 404
    assert client_of("client").get(address(heard, "exports")).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_rows(heard, client_of, django_assert_max_num_queries):
    client = client_of("analyst")
    with brand_scope(heard.pk):
        source = factories.source(heard, "https://other.example/feed")
        ingest.store(source, factories.page(*(factories.item(f"z{n}") for n in range(60))), seen_at=NOW)
    with django_assert_max_num_queries(30):
        assert len(read_csv(body(client.post(address(heard), {"format": "csv"})))) == 63
