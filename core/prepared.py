"""Statements whose plan PostgreSQL keeps for as long as a connection lives: for what is asked at every post, where
planning costs more than carrying it out.

They belong to a session. Where a pooler hands out sessions by transaction, which Django is told by
DISABLE_SERVER_SIDE_CURSORS, the same statements are planned each time.
"""

from __future__ import annotations

import re
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_PLACE = re.compile(r"%\((\w+)\)s")
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""Names of what each connection has prepared: rolled back or not, it stays prepared."""


class Prepared:
    """`statement` with its parameters as %(name)s; `types` names the SQL type of each."""

    def __init__(self, name: str, statement: str, **types: str) -> None:
        order = list(types)
        numbered = _PLACE.sub(lambda found: f"${order.index(found[1]) + 1}", statement).replace("%%", "%")
        self.name, self.statement, self._order = name, statement, order
        self._prepare = f"PREPARE {name} ({', '.join(types.values())}) AS {numbered}"
        self._execute = f"EXECUTE {name} ({', '.join(f'%({word})s' for word in order)})"

    def one(self, **values: Any) -> tuple[Any, ...] | None:
        """The first row, None where there is none. One value for each of `types`."""
        with connection.cursor() as cursor:
            cursor.execute(self._execute if self._kept(cursor) else self.statement, values)
            row: tuple[Any, ...] | None = cursor.fetchone() if cursor.description else None
        return row

    def _kept(self, cursor: Any) -> bool:
        if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            return False
        known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            cursor.execute(self._prepare)
            known.add(self.name)
        return True
