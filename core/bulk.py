"""Many rows in one statement, with what Django's bulk_create cannot say: which of them were really inserted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

_Fields = tuple["models.Field[Any, Any]", ...]


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, then: str = ""
) -> list[tuple[Any, ...]]:
    """Insert `rows` (values in the order of `columns`) in the order given, and return what `then` returns.

    `then` is the rest of the statement: «ON CONFLICT … RETURNING …». The rows travel as one array a column, so the
    statement's text does not grow with them. Values longer than their column are cut: clean them before.
    """
    if not rows:
        return []
    names = ", ".join(columns)
    fields, arrays = _shape(model, tuple(columns))
    statement = (  # names from the model, values as parameters
        f"INSERT INTO {model._meta.db_table} ({names}) "  # noqa: S608
        f"SELECT {names} FROM unnest({arrays}) WITH ORDINALITY AS given({names}, place) ORDER BY place {then}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, _by_column(fields, rows))
        return cursor.fetchall() if cursor.description else []


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write `rows` (the primary key, then values in the order of `columns`) over what is there.

    The rows are locked in no certain order: lock them before.
    """
    if not rows:
        return
    table, key = model._meta.db_table, "id"
    fields, arrays = _shape(model, (key, *columns))
    changes = ", ".join(f"{column} = given.{column}" for column in columns)
    statement = (  # names from the model, values as parameters
        f"UPDATE {table} SET {changes} "  # noqa: S608
        f"FROM unnest({arrays}) AS given({key}, {', '.join(columns)}) WHERE {table}.{key} = given.{key}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, _by_column(fields, rows))


def one(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a small question asked once for each page that comes in: the ORM's words would cost more."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def run(statement: str, values: Mapping[str, Any]) -> None:
    """Carry out a small change made once for each such page."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def every(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of such a question."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def array(values: Sequence[Any]) -> str:
    """`values` as PostgreSQL writes an array, for «%s::text[]» and the like.

    psycopg2 would send ARRAY['…', '…']: an expression a value, which cost the server half of each insert.
    """
    if values and values.count(values[0]) == len(values):  # one brand, one network, one moment: written once
        return "{" + ",".join([_element(values[0])] * len(values)) + "}"
    return "{" + ",".join(map(_element, values)) + "}"


@cache
def _shape(model: type[models.Model], columns: tuple[str, ...]) -> tuple[_Fields, str]:
    """The fields behind `columns`, and placeholders for one array each, typed as the column is."""
    by_column = {field.column: field for field in model._meta.concrete_fields}
    fields = tuple(by_column[column] for column in columns)
    return fields, ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)


def _by_column(fields: _Fields, rows: Sequence[Sequence[Any]]) -> list[str]:
    return [_array(field, values) for field, values in zip(fields, zip(*rows, strict=True), strict=True)]


def _array(field: models.Field[Any, Any], values: Sequence[Any]) -> str:
    return array([json.dumps(value) for value in values] if isinstance(field, models.JSONField) else values)


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value)  # true, 1.5, 2026-03-10 12:00:00+00:00
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
