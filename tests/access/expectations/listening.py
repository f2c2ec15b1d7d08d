"""Mentions, topics, sources; opinion leaders."""

from __future__ import annotations

from tests.access.expectations.who import MAKERS, READERS, RUNNERS, TEAM
from tests.access.walk import Row
from tests.access.world import EVERYBODY

MENTION_FILTERS = {"topic": "topic", "source": "source", "author": "author", "tag": "tag", "department": "department"}

LISTENING = [
    Row("monitoring:overview", {"GET": TEAM}, "figures of the brand; all that a client sees today"),
    Row("monitoring:live", {"GET": EVERYBODY}, "a signed pass of one brand and one person decides", self_guarded=True),
    Row(
        "monitoring:mentions",
        {"GET": READERS},
        "what people say is for the team, not for clients",
        filters=MENTION_FILTERS,
    ),
    Row("monitoring:news", {"GET": READERS}, "as the list", filters=MENTION_FILTERS),
    Row(
        "monitoring:export",
        {"GET": READERS, "POST": READERS},
        "who reads may take it along",
        filters=MENTION_FILTERS,
    ),
    Row("monitoring:exports", {"GET": READERS}, "who may export finds what was prepared"),
    Row("monitoring:export_file", {"GET": READERS}, "as the list of mentions, written down"),
    Row("monitoring:export_remove", {"POST": READERS}, "one's own; of others only who runs the brand"),
    Row("monitoring:imports", {"GET": MAKERS, "POST": MAKERS}, "brings in mentions, as a source does"),
    Row("monitoring:import", {"GET": MAKERS, "POST": MAKERS}, "shows rows of the file, and starts it"),
    Row("monitoring:import_faulty", {"GET": MAKERS}, "rows of the file"),
    *(
        Row(f"monitoring:import_{name}", {"POST": MAKERS}, "decides what the brand hears")
        for name in ("sheet", "stop", "go_on", "discard")
    ),
    Row("monitoring:mention", {"GET": READERS}, "as the list"),
    Row(
        "monitoring:view_save",
        {"POST": READERS},
        "one's own filters",
        data={"name": "Mis", "said": "sentiment=negative"},
    ),
    Row("monitoring:view", {"GET": READERS}, "a view of the team leads to the list"),
    *(
        Row(
            f"monitoring:view_{act}",
            {"POST": READERS},
            "one's own views; the team's are refused by the verb itself",
            **more,
        )
        for act, more in {"rename": {"data": {"name": "Otra"}}, "remove": {}, "restore": {}}.items()
    ),
    Row("monitoring:star", {"POST": READERS}, "a star is one's own"),
    Row("monitoring:read", {"POST": READERS}, "what one has read is one's own"),
    Row("monitoring:undo_own", {"POST": READERS}, "undo of one's own"),
    *(
        Row(f"monitoring:{name}", {"POST": MAKERS}, "changes what the whole team sees: not for who only reads", **more)
        for name, more in {
            "label": {"data": {"sentiment": "negative"}},
            "language": {"data": {"language": "en"}},
            "tag": {"data": {"name": "Precio"}},
            "untag": {},
            "assign": {"fields": {"member": "member"}},
            "handle": {},
            "note": {"data": {"note": "x", "version": "1"}},
            "hide_author": {},
            "show_author": {},
            "bulk": {"data": {"act": "read"}, "fields": {"mention": "mention"}},
            "undo": {},
        }.items()
    ),
    Row(
        "monitoring:add_hearing",
        {"POST": MAKERS},
        "as adding a source",
        fields={"account": "account"},
        data={"kind": "mentions"},
    ),
    Row("monitoring:topics", {"GET": READERS}, "what is listened for explains the mentions: for who reads them"),
    Row("monitoring:topic", {"GET": READERS, "POST": MAKERS}, "as the list; makers say what is listened for"),
    Row("monitoring:topic_standing", {"GET": READERS}, "as the topic's page, of which it is a part"),
    Row("monitoring:topic_new", {"GET": MAKERS, "POST": MAKERS}, "decides what the brand listens for"),
    Row("monitoring:topic_preview", {"POST": MAKERS}, "shows mentions to who writes a topic"),
    *(
        Row(f"monitoring:{name}", {"POST": MAKERS}, "decides what the brand listens for")
        for name in ("topic_again", "topic_remove", "topic_restore")
    ),
    Row("monitoring:sources", {"GET": READERS, "POST": MAKERS}, "readers see what is heard; makers add to it"),
    Row("monitoring:source", {"GET": READERS, "POST": MAKERS}, "as the list"),
    *(
        Row(f"monitoring:{name}", {"POST": MAKERS}, "decides what the brand hears")
        for name in (
            "demo_source",
            "add_stream",
            "source_poll",
            "source_pause",
            "source_resume",
            "source_remove",
            "source_restore",
        )
    ),
    Row("monitoring:retention", {"GET": RUNNERS, "POST": RUNNERS}, "deletes what the team gathered"),
]

PEOPLE = [
    Row("people:ranking", {"GET": READERS}, "made from mentions: for who reads them"),
    Row("people:export", {"GET": READERS}, "as the ranking"),
    Row("people:board", {"GET": READERS}, "the team follows who matters; not for clients"),
    Row("people:person", {"GET": READERS}, "as the board; shows mentions"),
    Row(
        "people:new",
        {"GET": MAKERS, "POST": MAKERS},
        "who listens finds people",
        data={"name": "Eva", "kind": "press", "origin": "public"},
    ),
    Row(
        "people:edit",
        {"GET": MAKERS, "POST": MAKERS},
        "who keeps in touch writes it down",
        data={"name": "Eva", "kind": "press", "origin": "public", "version": "1"},
    ),
    *(
        Row(f"people:{name}", {"POST": MAKERS}, "who keeps in touch writes it down", **more)
        for name, more in {
            "move": {"data": {"stage": "talking", "seen": "discovered"}},
            "vip": {"data": {"vip": "1"}},
            "handle_add": {"data": {"network": "instagram", "handle": "@eva"}},
            "handle_remove": {},
            "consent_add": {"data": {"what": "x", "how": "x", "given_on": "2026-01-01"}},
            "consent_withdraw": {},
            "unmerge": {},
        }.items()
    ),
    Row("people:merge", {"GET": MAKERS, "POST": MAKERS}, "can be undone", fields={"author": "author"}),
    Row("people:data", {"POST": RUNNERS}, "everything about a person leaves the house: who answers for the brand"),
    Row("people:erase", {"GET": RUNNERS, "POST": RUNNERS}, "there is no way back: who answers for the brand"),
]

ROWS = [*LISTENING, *PEOPLE]
