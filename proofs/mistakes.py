"""Mistakes that engines make, planted in a worker of the proofs. The checker has to see each of them."""

from __future__ import annotations

from typing import Any

from proofs.worker import replace

RETRY, NO_COMMIT, NO_CLAIM = "retries after a time-out", "claims without a commit", "records without its claim"
NO_LOOK = "sends without a second look"
MISTAKES = (RETRY, NO_COMMIT, NO_CLAIM, NO_LOOK)


def make(mistake: str) -> None:
    """Have this process make `mistake` from now on; "" for none."""
    match mistake:
        case "retries after a time-out":
            _retry()
        case "claims without a commit":
            _claim_in_mind()
        case "records without its claim":
            _record_anyway()
        case "sends without a second look":
            _look_no_more()


def _retry() -> None:
    """No answer came: send it again, as so many do."""
    from calendar_app.publishing import sending
    from networks.errors import OutcomeUnknown

    call = sending.call

    def again(attempt: Any) -> Any:
        answer = call(attempt)
        return call(attempt) if isinstance(answer, OutcomeUnknown) else answer

    replace(sending, "call", again)


def _claim_in_mind() -> None:
    """Find what is due, send it, and mark it only then."""
    from calendar_app.models import Publication
    from calendar_app.publishing import arming, claiming
    from core import clock

    def find_due(limit: int) -> list[Publication]:
        due = Publication.all_brands.filter(state="waiting", not_before__lte=clock.now())
        seen: dict[int, Publication] = {}
        for publication in due.select_related("post", "account", "brand").order_by("not_before", "pk")[: limit * 8]:
            seen.setdefault(publication.account_id, publication)
        return list(seen.values())[:limit]

    def may(publication: Publication, _number: int, _digest: str) -> bool:
        return Publication.objects.filter(pk=publication.pk, state="waiting").exists()

    replace(claiming, "claim_due", find_due)
    replace(arming, "look_again", may)
    replace(arming, "arm_plain", lambda _attempt: False)
    _record_anyway()


def _look_no_more() -> None:
    """What was claimed goes out, whoever has stopped it since."""
    from calendar_app.publishing import arming

    replace(arming, "recheck", lambda *_standing: None)
    replace(arming, "arm_plain", lambda _attempt: False)


def _record_anyway() -> None:
    """Whoever comes last writes what it knows, over what others have found out since."""
    from calendar_app.models import Publication, SentPart
    from calendar_app.publishing import ledger, recording
    from core import clock, jobs

    def finish(publication: Publication, *, state: str, **changes: Any) -> bool:
        freed = dict.fromkeys(("claim", "claimed_at", "heartbeat_at"))
        Publication.all_brands.filter(pk=publication.pk).update(state=state, **freed, **changes)
        if state == "waiting":
            SentPart.all_brands.filter(publication=publication).update(sent_at=None)
        for name, value in {"state": state, **changes}.items():
            setattr(publication, name, value)
        return True

    def sent(attempt: Any, answer: Any) -> bool:
        publication = attempt.publication
        recording.put(publication, state="done" if attempt.last else "running", external_id=answer.external_id)
        parts = SentPart.objects.filter(publication=publication, number=attempt.number)
        parts.update(sent_at=clock.now(), external_id=answer.external_id)
        return True

    replace(jobs, "finish", finish)
    replace(recording, "_sent", sent)
    # the second net, which catches this: before it is sent again the ledger is asked whether it was sent
    replace(ledger, "sent_answer", lambda _publication, _part: None)
