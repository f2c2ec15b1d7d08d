"""Files read into mentions: once, whoever dies in between, with every faulty row told."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from brands.models import Notice
from brands.scope import brand_scope
from core.sheets import uploads
from core.sheets.errors import Problem, Unreadable
from monitoring import ingest, sources
from monitoring.importing import files, running
from monitoring.models import DailyCount, FaultyRow, Import, Mention, MentionTag, Source, Tag
from tests.core.sheets.files import of_rows
from tests.monitoring import factories
from tests.monitoring.importing import suites

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
HEAD = ["Fecha", "Autor", "Texto", "Enlace"]


@pytest.fixture(autouse=True)
def _march(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def lumbre(transactional_db, plain_scores):
    brand = factories.brand("Lumbre")
    with brand_scope(brand.pk):
        yield brand


def upload(brand, data: bytes, name="menciones.csv") -> Import:
    return files.receive(brand, SimpleUploadedFile(name, data), by=brand.workspace.owner)


def imported(brand, data: bytes, name="menciones.csv", **mapping) -> Import:
    one = upload(brand, data, name)
    files.start(one, one.mapping | mapping)
    while running.run_due():
        pass
    one.refresh_from_db()
    return one


def some(first: int, last: int) -> bytes:
    rows = (
        [f"{1 + n % 28:02}/03/2026", "Ana", f"texto bueno {n}", f"https://x.com/a/status/{n}"]
        for n in range(first, last)
    )
    return suites.as_csv([HEAD, *rows], ";")


def outcome(one: Import) -> tuple:
    return one.state, one.new, one.known, one.faulty


def test_a_file_becomes_mentions_of_its_own_networks(lumbre):
    one = imported(lumbre, suites.as_csv(suites.BRANDWATCH))
    assert outcome(one) == ("done", 2, 0, 0)
    tweet, article = Mention.objects.select_related("author", "source").order_by("-posted_at")
    assert (tweet.network, tweet.external_id, tweet.kind) == ("x", "179112345678", "post")
    assert (tweet.text, tweet.url) == ("El café de Lumbre está buenísimo", "https://twitter.com/ana/status/1791")
    assert (tweet.author.name, tweet.author.followers, tweet.reach) == ("ana", 812, 1204)
    assert tweet.posted_at == datetime(2026, 3, 10, 11, 30, tzinfo=UTC)
    assert (article.network, article.kind, article.title) == ("blog", "article", "Dónde tomar café")
    assert (str(tweet.source), tweet.source.network, tweet.source.paused) == ("menciones.csv", "import", True)
    assert sorted(MentionTag.objects.filter(mention=tweet).values_list("tag__name", flat=True)) == ["Café", "Producto"]
    assert sum(DailyCount.objects.filter(topic=None).values_list("n", flat=True)) == 2


def test_the_same_file_and_an_overlapping_one_double_nothing(lumbre):
    assert outcome(imported(lumbre, some(0, 500))) == ("done", 500, 0, 0)
    assert outcome(imported(lumbre, some(0, 500))) == ("done", 0, 500, 0)
    assert outcome(imported(lumbre, some(400, 600))) == ("done", 100, 100, 0)
    assert Mention.objects.count() == 600
    assert sorted(Source.objects.values_list("items_found", flat=True)) == [100, 500]  # the second file left no source


def test_without_address_author_minute_and_text_tell_rows_apart(lumbre):
    rows = [["Fecha", "Hora", "Autor", "Texto"], ["10/03/2026", "10:00", "Ana", "hola a todos"]]
    more = [["10/03/2026", "10:00", "Eva", "hola a todos"], ["10/03/2026", "10:01", "Ana", "hola a todos"]]
    assert outcome(imported(lumbre, suites.as_csv([*rows, *more, rows[1]]))) == ("done", 3, 1, 0)
    assert outcome(imported(lumbre, suites.as_csv(rows, "\t"))) == ("done", 0, 1, 0)


def test_a_mention_heard_before_keeps_its_source_and_its_corrections(lumbre):
    feed = factories.source(lumbre, network="x")
    ingest.store(
        feed,
        factories.page(
            factories.item(
                "1",
                "de antes",
            )
        ),
        seen_at=NOW,
    )
    Mention.objects.update(external_id="https://x.com/a/status/1", sentiment="negative", sentiment_by="person")
    assert outcome(imported(lumbre, some(1, 2))) == ("done", 0, 1, 0)
    known = Mention.objects.get()
    assert (known.text, known.source_id, known.sentiment) == ("de antes", feed.pk, "negative")


def test_every_faulty_row_is_told_with_its_reason(lumbre):
    rows = [
        HEAD,
        ["10/03/2026", "Ana", "bueno", "https://x.com/a/status/1"],
        ["10/03/2026", "Ana", "", "https://x.com/a/status/2"],
        ["", "Ana", "sin fecha", ""],
        ["31/02/2026", "Ana", "imposible", ""],
        ["10/03/2036", "Ana", "futuro", ""],
        ["10/03/2019", "Ana", "antiguo", ""],
        ["Total", "6", "", ""],
    ]
    one = imported(lumbre, suites.as_csv(rows))
    assert outcome(one) == ("done", 1, 0, 6)
    assert one.reasons == {"no_text": 2, "no_date": 1, "bad_date": 1, "future": 1, "too_old": 1}
    told = list(FaultyRow.objects.order_by("row").values_list("row", "reason", "detail"))
    assert told == [
        (3, "no_text", ""), (4, "no_date", ""), (5, "bad_date", "31/02/2026"), (6, "future", "10/03/2036"),
        (7, "too_old", "10/03/2019"), (8, "no_text", ""),
    ]  # fmt: skip
    assert FaultyRow.objects.get(row=5).cells == ["31/02/2026", "Ana", "imposible", ""]


def test_faulty_rows_are_counted_beyond_those_that_are_kept(lumbre, monkeypatch):
    monkeypatch.setattr(running, "MAX_FAULTY", 3)
    rows = [HEAD, ["10/03/2026", "A", "uno", ""], *(["x", "A", f"t{n}", ""] for n in range(9))]
    one = imported(lumbre, suites.as_csv(rows), columns={"date": "Fecha", "text": "Texto"})
    assert (one.faulty, FaultyRow.objects.count()) == (9, 3)


def test_a_workbook_with_real_dates_and_numbers_is_read(lumbre):
    moment = datetime(2026, 3, 10, 14, 5)
    book = of_rows(
        ("Fecha", "Texto", "ID", "Seguidores"),
        (moment, "bueno", 179112345678, 12),
        (46091.5, "malo", 179112345679, None),
    )
    assert outcome(imported(lumbre, book.getvalue(), "menciones.xlsx")) == ("done", 2, 0, 0)
    assert list(Mention.objects.order_by("external_id").values_list("external_id", "posted_at")) == [
        ("179112345678", datetime(2026, 3, 10, 13, 5, tzinfo=UTC)),
        ("179112345679", datetime(2026, 3, 10, 11, tzinfo=UTC)),
    ]


def test_the_chosen_sheet_is_read(lumbre):
    def fill(book):
        book.active.append(["Informe"])
        book.active.append(["de marzo"])
        other = book.create_sheet("Datos")
        for row in (HEAD, ["10/03/2026", "Ana", "bueno", ""]):
            other.append(row)

    from tests.core.sheets.files import workbook

    one = upload(lumbre, workbook(fill).getvalue(), "a.xlsx")
    assert one.sheet == "Sheet"
    files.choose_sheet(one, "Datos")
    files.start(one, one.mapping)
    running.run_due()
    one.refresh_from_db()
    assert outcome(one) == ("done", 1, 0, 0)
    with pytest.raises(uploads.Refused):
        files.choose_sheet(one, "Otra")


def test_a_mapping_is_remembered_for_files_with_the_same_columns(lumbre):
    first = upload(lumbre, some(0, 3))
    chosen = {"columns": {"text": "Autor", "date": "Fecha"}, "order": "month", "network": "forum"}
    files.start(first, chosen)
    swapped = suites.as_csv([["texto", "ENLACE", "Fecha", "Autor"], ["a", "b", "03/01/2026", "c"]])
    assert upload(lumbre, swapped).mapping == chosen
    assert upload(lumbre, suites.as_csv([["Texto", "Fecha"], ["hola", "01/03/2026"]])).mapping["order"] == "day"


def test_another_brand_remembers_nothing_of_it(lumbre):
    files.start(first := upload(lumbre, some(0, 3)), first.mapping | {"network": "forum"})
    other = factories.brand("Molinera")
    with brand_scope(other.pk):
        assert upload(other, some(0, 3)).mapping["network"] == ""


class Killed(BaseException):
    """What no code catches: the process is gone."""


@pytest.mark.parametrize("page", [0, 1, 2])
@pytest.mark.parametrize("after_writing", [False, True])
def test_a_worker_killed_in_the_middle_is_followed_without_doubles(lumbre, monkeypatch, page, after_writing):
    one = upload(lumbre, some(0, 500) + b"x;y;;\n")
    files.start(one, one.mapping)
    write, pages = ingest.write, iter(range(9))

    def die(batch):
        dies = next(pages) == page
        if dies and not after_writing:
            raise Killed
        stored = write(batch)
        if dies:
            raise Killed
        return stored

    monkeypatch.setattr(ingest, "write", die)
    with pytest.raises(Killed):
        running.run_due()
    assert Mention.objects.count() == 200 * page
    monkeypatch.setattr(ingest, "write", write)
    assert running.sweep() == 0  # its heart may still beat
    with time_machine.travel(NOW + timedelta(minutes=5)):
        assert running.sweep() == 1
        assert running.run_due() == 1
    one.refresh_from_db()
    assert outcome(one) == ("done", 500, 0, 1)
    assert (Mention.objects.count(), one.position, Source.objects.get().items_found) == (500, 502, 500)


def test_an_import_can_be_stopped_and_gone_on_with(lumbre, monkeypatch):
    one = upload(lumbre, some(0, 500))
    files.start(one, one.mapping)
    prepare = ingest.prepare

    def stop_before_the_second(source, page, seen_at):
        if one.position == 0 and Mention.objects.exists():
            uploads.stop(one)
        return prepare(source, page, seen_at=seen_at)

    monkeypatch.setattr(ingest, "prepare", stop_before_the_second)
    running.run_due()
    one.refresh_from_db()
    assert (one.state, one.new, Mention.objects.count()) == ("paused", 200, 200)
    assert running.run_due() == 0
    uploads.go_on(one)
    running.run_due()
    one.refresh_from_db()
    assert outcome(one) == ("done", 500, 0, 0)


def test_a_turn_that_is_over_lets_others_in_and_goes_on(lumbre, monkeypatch):
    monkeypatch.setattr(running, "TURN", timedelta(seconds=-1))
    one = upload(lumbre, some(0, 450))
    files.start(one, one.mapping)
    states = []
    while running.run_due():
        one.refresh_from_db()
        states.append((one.state, one.new))
    assert states == [("waiting", 200), ("waiting", 400), ("waiting", 450), ("done", 450)]


def test_starting_twice_reads_once(lumbre):
    one = upload(lumbre, some(0, 3))
    again = Import.objects.get(pk=one.pk)
    files.start(one, one.mapping)
    files.start(again, again.mapping)
    assert Source.objects.count() == 1


def test_the_file_is_deleted_when_it_is_read_and_a_forgotten_one_after_a_week(lumbre):
    done, draft = imported(lumbre, some(0, 3)), upload(lumbre, some(3, 6))
    assert (done.path, default_storage.exists(draft.path)) == ("", True)
    assert running.forget_old_files() == 0
    with time_machine.travel(NOW + timedelta(days=8)):
        assert running.forget_old_files() == 1
    assert not default_storage.exists(draft.path)
    assert list(Import.objects.values_list("pk", flat=True)) == [done.pk]


def test_a_file_that_is_gone_fails_in_words_and_can_not_go_on_for_ever(lumbre):
    one = upload(lumbre, some(0, 3))
    files.start(one, one.mapping)
    default_storage.delete(one.path)
    running.run_due()
    one.refresh_from_db()
    assert (one.state, one.last_error) == ("failed", "FileNotFoundError")


def test_who_waited_is_told_at_the_bell(lumbre, monkeypatch):
    monkeypatch.setattr(running, "WORTH_TELLING", timedelta(0))
    one = imported(lumbre, some(0, 3))
    notice = Notice.objects.get()
    assert (notice.kind, notice.key, notice.words) == (
        "import.done",
        one.public_id,
        {"file": "menciones.csv", "new": 3},
    )
    assert notice.user == lumbre.workspace.owner


def test_a_source_that_is_a_file_is_never_listened_to(lumbre):
    source = imported(lumbre, some(0, 3)).source
    assert sources.resume(source).paused


@pytest.mark.parametrize(
    ("data", "problem"),
    [(b"", Problem.EMPTY), (b"%PDF-1.4 ...", Problem.PDF), (b"PK\x03\x04roto", Problem.DAMAGED)],
)
def test_what_is_no_table_is_refused_and_leaves_nothing(lumbre, data, problem):
    with pytest.raises(Unreadable) as caught:
        upload(lumbre, data)
    assert caught.value.problem == problem
    assert not Import.objects.exists()
    assert not default_storage.exists(f"{lumbre.folder}/imports")


@pytest.mark.parametrize("data", [b"Fecha,Texto\n", b"Fecha,Texto\n\n,\n"])
def test_a_table_without_rows_is_refused(lumbre, data):
    with pytest.raises(uploads.Refused):
        upload(lumbre, data)


def test_too_many_rows_and_too_many_bytes_are_refused_with_their_numbers(lumbre, monkeypatch):
    monkeypatch.setattr(files, "MAX_ROWS", 1000)
    with pytest.raises(uploads.Refused, match=r"1[.,]200 rows|1[.,]200"):
        upload(lumbre, some(0, 1200))
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(uploads.Refused):
        upload(lumbre, some(0, 5))
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "a" * 90_000,
        "\u200b\u202e oculto bueno",
        "😀" * 30,
        "<b>negrita</b> buena",
        "z̷̡a̴l̸g̶o̷ bueno",
        "\x00nulo bueno",
    ],
)
def test_hostile_texts_are_stored_as_texts(lumbre, text):
    one = imported(lumbre, suites.as_csv([HEAD, ["10/03/2026", text[:150], text, ""]]))
    assert outcome(one) == ("done", 1, 0, 0)
    assert imported(lumbre, suites.as_csv([HEAD, ["10/03/2026", text[:150], text, ""]])).known == 1


def test_tags_are_found_again_and_not_made_twice(lumbre):
    Tag.objects.create(name="Café")
    imported(lumbre, suites.as_csv([["Fecha", "Texto", "Etiquetas"], ["10/03/2026", "bueno", "cafe, Nuevo"]]))
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Café", "Nuevo"]
    assert MentionTag.objects.count() == 2


def test_a_file_of_all_encodings_reads_the_same(lumbre):
    table = "Fecha;Autor;Texto;Enlace\n10/03/2026;Íñigo;Qué mañana más buena;\n"
    counted = [imported(lumbre, table.encode(e)).new for e in ("utf-8-sig", "utf-16", "cp1252", "utf-8")]
    assert counted == [1, 0, 0, 0]
    assert Mention.objects.get().text == "Qué mañana más buena"


def test_memory_does_not_grow_with_the_file(lumbre):
    """A page of items and a page of the file are held, never the whole: rows are read as they are asked for."""
    data = io.BytesIO(some(0, 20_000))
    from core.sheets import opening

    rows = opening.open_book(data).rows()
    next(rows)
    assert data.tell() < 500_000
