from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from brands.models import Event, Notice
from core.versions import StaleWrite
from monitoring.models import Source
from reports.models import Decision, IssuedFile, ReportWishes, WeeklyReport
from reports.weekly import drafting, gathering, issuing, writing
from reports.weekly.writing import Settled, Wanted
from tests.reports.weekly import sample

pytestmark = pytest.mark.django_db
MADRID = ZoneInfo("Europe/Madrid")
NEXT_MONDAY = datetime(2026, 11, 23, 6, tzinfo=MADRID)


def save(report, seen=1, **changes):
    values = {"title": "", "conclusions": "", "language": "es", "wanted": [], "settled": []} | changes
    return writing.save(report, seen=seen, **values)


@pytest.fixture
def report(in_brand):
    return sample.report(in_brand)


@pytest.fixture
def monday(time_machine):
    time_machine.move_to(NEXT_MONDAY, tick=False)


def test_a_brand_of_which_nothing_is_known_gets_a_report_that_says_so(in_brand, alice, monday):
    made = drafting.draft(in_brand, date(2026, 11, 18), by=alice)
    assert (made.first, made.last, made.state) == (date(2026, 11, 16), date(2026, 11, 22), "draft")
    assert made.content["moods_before"] == []
    assert made.content["mentions"] == []
    assert b"%PDF" in issuing.file(made, "pdf", "es")
    assert issuing.file(made, "xlsx", "en").startswith(b"PK")


def test_a_week_is_drafted_once(in_brand, alice, monday):
    one = drafting.draft(in_brand, date(2026, 11, 16), by=alice)
    assert drafting.draft(in_brand, date(2026, 11, 22), by=alice) == one
    assert Event.objects.filter(verb="report.drafted").count() == 1


def test_a_week_that_is_not_over_has_no_report(in_brand, alice, monday):
    with pytest.raises(drafting.NotOver):
        drafting.draft(in_brand, date(2026, 11, 23), by=alice)
    assert not WeeklyReport.objects.exists()


@pytest.mark.parametrize(
    ("at", "drafted"),
    [
        (NEXT_MONDAY.replace(hour=4, minute=59), 0),
        (NEXT_MONDAY.replace(hour=5), 1),
        (NEXT_MONDAY + timedelta(days=3), 1),
    ],
)
def test_the_schedule_drafts_on_monday_or_as_soon_as_it_can(in_brand, time_machine, at, drafted):
    in_brand.created_at = NEXT_MONDAY - timedelta(days=30)
    in_brand.save()
    Source.objects.create(network="feed", address="https://x.example/feed", not_before=NEXT_MONDAY)
    time_machine.move_to(at, tick=False)
    assert drafting.draft_due() == drafted
    assert drafting.draft_due() == 0
    assert WeeklyReport.objects.filter(first=date(2026, 11, 16)).count() == drafted
    assert Notice.objects.filter(kind="report.drafted").count() == drafted


def test_brands_that_do_not_want_it_or_have_nothing_get_none(in_brand, monday):
    in_brand.created_at = NEXT_MONDAY - timedelta(days=30)
    in_brand.save()
    assert drafting.draft_due() == 0
    Source.objects.create(network="feed", address="https://x.example/feed", not_before=NEXT_MONDAY)
    ReportWishes.objects.create(brand=in_brand, drafted=False)
    assert drafting.draft_due() == 0


def test_who_saves_over_something_unseen_is_told_and_changes_nothing(report):
    save(report, conclusions="Una", wanted=[Wanted("", "Llamar")])
    with pytest.raises(StaleWrite) as refused:
        save(report, conclusions="Otra", wanted=[])
    assert refused.value.current.conclusions == "Una"
    assert [decision.what for decision in writing.decisions(report)] == ["Llamar"]


def test_decisions_keep_their_row_while_they_are_edited(report):
    save(report, wanted=[Wanted("", "Uno"), Wanted("", "Dos", "Ana", date(2026, 12, 1))])
    one, two = writing.decisions(report)
    save(report, seen=2, wanted=[Wanted(two.public_id, "Dos, mejor", "Ana"), Wanted("", "Tres")])
    assert [(d.what, d.who, d.until) for d in writing.decisions(report)] == [
        ("Dos, mejor", "Ana", None),
        ("Tres", "", None),
    ]
    assert writing.decisions(report)[0].pk == two.pk
    assert not Decision.objects.filter(pk=one.pk).exists()


def test_a_decision_of_another_report_is_not_taken_over(report, in_brand):
    other = sample.report(in_brand, first=sample.MONDAY - timedelta(weeks=1))
    save(other, wanted=[Wanted("", "De la otra")])
    theirs = Decision.objects.get()
    save(report, wanted=[Wanted(theirs.public_id, "Mía")])
    theirs.refresh_from_db()
    assert (theirs.what, theirs.report_id) == ("De la otra", other.pk)


def test_the_next_report_says_what_came_of_a_decision(in_brand, alice):
    first = sample.report(in_brand, first=sample.MONDAY - timedelta(weeks=1))
    save(first, wanted=[Wanted("", "Mostrar la espera real", "Producto", date(2026, 12, 4)), Wanted("", "Otra")])
    drafting.approve(first, by=alice)
    report = sample.report(in_brand)
    one, _other = writing.former(report)
    save(report, settled=[Settled(one.public_id, "done", "Sale el lunes")])
    drafting.approve(report, by=alice)
    assert [(row["what"], row["outcome"], row["came"]) for row in report.written["former"]] == [
        ("Mostrar la espera real", "done", "Sale el lunes"),
        ("Otra", "open", ""),
    ]
    assert [row["outcome"] for row in WeeklyReport.objects.get(pk=first.pk).written["decisions"]] == ["open", "open"]
    later = sample.report(in_brand, first=sample.MONDAY + timedelta(weeks=1))
    assert [decision.what for decision in writing.former(later)] == ["Otra"]


def test_its_way_from_draft_to_approved(report, alice, bob_in):
    drafting.complete(report, by=bob_in.member.user)
    with pytest.raises(drafting.Beaten):
        drafting.complete(report, by=alice)
    drafting.take_back(report, by=alice)
    drafting.complete(report, by=alice)
    drafting.approve(report, by=alice)
    assert (report.state, report.approved_by, report.written["approved_by"]) == ("approved", alice, "Alice")
    for act in (drafting.approve, drafting.take_back, drafting.complete):
        with pytest.raises(drafting.Beaten):
            act(report, by=alice)
    assert not Notice.objects.filter(kind__startswith="report.", settled_at=None).exists()


def test_what_is_approved_is_written_and_counted_no_more(report, alice):
    drafting.approve(report, by=alice)
    with pytest.raises(writing.Issued):
        save(report)
    with pytest.raises(writing.Issued):
        drafting.recount(report, by=alice)


@pytest.mark.parametrize("column", ["content", "written", "first", "approved_at"])
def test_the_database_refuses_to_change_what_is_approved(report, alice, column):
    drafting.approve(report, by=alice)
    value = {"first": date(2020, 1, 6), "approved_at": None}.get(column, {})
    with pytest.raises(DatabaseError, match="approved"), transaction.atomic():
        WeeklyReport.objects.filter(pk=report.pk).update(**{column: value})


def test_files_are_issued_once_and_kept_byte_for_byte(report, alice):
    drafting.approve(report, by=alice)
    first = {kind: issuing.file(report, kind, "es") for kind in ("pdf", "xlsx")}
    assert {kind: issuing.file(report, kind, "es") for kind in first} == first
    rows = IssuedFile.objects.filter(report=report, kind__in=("pdf", "xlsx"))
    assert {row.kind: (row.sha256, row.size) for row in rows} == {
        kind: (hashlib.sha256(data).hexdigest(), len(data)) for kind, data in first.items()
    }
    english = issuing.file(report, "pdf", "en")
    assert english != first["pdf"]
    assert issuing.file(report, "pdf", "en") == english


def test_a_file_that_is_gone_or_changed_is_never_made_again(report, alice):
    drafting.approve(report, by=alice)
    row = IssuedFile.objects.get(report=report, kind="pdf")
    default_storage.delete(row.path)
    with pytest.raises(issuing.Damaged):
        issuing.file(report, "pdf", "es")
    default_storage.save(row.path, ContentFile(b"%PDF of somebody else"))
    with pytest.raises(issuing.Damaged):
        issuing.file(report, "pdf", "es")


def test_a_draft_says_so_on_paper_and_is_not_kept(report):
    assert issuing.file(report, "pdf", "es").startswith(b"%PDF")
    assert not IssuedFile.objects.exists()


def test_gathering_reads_a_week_with_a_fixed_number_of_queries(in_brand, monday, django_assert_max_num_queries):
    week = gathering.Period(date(2026, 11, 16), date(2026, 11, 22))
    with django_assert_max_num_queries(75):
        gathering.gather(in_brand, week)
