"""One statement arms what nothing stands in the way of; all else is looked at, and told why."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from brands.models import BrandRole
from brands.scope import brand_scope
from calendar_app.models import LedgerEntry, Post, Publication, PublishingRules, SentPart
from calendar_app.publishing import arming, claiming, sending
from channels.models import Account
from core import clock
from tests.calendar_app.publishing import factories


@pytest.fixture
def attempt(due):
    """A first part, prepared and not armed."""
    (claimed,) = claiming.claim_due(1)
    return sending._prepare(claimed, [])


def armed(publication) -> list:
    return list(LedgerEntry.objects.filter(publication=publication, what="armed"))


def test_what_nothing_stands_in_the_way_of_is_armed_by_one_statement(attempt, due, again, django_assert_num_queries):
    arming.arm_plain(attempt)  # prepares it
    Publication.objects.update(armed_at=None)
    SentPart.objects.all().delete()
    LedgerEntry.objects.filter(what="armed").delete()
    with django_assert_num_queries(1):
        assert arming.arm(attempt)
    part, (entry,) = SentPart.objects.get(), armed(due)
    assert (part.number, part.handle, part.moment) == (0, attempt.handle, attempt.part.moment)
    assert entry.handle == attempt.handle
    assert entry.claim == attempt.publication.claim
    assert again(due).armed_at == part.armed_at == entry.at == again(due).heartbeat_at


def test_where_sessions_are_lent_it_is_the_same_statement(attempt, due, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert arming.arm_plain(attempt)
    assert len(armed(due)) == 1


@pytest.mark.parametrize(
    "hinder",
    [
        lambda row: Post.with_deleted.filter(pk=row.post_id).update(deleted_at=clock.now()),
        lambda row: Post.objects.filter(pk=row.post_id).update(stage="draft"),
        lambda row: Post.objects.filter(pk=row.post_id).update(content={"text": "Otra cosa"}),
        lambda row: Post.objects.filter(pk=row.post_id).update(scheduled_by=None),
        lambda row: Publication.objects.filter(pk=row.pk).update(own={"text": "Otra cosa"}),
        lambda row: Publication.objects.filter(pk=row.pk).update(digest="0" * 64),
        lambda row: Publication.objects.filter(pk=row.pk).update(claim=None),
        lambda row: Publication.objects.filter(pk=row.pk).update(state="held"),
        lambda row: Publication.objects.filter(pk=row.pk).update(due_at=clock.now() - timedelta(days=2)),
        lambda row: Account.objects.filter(pk=row.account_id).update(paused_at=clock.now()),
        lambda row: Account.objects.filter(pk=row.account_id).update(broken_at=clock.now()),
        lambda row: Account.with_deleted.filter(pk=row.account_id).update(deleted_at=clock.now()),
        lambda row: PublishingRules.objects.update(paused_at=clock.now()),
        lambda row: PublishingRules.objects.update(holding=True),
        lambda row: PublishingRules.objects.all().delete(),
        lambda row: BrandRole.objects.update(role="analyst"),
        lambda row: BrandRole.objects.all().delete(),
        lambda row: row.post.scheduled_by.__class__.objects.update(is_active=False),
    ],
)
def test_whatever_stands_in_the_way_changes_nothing_and_is_looked_at(attempt, due, hinder):
    hinder(due)
    assert not arming.arm_plain(attempt)
    assert armed(due) == []
    assert SentPart.objects.count() == 0
    assert Publication.objects.get(pk=due.pk).armed_at is None


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_a_lock_is_armed_when_it_was_had(in_brand, account, alice, fake):
    factories.due(in_brand, account, by=alice)
    (claimed,) = claiming.claim_due(1)
    attempt, asked, done = sending._prepare(claimed, []), [], []

    def arm() -> None:
        asked.append(clock.now())
        with brand_scope(in_brand.pk):
            done.append(arming.arm_plain(attempt))
        connection.close()

    other = threading.Thread(target=arm)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        other.start()
        with connection.cursor() as cursor:
            waiting = (
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            while not (cursor.execute(waiting), cursor.fetchone()[0])[1]:
                cursor.execute("SELECT pg_stat_clear_snapshot()")
        time.sleep(0.3)
    other.join()
    assert done == [True]
    assert armed(claimed)[0].at - asked[0] >= timedelta(seconds=0.3)
