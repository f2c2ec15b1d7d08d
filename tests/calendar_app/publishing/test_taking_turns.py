"""Somebody changes what the engine is about to arm: it waits for them, and then sees what they did."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from brands.scope import brand_scope
from calendar_app import holding, scheduling
from calendar_app.locking import hold
from calendar_app.models import Post
from calendar_app.publishing import loop

pytestmark = pytest.mark.django_db(transaction=True)


def edited(post, account, by):
    hold(post)
    Post.objects.filter(pk=post.pk).update(content={"text": "Adiós"})


def edited_and_let_go(post, account, by):
    edited(post, account, by)
    scheduling.publish_now(post, by=by)


def deleted(post, account, by):
    scheduling.remove(post, by=by)


def account_paused(post, account, by):
    holding.pause_account(account, by=by)


def brand_paused(post, account, by):
    holding.pause_brand(post.brand, by=by)


@pytest.mark.parametrize(
    ("act", "state", "reason", "said"),
    [
        (edited, "held", "changed", []),
        (edited_and_let_go, "done", "", ["Adiós"]),
        (deleted, "draft", "", []),
        (account_paused, "held", "account", []),
        (brand_paused, "held", "brand", []),
    ],
)
def test_who_changes_it_meanwhile_is_obeyed(due, account, alice, fake, again, act, state, reason, said):
    changed, prepare = Event(), fake.prepare

    def change():
        with brand_scope(due.brand_id), transaction.atomic():
            act(due.post, account, alice)
            changed.set()
            somebody_waits()
        connection.close()

    def prepare_and_let_them_come(login, part):
        """It is claimed, and not armed yet."""
        if not changed.is_set():
            changing.start()
            assert changed.wait(30)
        return prepare(login, part)

    changing, fake.prepare = Thread(target=change), prepare_and_let_them_come
    assert loop.publish_due(threads=0) >= 1
    changing.join()
    again(due)
    assert (due.state, due.held_for, [text for _key, text in fake.taken]) == (state, reason, said)


def somebody_waits(seconds=30):
    """Until another connection stands before a lock: the engine, which arms."""
    end = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("the engine did not wait")
