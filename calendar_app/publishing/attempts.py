"""One message on its way out."""

from __future__ import annotations

from dataclasses import dataclass

from calendar_app.models import Publication
from networks.publishing import Handle, Part, Publisher


@dataclass(frozen=True, slots=True)
class Attempt:
    """A part of a claimed publication that is about to be sent."""

    publication: Publication
    """As it was claimed, with post and account. What stands in the table may be newer by now."""
    publisher: Publisher
    number: int
    part: Part
    handle: Handle
    digest: str
    """Of the content that `part` was made from."""
    repeated: bool
    """It was armed before, and is sent again with the same handle."""
    last: bool
    """Nothing of the publication comes after it."""
