from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from brands.models import Department, Event
from brands.scope import OutOfScope, brand_scope


def test_a_query_without_a_scope_raises(brand):
    with pytest.raises(OutOfScope):
        list(Department.objects.all())
    with pytest.raises(OutOfScope):
        Department.objects.count()
    with pytest.raises(OutOfScope):
        Department.objects.filter(name="Legal").update(name="Law")


def test_the_scope_is_read_when_the_query_runs_not_when_it_is_written(brand, other_brand):
    rows = Department.objects.order_by("name")
    for home, name in ((brand, "Legal"), (other_brand, "Logistics")):
        with brand_scope(home.pk):
            Department.objects.create(name=name)
    with brand_scope(brand.pk):
        assert [row.name for row in rows.all()] == ["Legal"]
    with brand_scope(other_brand.pk):
        assert [row.name for row in rows.all()] == ["Logistics"]


def test_a_row_takes_the_brand_in_scope(in_brand):
    assert Department.objects.create(name="Legal").brand_id == in_brand.pk


@pytest.mark.parametrize(
    "write",
    [
        lambda row: row.save(),
        lambda row: Department.objects.bulk_create([row]),
        lambda row: Department.objects.bulk_update([row], ["name"]),
        lambda row: row.delete(),
    ],
    ids=["save", "bulk_create", "bulk_update", "delete"],
)
def test_writes_of_another_brand_raise(brand, other_brand, write):
    with brand_scope(other_brand.pk):
        row = Department.objects.create(name="Theirs")
    with brand_scope(brand.pk), pytest.raises(OutOfScope):
        write(row)
    with pytest.raises(OutOfScope):
        write(row)
    assert Department.all_brands.get(pk=row.pk).name == "Theirs"


def test_a_row_never_moves_to_another_brand(in_brand, other_brand):
    Department.objects.create(name="Legal")
    with pytest.raises(OutOfScope):
        Department.objects.update(brand=other_brand)


def test_deleted_rows_hide_and_can_be_found_again(in_brand):
    from core import clock

    row = Department.objects.create(name="Legal", deleted_at=clock.now())
    assert list(Department.objects.all()) == []
    assert list(Department.with_deleted.all()) == [row]


@pytest.mark.parametrize(
    "statement", ["UPDATE brands_event SET verb = 'x'", "DELETE FROM brands_event", "TRUNCATE brands_event"]
)
def test_the_event_log_refuses_to_be_changed(brand, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE wants no checks pending
        cursor.execute("ALTER TABLE brands_event ENABLE TRIGGER brands_event_no_truncate")
        before = Event.objects.count()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert before == Event.objects.count() > 0


def test_the_database_refuses_a_role_in_a_brand_of_another_workspace(brand, other_brand, workspace):
    member = workspace.members.get()
    insert = (
        "INSERT INTO brands_brandrole (public_id, workspace_id, brand_id, member_id, role, version)"
        " VALUES ('x', %s, %s, %s, 'client', 1); SET CONSTRAINTS ALL IMMEDIATE"
    )
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="workspace_fk"), transaction.atomic():
        cursor.execute(insert, [workspace.pk, other_brand.pk, member.pk])
