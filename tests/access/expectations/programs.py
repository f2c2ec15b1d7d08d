"""The API."""

from __future__ import annotations

from tests.access.expectations.listening import MENTION_FILTERS
from tests.access.expectations.who import MAKERS, NOBODY_HIDDEN, READERS, RUNNERS, SIGNED_IN, TEAM
from tests.access.walk import Row
from tests.access.world import EVERYBODY

API = [
    Row("api:brands", {"GET": SIGNED_IN}, "lists only the person's own brands", hidden_from=NOBODY_HIDDEN),
    Row("api:brand", {"GET": TEAM}, "as the brand's own pages"),
    Row("api:counts", {"GET": TEAM}, "as the overview"),
    Row("api:mentions", {"GET": READERS}, "as the page", filters=MENTION_FILTERS),
    Row(
        "api:mention",
        {"GET": READERS, "PATCH": MAKERS},
        "as the page",
        fields={"assigned": "member", "department": "department"},
    ),
    Row("api:sources", {"GET": READERS, "POST": MAKERS}, "as the page"),
    Row("api:source_restore", {"POST": MAKERS}, "undo of the same"),
    Row("api:files", {"GET": READERS, "POST": MAKERS}, "as the library"),
    Row("api:file", {"GET": READERS, "PATCH": MAKERS, "DELETE": MAKERS}, "as the library"),
    Row("api:file_restore", {"POST": MAKERS}, "undo of the same"),
    Row("api:topics", {"GET": READERS, "POST": MAKERS}, "readers see what is listened for; makers choose it"),
    Row("api:topic_preview", {"POST": MAKERS}, "for who writes topics: shows mentions"),
    Row("api:topic", {"GET": READERS, "PATCH": MAKERS, "DELETE": MAKERS}, "as the list"),
    Row("api:topic_restore", {"POST": MAKERS}, "undo of the same"),
    Row("api:tags", {"GET": READERS}, "words on mentions: as the mentions"),
    Row("api:counts_by_hour", {"GET": TEAM}, "as the overview"),
    Row("api:people", {"GET": READERS}, "as the board"),
    Row("api:person", {"GET": READERS}, "as the page"),
    Row("api:webhooks", {"GET": RUNNERS, "POST": RUNNERS}, "as the page"),
    Row("api:webhook", {"GET": RUNNERS, "PATCH": RUNNERS, "DELETE": RUNNERS}, "as the page"),
    Row("api:deliveries", {"GET": RUNNERS}, "as the page's log"),
    Row("api:delivery_again", {"POST": RUNNERS}, "as the page's log"),
    Row("api:webhook_secret", {"POST": RUNNERS}, "as the page: who has it may sign as cmhub"),
    Row("api:kpis", {"GET": READERS}, "as the page"),
    Row("api:accounts", {"GET": READERS}, "as the page"),
    Row("api:account", {"GET": READERS}, "as the page"),
    Row("api:alerts", {"GET": READERS}, "as the page", filters={"topic": "topic"}),
    Row("api:alert", {"GET": READERS}, "as the page"),
    Row("api:incidents", {"GET": READERS}, "as the page"),
    Row("api:incident", {"GET": READERS}, "as the page"),
    Row("api:schema", {"GET": EVERYBODY}, "describes cmhub, which is public, and nobody's data", hidden_from=()),
    Row("api:posts", {"GET": READERS, "POST": MAKERS}, "as the composer", filters={"account": "account"}),
    Row("api:post", {"GET": READERS, "PATCH": MAKERS, "DELETE": MAKERS}, "as the post's page and the composer"),
    Row("api:post_schedule", {"POST": MAKERS}, "lets it go out"),
    Row("api:post_unschedule", {"POST": MAKERS}, "undo of the same"),
    Row("api:source", {"GET": READERS, "PATCH": MAKERS, "DELETE": MAKERS}, "as the page"),
]

ROWS = [*API]
