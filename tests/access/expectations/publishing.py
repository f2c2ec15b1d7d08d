"""Accounts, files, posts, the calendar."""

from __future__ import annotations

from tests.access.expectations.who import MAKERS, NOBODY_HIDDEN, READERS, RUNNERS, SIGNED_IN
from tests.access.walk import Row
from tests.access.world import EVERYBODY

CHANNELS = [
    Row("channels:list", {"GET": READERS}, "who reads posts sees where they go out"),
    Row("channels:account", {"GET": READERS}, "as the list; no secret is on it"),
    Row("channels:connect", {"GET": RUNNERS, "POST": RUNNERS}, "takes passwords of the brand: who answers for it"),
    Row("channels:reconnect", {"GET": RUNNERS, "POST": RUNNERS}, "as connecting"),
    Row("channels:back", {"GET": RUNNERS}, "ends what a runner of the brand began"),
    Row("channels:check", {"POST": RUNNERS}, "uses the brand's access"),
    Row("channels:remove", {"POST": RUNNERS}, "ends what is published there"),
    Row("channels:restore", {"POST": RUNNERS}, "undo of the same"),
    Row("pausing:pause_account", {"POST": MAKERS}, "who sees a post go wrong stops it at once"),
    Row("pausing:resume_account", {"POST": MAKERS}, "undo of the same"),
    Row("channels:arrive", {"GET": SIGNED_IN}, "leads on to where the journey began", hidden_from=NOBODY_HIDDEN),
]

MEDIA = [
    *(
        Row(f"media:{name}", {"GET": READERS}, "part of a post: for who reads posts")
        for name in ("clean", "preview", "thumb", "cropped")
    ),
    Row("media:original", {"GET": MAKERS}, "says where a photo was taken: for who makes posts"),
    Row("media:library", {"GET": READERS}, "what posts are made of: for who reads posts"),
    Row("media:file", {"GET": READERS}, "as the library"),
    Row("media:crop", {"GET": READERS, "POST": MAKERS}, "shows a shape; makers choose it"),
    *(
        Row(f"media:{name}", {"POST": MAKERS}, "changes what posts are made of: not for who only reads")
        for name in ("upload", "describe", "remove", "restore")
    ),
]

POSTS = [
    Row("posts:new", {"GET": MAKERS, "POST": MAKERS}, "writes a post"),
    Row("posts:edit", {"GET": MAKERS, "POST": MAKERS}, "writes a post"),
    Row("posts:check", {"POST": MAKERS}, "helps who writes a post; names accounts"),
    Row("posts:when", {"GET": MAKERS}, "helps who writes a post"),
    Row("posts:next_slot", {"GET": MAKERS}, "helps who writes a post"),
    Row("posts:mark", {"POST": MAKERS}, "helps who writes a post"),
    Row("posts:links", {"POST": MAKERS}, "opens addresses for who writes a post"),
    Row("posts:hashtags", {"GET": MAKERS, "POST": MAKERS}, "for who writes posts"),
    Row("posts:hashtag_group", {"GET": MAKERS, "POST": MAKERS}, "for who writes posts"),
    Row("posts:hashtag_remove", {"POST": MAKERS}, "for who writes posts"),
    Row("posts:post", {"GET": READERS}, "readers see what is published and what became of it"),
    Row("posts:standing", {"GET": READERS}, "as the post's page, of which it is a part"),
    Row("posts:history", {"GET": READERS}, "what a post said before: as its page"),
    Row("posts:restore_revision", {"POST": MAKERS}, "writes a post", data={"number": "1"}),
    *(
        Row(f"posts:{name}", {"POST": MAKERS}, "changes a post: for who writes them")
        for name in ("copy", "remove", "restore")
    ),
    *(
        Row(f"posts:{name}", {"POST": MAKERS}, "decides what goes out, or what became of it")
        for name in ("schedule", "now", "unschedule", "is_there", "send_again", "account_now", "by_hand_not")
    ),
    Row("posts:by_hand", {"GET": MAKERS, "POST": MAKERS}, "for who publishes by hand"),
]

CALENDAR = [
    Row(
        "calendar:calendar",
        {"GET": READERS},
        "when the brand publishes is for who reads posts, not for clients",
        filters={"account": "account", "author": "member"},
    ),
    Row("calendar:events", {"GET": READERS}, "the posts of the same page", filters={"account": "account"}),
    Row("calendar:move", {"POST": MAKERS}, "who may schedule may choose another time", fields={"post": "post"}),
    Row(
        "calendar:act", {"POST": MAKERS}, "the same for many at once", fields={"post": "post"}, data={"what": "remove"}
    ),
    Row("calendar:subscription", {"GET": READERS, "POST": READERS}, "one's own way to what one may read anyway"),
    Row("calendar:ical", {"GET": EVERYBODY}, "the secret in the address is the permission", self_guarded=True),
    Row("calendar:agency", {"GET": SIGNED_IN}, "shows only the brands whose posts the person may read", hidden_from=()),
    Row("calendar:agency_events", {"GET": SIGNED_IN}, "the posts of the same page", hidden_from=()),
    Row("calendar:series", {"GET": READERS}, "what repeats is part of the calendar"),
    Row("calendar:series_one", {"GET": READERS}, "the same"),
    Row("calendar:series_stop", {"POST": MAKERS}, "who schedules posts stops them"),
    Row("calendar:series_skip", {"POST": MAKERS}, "who schedules posts leaves one out"),
    Row("calendar:series_spread", {"POST": MAKERS}, "who schedules posts changes them"),
    Row("calendar:repeat", {"GET": MAKERS, "POST": MAKERS}, "repeating schedules posts"),
    Row("calendar:imports", {"GET": MAKERS, "POST": MAKERS}, "who writes posts writes many at once"),
    Row("calendar:import_template_csv", {"GET": MAKERS}, "names the accounts to write for"),
    Row("calendar:import_template_xlsx", {"GET": MAKERS}, "the same"),
    Row("calendar:import", {"GET": MAKERS, "POST": MAKERS}, "shows rows of the file, and makes their posts"),
    Row("calendar:import_left_out_csv", {"GET": MAKERS}, "rows of the file"),
    Row("calendar:import_left_out_xlsx", {"GET": MAKERS}, "rows of the file"),
    *(
        Row(f"calendar:import_{name}", {"POST": MAKERS}, "decides which posts are made")
        for name in ("sheet", "stop", "go_on", "undo", "discard")
    ),
    Row("calendar:slots", {"GET": READERS, "POST": MAKERS}, "who schedules says when the brand likes to publish"),
    Row("calendar:slot_remove", {"POST": MAKERS}, "part of the same"),
    Row("calendar:rules", {"GET": RUNNERS, "POST": RUNNERS}, "who runs the brand says how it publishes"),
    Row("calendar:undo", {"POST": MAKERS}, "takes back what one has done oneself: the address is signed"),
]

ROWS = [*CHANNELS, *MEDIA, *POSTS, *CALENDAR]
