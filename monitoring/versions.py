"""One item, seen again: what its mention takes over, and when it counts as gone.

Within a brand the first source that brought a mention owns it. Only later versions from there change it, so that a
hostile feed cannot write over what another said. A mention whose owner was removed belongs to who brings it next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from core import ids
from monitoring import cleaning, scoring
from monitoring.authors import Authors
from monitoring.cleaning import Row
from monitoring.known import Known
from monitoring.live_topics import Matching
from monitoring.models import Labeller, Mention, Source

_TAKEN = ("kind", "url", "title", "text", "reply_to", "reach")
COLUMNS = (
    *_TAKEN,
    *("source_id", "author_id", "posted_at", "posted_at_is_guess", "edited_at", "missing_since", "gone_at", "hidden"),
    *scoring.COLUMNS,
)
"""What a later version may change. Who labelled, notes and the rest are people's."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who brought a page, when, and what the machine says about its texts and the topics in them."""

    source: Source
    at: datetime
    scorer: scoring.Scorer
    matching: Matching


class New(NamedTuple):
    """A mention that nobody has brought before, as its columns: making a model of each would take longer."""

    brand_id: int
    public_id: str
    network: str
    external_id: str
    source_id: int
    author_id: int | None
    kind: str
    url: str
    title: str
    text: str
    reply_to: str
    reach: int | None
    posted_at: datetime
    posted_at_is_guess: bool
    first_seen_at: datetime
    hidden: bool
    language: str
    sentiment: str
    score: float | None
    confidence: float | None
    backend: str
    backend_version: str
    evidence: list[Any]
    language_by: str = Labeller.MACHINE
    sentiment_by: str = Labeller.MACHINE
    note: str = ""
    version: int = 1

    @property
    def listed(self) -> bool:
        return not self.hidden


def first(seen: Seen, row: Row, authors: Authors) -> New:
    """The mention that `row` becomes when nobody has brought it before."""
    author = authors.get((row.network, row.author.external_id)) if row.author else None
    return New(
        brand_id=seen.source.brand_id,
        public_id=ids.new_public_id(),
        network=row.network,
        external_id=row.external_id,
        source_id=seen.source.pk,
        author_id=author.pk if author else None,
        posted_at=row.posted_at or seen.at,
        posted_at_is_guess=row.posted_at is None,
        first_seen_at=seen.at,
        hidden=author is not None and author.hidden,
        **{name: getattr(row, name) for name in _TAKEN},
        **scoring.columns(seen.scorer.result(row.body)),
    )


def differs(mention: Known, row: Row, source: Source) -> bool:
    """Whether `row`, brought by `source`, says anything new about `mention`."""
    if mention.source_id != source.pk:
        return mention.source_id is None
    return (
        mention.missing_since is not None
        or mention.gone_at is not None
        or any(getattr(mention, name) != getattr(row, name) for name in _TAKEN)
        or (row.author is not None and row.author.external_id != mention.author)
        or _better_date(mention, row) is not None
    )


def take_over(mention: Mention, row: Row, seen: Seen, authors: Authors) -> list[Literal["edited", "back"]]:
    """Bring `mention` up to `row`, keeping what people said; not saved. Says what happened."""
    if mention.source_id not in (seen.source.pk, None):
        return []
    said: list[Literal["edited", "back"]] = ["back"] if mention.gone_at else []
    mention.source_id, mention.missing_since, mention.gone_at = seen.source.pk, None, None
    if (mention.title, mention.text) != (row.title, row.text):
        mention.edited_at = seen.at
        said.append("edited")
    body = mention.body
    for name in _TAKEN:
        setattr(mention, name, getattr(row, name))
    if mention.body != body:
        scoring.put(mention, seen.scorer.result(row.body, forced_language(mention)))
    if date := _better_date(mention, row):
        mention.posted_at, mention.posted_at_is_guess = date, False
    _set_author(mention, row, authors)
    return said


def mark_absent(mention: Mention, seen_at: datetime) -> Literal["missing", "gone"]:
    """A full read did not hold `mention`: missing the first time, gone the second; not saved."""
    if mention.missing_since is None:
        mention.missing_since = seen_at
        return "missing"
    mention.gone_at = seen_at
    return "gone"


def forced_language(mention: Mention | Known) -> str:
    """The language that a person gave `mention`, else "auto"."""
    return mention.language if mention.language_by == Labeller.PERSON else "auto"


def next_language(mention: Known, row: Row, seen: Seen) -> str:
    """The language that `mention` will have once it takes `row` over."""
    if row.body == mention.body:
        return mention.language
    result = seen.scorer.result(row.body, forced_language(mention))
    return mention.language if mention.language_by == Labeller.PERSON else result.language[:8]


def _set_author(mention: Mention, row: Row, authors: Authors) -> None:
    """A version that names no author leaves the one we know."""
    if row.author and (author := authors.get((row.network, row.author.external_id))):
        mention.author_id, mention.hidden = author.pk, author.hidden


def _better_date(mention: Mention | Known, row: Row) -> datetime | None:
    """A date in place of a guess, or an earlier one. Later ones are not believed: some feeds date all with today."""
    date = cleaning.possible(row.posted_at, mention.first_seen_at)
    if date is None or not (mention.posted_at_is_guess or date < mention.posted_at):
        return None
    return date
