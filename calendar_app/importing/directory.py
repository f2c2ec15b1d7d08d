"""What rows call the brand's accounts and the library's files, found without asking the database for each row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from calendar_app import checking
from calendar_app.importing import outside
from calendar_app.importing.outside import Outside
from channels.models import Account
from channels.naming import label
from core.text import fold
from media.models import File
from networks import names
from networks.naming import network_name

_ALL = {"all", "todas", "todos", "todas las cuentas", "todas as contas", "all accounts", "*"}
_APART = re.compile(r"[,;|\n]+")
TO_FETCH = ""
"""A file that is not there yet."""
_IN_ADDRESS = re.compile(r"/media/([0-9a-z]{13})\b")


class NotFound(Exception):
    """A name is nobody's, or of several; str() says which and what to do."""


class Accounts:
    """The brand's accounts that posts can go out on, by every name that they go by."""

    def __init__(self, rows: Iterable[Account]) -> None:
        self.rows = [row for row in rows if checking.network(row) is not None]
        self.by_id = {row.public_id: row for row in self.rows}
        self._named: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            for name in _names(row):
                self._named[_key(name)].add(row.public_id)

    @classmethod
    def of_brand(cls) -> Accounts:
        """Those of the brand in scope."""
        return cls(Account.objects.order_by("network", "name", "pk"))

    def called(self, said: str) -> list[str]:
        """Public ids of the accounts that a cell names, in its order, each once. Raises NotFound."""
        if _key(said) in _ALL:
            return list(self.by_id)
        if _key(said) in self._named:  # a name may have commas in it
            return [self._one(said)]
        return list(dict.fromkeys(self._one(name) for name in _APART.split(said) if name.strip()))

    def _one(self, said: str) -> str:
        found = self._named.get(_key(said)) or self._on_network(said)
        if len(found) == 1:
            return next(iter(found))
        if not found:
            message = _("“%(name)s” is none of the connected accounts. Write its handle as it stands on this page.")
            raise NotFound(message % {"name": said.strip()[:80]})
        which = ", ".join(sorted(label(self.by_id[one]) for one in found))
        message = _("“%(name)s” may be several accounts: %(accounts)s. Write which.")
        raise NotFound(message % {"name": said.strip()[:80], "accounts": which})

    def _on_network(self, said: str) -> set[str]:
        key = _key(said)
        called = names.called(said) if key else ""
        return {row.public_id for row in self.rows if key in {row.network, _key(network_name(row.network))}} or {
            row.public_id for row in self.rows if called and row.network == called and key != called
        }


@dataclass(slots=True)
class Library:
    """The brand's files, by name."""

    by_name: dict[str, list[str]] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    alts: dict[str, str] = field(default_factory=dict)
    outside: Outside | None = None
    """What stood at addresses outside; None where nothing is fetched yet."""

    @classmethod
    def of_brand(cls, fetched: Outside | None = None) -> Library:
        """Those of the brand in scope, as they stand now."""
        by_name: dict[str, list[str]] = defaultdict(list)
        rows = list(File.objects.order_by("pk").values_list("public_id", "name", "alt"))
        for public_id, name, _alt in rows:
            by_name[_key(name)].append(public_id)
        ids = frozenset(row[0] for row in rows)
        return cls(dict(by_name), ids, {row[0]: row[2] for row in rows}, fetched)

    def called(self, said: str) -> list[str]:
        """Public ids of the files that a cell names, or leads to by their pages, in order. Raises NotFound.

        TO_FETCH stands for what lies outside, as long as nothing is fetched.
        """
        if _key(said) in self.by_name:
            return [self._one(said)]
        if outside.names_address(said):
            return [self._one(part) for part in outside.parts(said)]
        return [self._one(name) for name in _APART.split(said) if name.strip()]

    def _one(self, said: str) -> str:
        if (address := _IN_ADDRESS.search(said)) and address[1] in self.ids:
            return address[1]
        if outside.is_address(said):
            return self._fetched(said)
        found = self.by_name.get(_key(said), [])
        words = {"name": said.strip()[:80], "n": len(found)}
        if len(found) > 1:
            message = _("%(n)s files of the library are called “%(name)s”. Write the address of the one you mean.")
            raise NotFound(message % words)
        if not found:
            raise NotFound(_("There is no file “%(name)s” in the library. Upload it there first.") % words)
        return found[0]

    def _fetched(self, address: str) -> str:
        if self.outside is None:
            return TO_FETCH
        if why := self.outside.troubles.get(address):
            words = {"address": address[:120], "why": why}
            raise NotFound(_("The picture at %(address)s was not taken. %(why)s") % words)
        return self.outside.files[address]


def _names(account: Account) -> Sequence[str]:
    network, handle = network_name(account.network), account.handle
    own = [account.public_id, account.name, handle, handle.lstrip("@"), label(account), str(account)]
    with_network = [f"{network} {name}" for name in (account.name, handle, handle.lstrip("@"))]
    return [name for name in (*own, *with_network, account.external_id) if name.strip("@ ")]


def _key(said: str) -> str:
    return " ".join(fold(said).split())
