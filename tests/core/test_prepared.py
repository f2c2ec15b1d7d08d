from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from core.prepared import Prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement() -> Prepared:
    """One that no other test has prepared."""
    name = f"test_{uuid.uuid4().hex}"
    return Prepared(name, "SELECT %(a)s + %(b)s, %(what)s LIKE 'a%%'", a="int", what="text", b="int")


def kept(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [name])
        return cursor.fetchone()[0]


def test_it_is_planned_once_and_answers_each_time(statement, django_assert_num_queries):
    assert statement.one(a=1, b=2, what="abc") == (3, True)
    with django_assert_num_queries(1):
        assert statement.one(a=40, b=2, what="100 % 'b'") == (42, False)
    assert kept(statement.name) == 1


def test_it_outlives_a_transaction_that_is_rolled_back(statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        statement.one(a="no number", b=2, what="abc")
    assert kept(statement.name) == 1
    assert statement.one(a=None, b=2, what="abc") == (None, True)


def test_where_sessions_are_lent_by_transaction_nothing_is_kept(statement, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert statement.one(a=1, b=2, what="abc") == (3, True)
    assert kept(statement.name) == 0


def test_what_returns_no_rows_gives_none(django_assert_num_queries):
    nothing = Prepared(f"test_{uuid.uuid4().hex}", "SELECT set_config('cmhub.test', %(a)s, true) WHERE false", a="text")
    assert nothing.one(a="x") is None
