"""Many rows in one statement, with what Django's bulk_create cannot say: which of them were really inserted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


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
    arrays, values = _arrays(model, columns, rows)
    statement = (  # names from the model, values as parameters
        f"INSERT INTO {model._meta.db_table} ({names}) "  # noqa: S608
        f"SELECT {names} FROM unnest({arrays}) WITH ORDINALITY AS given({names}, place) ORDER BY place {then}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def update(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write `rows` (the primary key, then values in the order of `columns`) over what is there.

    The rows are locked in no certain order: lock them before.
    """
    if not rows:
        return
    table, key = model._meta.db_table, "id"
    arrays, values = _arrays(model, (key, *columns), rows)
    changes = ", ".join(f"{column} = given.{column}" for column in columns)
    statement = (  # names from the model, values as parameters
        f"UPDATE {table} SET {changes} "  # noqa: S608
        f"FROM unnest({arrays}) AS given({key}, {', '.join(columns)}) WHERE {table}.{key} = given.{key}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def one(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a small question asked once for each page that comes in: the ORM's words would cost more."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _arrays(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[str, list[str]]:
    """Placeholders for one array a column, typed as the column is, and the arrays."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    placeholders = ", ".join(f"%s::{fields[column].db_type(connection)}[]" for column in columns)
    by_column = zip(*rows, strict=True)
    values = [_array(fields[column], given) for column, given in zip(columns, by_column, strict=True)]
    return placeholders, values


def _array(field: models.Field[Any, Any], values: Iterable[Any]) -> str:
    """One array as PostgreSQL writes it.

    psycopg2 would send ARRAY['…', '…']: an expression a value, which cost the server half of each insert.
    """
    if isinstance(field, models.JSONField):
        values = map(json.dumps, values)
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = value if isinstance(value, str) else str(value)  # true, 1.5, 2026-03-10 12:00:00+00:00
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
