"""Pictures that rows name by an address outside: fetched through the guarded door, looked at, and taken into the
library like an upload, before the rows are read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from accounts.models import User
from brands.models import Brand
from core import formats, http
from media import errors, keeping

MOST = 200
"""Addresses in one turn of an import: it has minutes, not hours."""
_SIDE_BY_SIDE = 6
_PATIENCE = http.Patience(connect=5, read=5, total=10)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_APART = re.compile(r"\s*[|\n]+\s*|[,;]\s+|[,;](?=https?://)", re.IGNORECASE)


def is_address(said: str) -> bool:
    """Whether a cell or a part of it is an address, not the name of a file."""
    return bool(_ADDRESS.fullmatch(said.strip()))


def names_address(cell: str) -> bool:
    """Whether there is an address in a cell."""
    return bool(_ADDRESS.search(cell))


def parts(cell: str) -> list[str]:
    """What a cell with addresses names, one by one: commas inside of an address are its own."""
    return [part.strip() for part in _APART.split(cell) if part.strip()]


@dataclass(slots=True)
class Outside:
    """What was fetched for one import, by whom it was asked."""

    brand: Brand
    by: User
    files: dict[str, str] = field(default_factory=dict)
    """Public ids by address."""
    troubles: dict[str, str] = field(default_factory=dict)
    """Why there is none, in the language in force."""

    def fetch(self, addresses: Iterable[str]) -> None:
        """Take in what stands at each of `addresses` that is not known yet. Call in the brand's scope."""
        fresh = [one for one in dict.fromkeys(addresses) if one not in self.files and one not in self.troubles]
        room = max(MOST - len(self.files) - len(self.troubles), 0)
        words = {"most": formats.number(MOST)}
        late = _("More than %(most)s addresses are too many for one file. Upload these to the library first.") % words
        self.troubles |= dict.fromkeys(fresh[room:], late)
        with ThreadPoolExecutor(max_workers=_SIDE_BY_SIDE) as pool:
            for address, answer in zip(fresh[:room], pool.map(_ask, fresh[:room]), strict=True):
                self._take(address, answer)

    def _take(self, address: str, answer: http.Response | http.HttpError) -> None:
        if isinstance(answer, http.HttpError) or answer.status >= 400:
            self.troubles[address] = _why(answer)
            return
        try:
            file = keeping.add(self.brand, io.BytesIO(answer.body), by=self.by, name=_name(answer.url))
        except errors.Refused as error:
            self.troubles[address] = str(error)
        else:
            self.files[address] = file.public_id


def _ask(address: str) -> http.Response | http.HttpError:
    try:
        return http.fetch(address, max_bytes=keeping.MAX_IMAGE_BYTES, timeout=_PATIENCE)
    except http.HttpError as error:
        return error


def _why(answer: http.Response | http.HttpError) -> str:
    if isinstance(answer, http.Response):
        return _("It answers with an error (%(status)s).") % {"status": answer.status}
    if isinstance(answer, http.TooLarge):
        return _("It is larger than %(most)s.") % {"most": errors.bytes_words(keeping.MAX_IMAGE_BYTES)}
    if isinstance(answer, http.Refused):
        return _("This address leads to no public place.")
    if isinstance(answer, http.NotConnected):
        return _("There is no such place, or it does not let anybody connect.")
    return _("It did not answer in time.")


def _name(address: str) -> str:
    split = urlsplit(address)
    return unquote(split.path.rpartition("/")[2]) or split.hostname or address
