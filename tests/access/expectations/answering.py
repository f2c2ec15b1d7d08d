"""Alerts, incidents, holds; KPIs and reports."""

from __future__ import annotations

from tests.access.expectations.who import APPROVERS, MAKERS, READERS, TEAM
from tests.access.walk import Row
from tests.access.world import EVERYBODY

CRISIS = [
    Row("crisis:incidents", {"GET": READERS}, "what goes wrong is for the team, not for clients"),
    Row(
        "crisis:incident_new",
        {"GET": MAKERS, "POST": MAKERS},
        "who sees it first opens it",
        data={"title": "Avena", "level": "alert"},
    ),
    Row("crisis:incident", {"GET": READERS}, "as the list"),
    Row("crisis:incident_pdf", {"GET": READERS}, "the same page on paper"),
    Row(
        "crisis:incident_edit",
        {"GET": MAKERS, "POST": MAKERS},
        "decides for the team",
        data={"title": "Avena", "level": "alert", "version": "1"},
    ),
    Row(
        "crisis:hold",
        {"GET": MAKERS, "POST": MAKERS},
        "who sees a post go wrong stops it at once",
        data={"words": "avena"},
    ),
    Row(
        "crisis:review",
        {"GET": READERS, "POST": MAKERS},
        "readers see what is held; letting go is scheduling",
        fields={"post": "post"},
    ),
    *(
        Row(f"crisis:{name}", {"POST": MAKERS}, "decides for the team", **more)
        for name, more in {
            "incident_note": {"data": {"text": "x"}},
            "incident_task": {"data": {"text": "x"}},
            "incident_task_done": {},
            "incident_close": {"data": {"lesson": "x"}},
            "incident_reopen": {},
            "hold_lift": {},
        }.items()
    ),
    Row("crisis:alerts", {"GET": READERS}, "made from mentions: for who reads them"),
    Row("crisis:alert", {"GET": READERS}, "as the list; shows mentions"),
    Row("crisis:alert_dismiss", {"POST": MAKERS}, "decides for the team", data={"reason": "Un sorteo"}),
    Row("crisis:alert_mute", {"POST": MAKERS}, "decides for the team", data={"hours": "4"}),
    Row("crisis:watches", {"GET": READERS}, "explains what alerts there are"),
    Row("crisis:watch", {"GET": MAKERS, "POST": MAKERS}, "as the topic itself"),
]

KPIS = [
    Row("reports:kpis", {"GET": READERS}, "made from mentions and posts: for who reads them, not for clients"),
]

REPORTS = [
    Row("reports:reports", {"GET": TEAM, "POST": MAKERS}, "reports are what clients pay for; makers draft them"),
    Row("reports:report", {"GET": TEAM}, "an approved one is for the client too"),
    Row("reports:report_pdf", {"GET": TEAM}, "as the page"),
    Row("reports:report_xlsx", {"GET": TEAM}, "as the page"),
    Row("api:reports", {"GET": TEAM}, "approved ones, as their pages"),
    Row("api:report", {"GET": TEAM}, "as its page"),
    Row("reports:write", {"GET": MAKERS, "POST": MAKERS}, "who looks after the brand concludes"),
    *(
        Row(f"reports:{name}", {"POST": MAKERS}, "who looks after the brand prepares its report")
        for name in ("recount", "complete", "take_back")
    ),
    *(
        Row(f"reports:{name}", {"POST": APPROVERS}, "who answers for the brand lets a report out of the house")
        for name in ("approve", "send_now", "send_again", "make_link", "revoke_link", "wishes", "recipient_remove")
    ),
    Row("reports:recipients", {"GET": APPROVERS, "POST": APPROVERS}, "names people outside the house"),
    Row("reports:recipient", {"GET": APPROVERS, "POST": APPROVERS}, "as the list"),
    *(
        Row(name, {"GET": EVERYBODY}, "the secret in the address is the permission", self_guarded=True)
        for name in ("shared_report", "shared_report_pdf", "shared_report_look", "shared_report_logo")
    ),
]

ROWS = [*CRISIS, *KPIS, *REPORTS]
