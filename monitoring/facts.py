"""What a query may ask of a mention, before and after it is a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from monitoring import authors
from monitoring.cleaning import Row
from monitoring.identities import Identity
from monitoring.known import Known
from monitoring.models import Mention


class Facts(NamedTuple):
    """The arguments of matching.Document.of."""

    text: str
    title: str
    author: str
    handle: str
    language: str
    network: str


def of_mention(mention: Mention) -> Facts:
    """`mention` as it stands; load its author with it."""
    author = mention.author
    name, handle = (author.name, author.handle) if author else ("", "")
    return Facts(mention.text, mention.title, name, handle, mention.language, mention.network)


def of_rows(rows: Sequence[tuple[Row, str]], known: Mapping[Identity, Known]) -> dict[Identity, Facts]:
    """What `rows` (with the language of each) will say once they are written over what is `known`.

    A name or handle that a row leaves out is the one we know of its author.
    """
    stored = _stored_names(row for row, _ in rows)
    found = {}
    for row, language in rows:
        if row.author is None:
            mention = known.get(row.identity)
            name, handle = (mention.author_name, mention.author_handle) if mention else ("", "")
        else:
            name, handle = row.author.name, row.author.handle
            if not (name and handle) and (stands := stored.get((row.network, row.author.external_id))):
                name, handle = name or stands[0], handle or stands[1]
        found[row.identity] = Facts(row.text, row.title, name, handle, language, row.network)
    return found


def _stored_names(rows: Iterable[Row]) -> dict[Identity, tuple[str, str]]:
    wanted = {(row.network, a.external_id) for row in rows if (a := row.author) and not (a.name and a.handle)}
    return authors.names(wanted)
