"""What became of every post, from two witnesses alone: the database and the recorder's file.

It demands that nothing is public twice, nothing is lost, nothing is called published that is not, that every state is
true, and that «unconfirmed» stands only where nobody could know.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import psycopg2.extras

_PUBLICATIONS = """
SELECT publication.id, publication.public_id, publication.state, publication.held_for, publication.due_at,
       publication.external_id, publication.not_before, account.network, account.broken_at, post.content,
       post.deleted_at, post.wall_date, post.wall_time, post.zone, publication.account_id, publication.brand_id,
       publication.hold_id, publication.reviewed_at, account.public_id AS account_public_id
FROM calendar_app_publication publication
JOIN calendar_app_post post ON post.id = publication.post_id
JOIN channels_account account ON account.id = publication.account_id
"""
_PARTS = "SELECT publication_id, number, external_id, sent_at FROM calendar_app_sentpart"
# «At» is when its process looked at the clock, on its way to a lock or behind it. What came before what is told by the
# commits: under the lock that both ask for, the first has committed before the second goes on.
_LEDGER = """
SELECT publication_id, part, what, outcome, at, pg_xact_commit_timestamp(xmin) AS committed
FROM calendar_app_ledgerentry ORDER BY at, id
"""
_STOPS = """
SELECT account.id, event.verb, pg_xact_commit_timestamp(event.xmin) AS committed FROM brands_event event
JOIN channels_account account ON account.public_id = event.object_id
WHERE event.verb IN ('account.paused', 'account.resumed') ORDER BY committed
"""
_HOLDS = """
SELECT hold.id, hold.brand_id, hold.words, hold.accounts, hold.placed_at,
       pg_xact_commit_timestamp(placed.xmin) AS placed, pg_xact_commit_timestamp(lifted.xmin) AS lifted
FROM calendar_app_hold hold
JOIN brands_event placed ON placed.object_id = hold.public_id AND placed.verb = 'hold.placed'
LEFT JOIN brands_event lifted ON lifted.object_id = hold.public_id AND lifted.verb = 'hold.lifted'
"""


@dataclass
class Findings:
    """What the checker found."""

    states: Counter[str] = field(default_factory=Counter)
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    """Called published, and not public as it is written."""
    untrue: list[str] = field(default_factory=list)
    """In any other state that is not true."""

    @property
    def well(self) -> bool:
        return not (self.duplicates or self.lost or self.false or self.untrue)


class Witnesses:
    """The two sources, read once."""

    def __init__(self, database: str, file: Path) -> None:
        with psycopg2.connect(database) as connection:
            cursor = connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor)

            def rows(query: str) -> list[dict[str, Any]]:
                cursor.execute(query)
                return [dict(row) for row in cursor.fetchall()]

            self.publications, parts, entries, self.stops = map(rows, (_PUBLICATIONS, _PARTS, _LEDGER, _STOPS))
            self.holds = rows(_HOLDS)
        connection.close()
        self.accepted: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.cut: set[str] = set()
        self.faults = 0
        for line in map(json.loads, file.read_text().splitlines()):
            if line["what"] == "accepted":
                self.accepted[line["key"]].append(line)
            self.faults += line["what"] == "fault"
            if line["what"] == "cut":
                self.cut.add(line["key"])
        self.parts: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for part in parts:
            self.parts[part["publication_id"]].append(part)
        self.ledger: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for entry in entries:
            self.ledger[entry["publication_id"]].append(entry)


def check(database: str, file: Path, *, by_the_clock: bool = False) -> tuple[Findings, Witnesses]:
    """Compare the witnesses. With `by_the_clock` each post must have gone out at its wall time, within a minute."""
    seen, found = Witnesses(database, file), Findings()
    found.duplicates = [key for key, accepted in seen.accepted.items() if len(accepted) > 1]
    for row in seen.publications:
        found.states[_label(row)] += 1
        _check_one(row, seen, found)
        if by_the_clock:
            _check_clock(row, seen, found)
    return found, seen


def _label(row: dict[str, Any]) -> str:
    return f"{row['state']}: {row['held_for']}" if row["held_for"] else str(row["state"])


def _check_one(row: dict[str, Any], seen: Witnesses, found: Findings) -> None:
    texts = [row["content"].get("text", ""), *(part["text"] for part in row["content"].get("thread", ()))]
    public = [seen.accepted.get(f"{row['public_id']}-{n}", []) for n in range(len(texts))]
    match row["state"]:
        case "done":
            _check_done(row, texts, public, seen, found)
        case "unknown":
            at_hand = next((n for n, part in enumerate(public) if not _known(row, n, seen)), 0)
            if not _nobody_knows(row, at_hand, seen):
                found.untrue.append(f"{row['public_id']} is called unconfirmed, and could be known")
        case "waiting" | "running" | "failed" | "missed":
            found.lost.append(f"{row['public_id']} is {row['state']}")
        case "held" | "draft":
            if not _stopped(row, seen):
                found.lost.append(f"{row['public_id']} is {row['state']} for no reason")
            unsent = [n for n, part in enumerate(public) if part and not _known(row, n, seen)]
            found.untrue.extend(f"{row['public_id']}-{n} is {row['state']} and public" for n in unsent)
        case other:
            found.untrue.append(f"{row['public_id']} is {other}")


def _check_done(
    row: dict[str, Any], texts: list[str], public: list[list[dict[str, Any]]], seen: Witnesses, found: Findings
) -> None:
    sent = {part["number"]: part for part in seen.parts[row["id"]]}
    for number, (text, accepted) in enumerate(zip(texts, public, strict=True)):
        ids = [line["id"] for line in accepted]
        if not accepted or number not in sent or sent[number]["external_id"] not in ids:
            found.false.append(f"{row['public_id']}-{number}")
        elif text not in [line["text"] for line in accepted]:
            found.false.append(f"{row['public_id']}-{number} went out with another text")


def _known(row: dict[str, Any], number: int, seen: Witnesses) -> bool:
    """The database knows that this part is public."""
    return any(part["number"] == number and part["sent_at"] for part in seen.parts[row["id"]])


def _nobody_knows(row: dict[str, Any], number: int, seen: Witnesses) -> bool:
    """The network shows nothing, and no answer reached a worker that lived to write it down."""
    swept = any(entry["what"] == "swept" and entry["part"] == number for entry in seen.ledger[row["id"]])
    return row["network"] == "none" and (f"{row['public_id']}-{number}" in seen.cut or swept)


def _stopped(row: dict[str, Any], seen: Witnesses) -> bool:
    """Somebody or something stopped it, as its state says."""
    if row["state"] == "draft":
        return row["deleted_at"] is not None
    if row["held_for"] == "broken":
        return row["broken_at"] is not None
    if row["held_for"] == "crisis":
        return any(_catches(hold, row) for hold in seen.holds if hold["id"] == row["hold_id"])
    return row["held_for"] == "account" and any(stop["id"] == row["account_id"] for stop in seen.stops)


def armed_while_paused(seen: Witnesses) -> list[str]:
    """Calls that began while their account was paused."""
    pauses: dict[int, list[list[datetime]]] = defaultdict(list)
    for stop in seen.stops:
        if stop["verb"] == "account.paused":
            pauses[stop["id"]].append([stop["committed"]])
        else:
            pauses[stop["id"]][-1].append(stop["committed"])
    return [
        f"{row['public_id']} went out while its account was paused"
        for row in seen.publications
        for entry in seen.ledger[row["id"]]
        for since, until in pauses[row["account_id"]]
        if entry["what"] == "armed" and since < entry["committed"] < until
    ]


def armed_while_held(seen: Witnesses) -> list[str]:
    """Calls that began while a hold stood that catches them, and that nobody had reviewed."""
    return [
        f"{row['public_id']} went out while it was held"
        for row in seen.publications
        for hold in seen.holds
        if _catches(hold, row) and not (row["reviewed_at"] and row["reviewed_at"] >= hold["placed_at"])
        for entry in seen.ledger[row["id"]]
        if entry["what"] == "armed" and hold["placed"] < entry["committed"]
        if hold["lifted"] is None or entry["committed"] < hold["lifted"]
    ]


def _catches(hold: dict[str, Any], row: dict[str, Any]) -> bool:
    """Looked up here in the plainest way, not by calendar_app.catching."""
    said = str(row["content"]).lower()
    return (
        hold["brand_id"] == row["brand_id"]
        and (not hold["accounts"] or row["account_public_id"] in hold["accounts"])
        and (not hold["words"] or any(word in said for word in hold["words"]))
    )


def _check_clock(row: dict[str, Any], seen: Witnesses, found: Findings) -> None:
    """It went out when a clock on the wall there showed its time: derived here by looking, not by wall_time."""
    armed = [entry["at"] for entry in seen.ledger[row["id"]] if entry["what"] == "armed"]
    if not armed:
        return
    tz, wanted = ZoneInfo(row["zone"]), datetime.combine(row["wall_date"], row["wall_time"])
    start = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    minutes = (start + timedelta(minutes=5 * n) for n in range(30 * 12))
    reached = next(at for at in minutes if at.astimezone(tz).replace(tzinfo=None) >= wanted)
    shown = reached.astimezone(tz).replace(tzinfo=None)
    # a time that is jumped over is as much later as it is after the beginning of the gap
    before_it = (reached - timedelta(minutes=5)).astimezone(tz).replace(tzinfo=None) + timedelta(minutes=5)
    expected = reached + (wanted - before_it) if shown > wanted else reached
    if not timedelta() <= armed[0] - expected < timedelta(minutes=1):
        found.untrue.append(f"{row['public_id']} of {wanted} in {row['zone']} went out at {armed[0].astimezone(tz)}")
