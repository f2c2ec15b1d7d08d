"""Files become posts: each row once, whoever dies or imports at the same time; faulty rows come back; undone."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brands.models import BrandRole, Event, Notice
from brands.scope import brand_scope
from calendar_app import drafting, scheduling
from calendar_app.importing import files, making, running
from calendar_app.models import ImportedPost, LeftOutRow, Post, PostImport, Publication, Revision
from core.sheets import uploads
from tests.calendar_app.importing.filled import HEAD, NOW, as_csv, faults, imported, many, outcome, upload
from tests.conftest import join

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_become_posts_as_the_composer_makes_them(lumbre, alice, bluesky, mastodon):
    row = ("28/11/2026", "09:30", "Buenos días", "Lumbre, Mastodon")
    one = imported(lumbre, as_csv(HEAD, row), alice)
    assert outcome(one) == ("done", 1, 0, 0)
    post = Post.objects.get()
    assert (post.content, post.stage, post.author, post.scheduled_by) == (
        {"text": "Buenos días"},
        "scheduled",
        alice,
        alice,
    )
    assert (post.wall_date, post.wall_time, post.zone) == (date(2026, 11, 28), time(9, 30), "Europe/Madrid")
    assert post.due_at == datetime(2026, 11, 28, 8, 30, tzinfo=UTC)
    rows = Publication.objects.order_by("pk")
    assert [(p.account_id, p.state, p.due_at, p.not_before) for p in rows] == [
        (bluesky.pk, "waiting", post.due_at, post.due_at),
        (mastodon.pk, "waiting", post.due_at, post.due_at),
    ]
    by_hand = drafting.create(
        lumbre, drafting.Wanted(drafting.Content("Buenos días"), {bluesky.public_id: {}}), by=alice
    )
    scheduling.move(by_hand, day=post.wall_date, at=post.wall_time, zone=post.zone, seen=1, by=alice)
    scheduling.schedule(by_hand, by=alice)
    mine = Publication.objects.get(post=by_hand)
    assert (mine.digest, mine.state, mine.due_at) == (rows[0].digest, rows[0].state, rows[0].due_at)
    assert Revision.objects.get(post=post).content == {"text": "Buenos días"}
    verbs = Event.objects.filter(object_id=post.public_id).order_by("pk").values_list("verb", "actor_name")
    assert list(verbs) == [("post.written", "Alice"), ("post.scheduled", "Alice")]
    assert Event.objects.get(object_id=one.public_id).verb == "posts.import_started"


def test_drafts_stay_drafts_and_need_no_time_and_no_account(lumbre, alice, bluesky):
    rows = [
        (*HEAD, "Estado"),
        ("", "", "Una idea", "", "borrador"),
        ("28/11/2026", "9:00", "Otra", "lumbre", "Borrador"),
    ]
    assert outcome(imported(lumbre, as_csv(*rows), alice)) == ("done", 2, 0, 0)
    assert list(Post.objects.order_by("pk").values_list("stage", "wall_date")) == [
        ("draft", None),
        ("draft", date(2026, 11, 28)),
    ]
    assert Publication.objects.get().state == "draft"


def test_the_same_rows_are_made_once_from_whatever_file(lumbre, alice, bluesky):
    assert outcome(imported(lumbre, many(300), alice)) == ("done", 300, 0, 0)
    assert outcome(imported(lumbre, many(300), alice)) == ("done", 0, 300, 0)
    assert outcome(imported(lumbre, many(150, first=200), alice)) == ("done", 50, 100, 0)
    turned = as_csv(("Cuentas", "Texto", "Fecha"), ("bluesky", "Texto número 0", "2026-12-01 00:00"), delimiter=",")
    assert outcome(imported(lumbre, turned, alice)) == ("done", 0, 1, 0)
    assert Post.objects.count() == 350


def test_equal_rows_of_one_file_are_one_post(lumbre, alice, bluesky):
    row = ("28/11/2026", "09:30", "Buenos días", "lumbre")
    assert outcome(imported(lumbre, as_csv(HEAD, row, row), alice)) == ("done", 1, 1, 0)


def test_words_for_a_day_are_the_same_row_tomorrow(lumbre, alice, bluesky):
    data = as_csv(HEAD, ("mañana", "9:00", "Buenos días", "lumbre"), ("el viernes a las 18:30", "", "Finde", "lumbre"))
    assert outcome(imported(lumbre, data, alice)) == ("done", 2, 0, 0)
    assert list(Post.objects.order_by("pk").values_list("wall_date", "wall_time")) == [
        (date(2026, 11, 3), time(9)),
        (date(2026, 11, 6), time(18, 30)),
    ]
    with time_machine.travel(NOW + timedelta(days=1)):
        assert outcome(imported(lumbre, data, alice)) == ("done", 0, 2, 0)


def test_a_deleted_post_can_be_imported_again(lumbre, alice, bluesky):
    data = as_csv(HEAD, ("28/11/2026", "09:30", "Buenos días", "lumbre"))
    imported(lumbre, data, alice)
    scheduling.remove(Post.objects.get(), by=alice)
    assert outcome(imported(lumbre, data, alice)) == ("done", 1, 0, 0)
    assert Post.objects.count() == 1


def test_broken_rows_are_kept_whole_and_the_others_are_made(lumbre, alice, bluesky):
    long = "palabra " * 200
    data = as_csv(
        HEAD,
        ("28/11/2026", "09:30", "bien", "lumbre"),
        ("28/11/2026", "09:30", "mal", "nadie"),
        ("01/03/2019", "25:99", long, "lumbre"),
    )
    one = imported(lumbre, data, alice)
    assert outcome(one) == ("done", 1, 0, 2)
    assert one.reasons == {"accounts": 1, "time": 1, "text": 1}
    assert [field for field, _text in faults(one)[4]] == ["time", "text"]
    assert LeftOutRow.objects.get(row=4).cells == ["01/03/2019", "25:99", long.strip(), "lumbre"]


def test_what_was_corrected_comes_in_with_the_columns_that_we_added(lumbre, alice, bluesky):
    chosen = {"order": "month"}
    imported(lumbre, as_csv(HEAD, ("11/28/2026", "09:30", "mal", "nadie")), alice, **chosen)
    back = as_csv(("Row", "What is wrong", *HEAD), (2, "Accounts: …", "11/28/2026", "09:30", "mal", "lumbre"))
    one = imported(lumbre, back, alice)
    assert (outcome(one), one.mapping["order"]) == (("done", 1, 0, 0), "month")


def test_all_or_nothing(lumbre, alice, bluesky):
    one = imported(lumbre, many(250, broken=100), alice, whole=True)
    assert (outcome(one), Post.objects.count()) == (("done", 0, 0, 2), 0)
    assert outcome(imported(lumbre, many(250), alice, whole=True)) == ("done", 250, 0, 0)


def test_who_may_not_schedule_gets_drafts(lumbre, alice, bluesky, monkeypatch):
    from brands import roles
    from brands.roles import Need

    kept = {role: needs - {Need.SCHEDULE_POSTS} for role, needs in roles.PERMISSIONS.items()}
    monkeypatch.setattr(roles, "PERMISSIONS", kept)
    data = as_csv((*HEAD, "Estado"), ("28/11/2026", "09:30", "hola", "lumbre", "programado"))
    assert outcome(imported(lumbre, data, alice)) == ("done", 1, 0, 0)
    assert Post.objects.get().stage == "draft"


def test_who_left_the_brand_imports_nothing_more(lumbre, bob, bluesky):
    join(lumbre, bob, "community")
    one = upload(lumbre, many(3), bob)
    files.start(one, one.mapping)
    BrandRole.objects.filter(member__user=bob).delete()
    running.run_due()
    one.refresh_from_db()
    assert (one.state, one.last_error, Post.objects.count()) == ("failed", "NotAllowed", 0)


class Killed(BaseException):
    """What no code catches: the process is gone."""


@pytest.mark.parametrize("page", [0, 1])
@pytest.mark.parametrize("after_writing", [False, True])
def test_a_worker_killed_in_the_middle_is_followed_without_doubles(
    lumbre, alice, bluesky, monkeypatch, page, after_writing
):
    one = upload(lumbre, many(450, broken=50), alice)
    files.start(one, one.mapping)
    make, pages = making.make, iter(range(9))

    def die(*args):
        dies = next(pages) == page
        if dies and not after_writing:
            raise Killed
        made = make(*args)
        if dies:
            raise Killed
        return made

    monkeypatch.setattr(making, "make", die)
    with pytest.raises(Killed):
        running.run_due()
    assert Post.objects.count() == 196 * page
    monkeypatch.setattr(making, "make", make)
    assert running.sweep() == 0  # its heart may still beat
    with time_machine.travel(NOW + timedelta(minutes=5)):
        assert running.sweep() == 1
        assert running.run_due() == 1
    one.refresh_from_db()
    assert outcome(one) == ("done", 441, 0, 9)
    assert (Post.objects.count(), LeftOutRow.objects.count(), ImportedPost.objects.count()) == (441, 9, 441)


def test_two_people_importing_the_same_file_at_once_make_each_post_once(lumbre, alice, bob, bluesky):
    join(lumbre, bob, "community")
    ones = [upload(lumbre, many(300), by) for by in (alice, bob)]
    for one in ones:
        files.start(one, one.mapping)
    begin = threading.Barrier(2)

    def work(one):
        try:
            begin.wait(timeout=30)
            running.run_now(one)
        finally:
            connection.close()

    def inside(one):
        with brand_scope(lumbre.pk):
            work(one)

    threads = [threading.Thread(target=inside, args=[one]) for one in ones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    found = list(PostImport.objects.order_by("pk"))
    assert [one.state for one in found] == ["done", "done"]
    assert sum(one.new for one in found) == sum(one.known for one in found) == Post.objects.count() == 300


def test_a_page_takes_as_many_statements_as_any_other(lumbre, alice, bluesky, monkeypatch):
    imported(lumbre, many(2), alice)
    counted = []
    for rows in (5, 150):
        one = upload(lumbre, many(rows, first=rows * 10), alice)
        files.start(one, one.mapping)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            running.run_due()
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[0] < 60


def test_ten_thousand_rows_with_broken_ones(lumbre, alice, bluesky):
    one = imported(lumbre, many(10_000, broken=2), alice)
    assert outcome(one) == ("done", 5_000, 0, 5_000)
    assert Post.objects.filter(stage="scheduled").count() == 5_000
    assert LeftOutRow.objects.count() == 5_000


def test_it_can_be_stopped_and_gone_on_with(lumbre, alice, bluesky, monkeypatch):
    one = upload(lumbre, many(450), alice)
    files.start(one, one.mapping)
    make = making.make

    def stop_before_the_second(batch, rows):
        if Post.objects.exists():
            uploads.stop(PostImport.objects.get(pk=one.pk))
        return make(batch, rows)

    monkeypatch.setattr(making, "make", stop_before_the_second)
    running.run_due()
    monkeypatch.setattr(making, "make", make)
    one.refresh_from_db()
    assert (one.state, one.new in (200, 400)) == ("paused", True)
    uploads.go_on(one)
    running.run_due()
    one.refresh_from_db()
    assert (outcome(one), Post.objects.count()) == (("done", 450, 0, 0), 450)


def test_undo_takes_away_what_nobody_has_touched(lumbre, alice, bluesky):
    one = imported(lumbre, many(6), alice)
    moved, edited, public, deleted, *untouched = Post.objects.order_by("pk")
    scheduling.move(moved, day=date(2026, 12, 24), at=time(9), zone=moved.zone, seen=moved.version, by=alice)
    wanted = drafting.Wanted(drafting.Content("otra"), {bluesky.public_id: {}}, when=drafting.when_of(edited))
    drafting.save(edited, wanted, seen=edited.version, by=alice, may_schedule=True)
    Publication.objects.filter(post=public).update(state="done")
    scheduling.remove(deleted, by=alice)
    assert files.undo(one)
    assert not files.undo(one)
    running.run_due()
    one.refresh_from_db()
    assert (one.state, one.undone, one.left) == ("done", 2, 3)
    assert set(Post.objects.all()) == {moved, edited, public}
    assert set(Publication.objects.filter(post__in=untouched).values_list("state", flat=True)) == {"draft"}
    assert outcome(imported(lumbre, many(6), alice)) == ("done", 3, 3, 0)  # what was left is not doubled


def test_an_undo_whose_worker_dies_goes_on(lumbre, alice, bluesky, monkeypatch):
    one = imported(lumbre, many(450), alice)
    files.undo(one)
    remove, calls = scheduling.remove_all, iter(range(9))

    def die(*args, **kwargs):
        if next(calls) == 1:
            raise Killed
        return remove(*args, **kwargs)

    monkeypatch.setattr(scheduling, "remove_all", die)
    with pytest.raises(Killed):
        running.run_due()
    assert Post.objects.count() == 250
    monkeypatch.setattr(scheduling, "remove_all", remove)
    with time_machine.travel(NOW + timedelta(minutes=5)):
        running.sweep()
        running.run_due()
    one.refresh_from_db()
    assert (one.undone, one.left, Post.objects.count()) == (450, 0, 0)


def test_the_file_goes_when_it_is_read_and_a_forgotten_one_after_a_week(lumbre, alice, bluesky):
    done, forgotten = imported(lumbre, many(3), alice), upload(lumbre, many(3), alice)
    assert (done.path, default_storage.exists(forgotten.path)) == ("", True)
    assert running.forget_old_files() == 0
    with time_machine.travel(NOW + timedelta(days=8)):
        assert running.forget_old_files() == 1
    assert not default_storage.exists(forgotten.path)


def test_who_waited_is_told_at_the_bell(lumbre, alice, bluesky, monkeypatch):
    monkeypatch.setattr(running, "WORTH_TELLING", timedelta(0))
    one = imported(lumbre, many(3), alice)
    notice = Notice.objects.get()
    assert (notice.kind, notice.key, notice.user) == ("posts_import.done", one.public_id, alice)
    assert notice.words == {"file": "posts.csv", "new": 3, "faulty": 0}
