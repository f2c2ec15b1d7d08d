"""The ledger: what happened while a publication was sent, written by whoever knew it, and what it proves later."""

from __future__ import annotations

import os
import socket
import threading
from typing import Any
from uuid import UUID

from calendar_app.models import LedgerEntry, Publication
from core import clock
from core.http import redact
from networks.publishing import Sent

What = LedgerEntry.What
SENT = "sent"
NOT_CALLED = "NotCalled"
"""Of an answer: the worker stopped before it called."""


def worker() -> str:
    """Host, process and thread that are at work."""
    return f"{socket.gethostname()} {os.getpid()} {threading.current_thread().name}"[:120]


def entry(publication: Publication, what: str, *, claim: UUID | None, part: int = 0, **columns: Any) -> LedgerEntry:
    """A row to be inserted."""
    columns["detail"] = redact(columns.get("detail", ""))[:500]
    return LedgerEntry(
        brand_id=publication.brand_id,
        publication_id=publication.pk,
        what=what,
        part=part,
        at=clock.now(),
        worker=worker(),
        claim=claim,
        **columns,
    )


def write(publication: Publication, what: str, *, claim: UUID | None, part: int = 0, **columns: Any) -> LedgerEntry:
    """Append one entry. Call in the brand's scope."""
    made = entry(publication, what, claim=claim, part=part, **columns)
    made.save(force_insert=True)
    return made


def as_json(sent: Sent) -> dict[str, Any]:
    """What came back, as the ledger keeps it."""
    return {"external_id": sent.external_id, "url": sent.url, "proof": dict(sent.proof)}


def sent_answer(publication: Publication, part: int) -> Sent | None:
    """What an attempt at `part` was answered when it became public; None where no answer says that it did."""
    rows = LedgerEntry.objects.filter(publication=publication, part=part, what=What.ANSWERED, outcome=SENT)
    answer = rows.order_by("at", "pk").values_list("answer", flat=True).first()
    return Sent(answer["external_id"], answer["url"], answer["proof"]) if answer else None


def last(publication: Publication, part: int, *whats: str) -> LedgerEntry | None:
    """The newest entry of `part` that is one of `whats`."""
    rows = LedgerEntry.objects.filter(publication=publication, part=part, what__in=whats)
    newest: LedgerEntry | None = rows.order_by("-at", "-pk").first()
    return newest
