"""Who may do what at every address, and why: written by hand, from what each page is for.

A new URL without a row here fails the suite. Ask yourself who should get through, write it down with its reason, and
only then look at the view.
"""

from __future__ import annotations

from tests.access.walk import Row
from tests.access.world import EVERYBODY, OPERATOR, ROLES, STRANGER

OWNER = ("owner",)
RUNNERS = ("owner", "manager")
MAKERS = ("owner", "strategist", "manager", "community")
APPROVERS = ("owner", "strategist", "manager")
READERS = (*MAKERS, "analyst")
TEAM = ROLES
SIGNED_IN = (STRANGER, OPERATOR, *ROLES)
NOBODY_HIDDEN = ()

MACHINES = [
    Row(
        "healthz",
        {"GET": EVERYBODY},
        "a load balancer has no account; it names nobody's data",
        hidden_from=(),
    ),
    Row("readyz", {"GET": EVERYBODY}, "a monitor has no account; it names kinds of work, not whose", hidden_from=()),
]

SIGN_IN = [
    Row(name, {"GET": EVERYBODY}, why, self_guarded=True)
    for name, why in {
        "set_language": "anybody reads the sign-in page in their language",
        "factors": "allauth asks for sign-in itself",
        "passkeys": "allauth asks for sign-in itself",
        "account_login": "the door",
        "account_logout": "anybody may leave",
        "account_inactive": "says why a closed account does not open",
        "account_signup": "says that one comes by invitation",
        "account_reauthenticate": "asks for the password again",
        "account_email": "own address; allauth asks for sign-in",
        "account_email_verification_sent": "a page of words",
        "account_change_password": "own password; allauth asks for sign-in",
        "account_set_password": "own password; allauth asks for sign-in",
        "account_reset_password": "who forgot it is not signed in",
        "account_confirm_login_code": "part of signing in",
        "account_confirm_email": "the key in the address is the permission",
        "account_reset_password_from_key_done": "a page of words",
        "account_reset_password_from_key": "the key in the address is the permission",
        "account_reset_password_done": "a page of words",
        "mfa_index": "own second factors; allauth asks for sign-in",
        "mfa_authenticate": "the second step of signing in",
        "mfa_reauthenticate": "the second step again",
        "mfa_activate_totp": "own second factor",
        "mfa_deactivate_totp": "own second factor",
        "mfa_view_recovery_codes": "own codes",
        "mfa_generate_recovery_codes": "own codes",
        "mfa_download_recovery_codes": "own codes",
        "mfa_list_webauthn": "own passkeys",
        "mfa_add_webauthn": "own passkeys",
        "mfa_reauthenticate_webauthn": "own passkeys",
        "mfa_remove_webauthn": "own passkeys: allauth looks only among the person's own",
        "mfa_edit_webauthn": "own passkeys: allauth looks only among the person's own",
        "mfa_login_webauthn": "the door, by passkey",
        "accounts:close": "one's own account; asks for the password again before anything else",
        "accounts:setup": "the first owner has no account yet; it closes when somebody exists",
    }.items()
]

PERSON = [
    Row("home", {"GET": SIGNED_IN}, "sends each person to their brands", hidden_from=NOBODY_HIDDEN),
    Row("accounts:preferences", {"GET": SIGNED_IN, "POST": SIGNED_IN}, "one's own", hidden_from=NOBODY_HIDDEN),
    Row("accounts:security", {"GET": SIGNED_IN}, "one's own", hidden_from=NOBODY_HIDDEN),
    Row("accounts:end_session", {"POST": SIGNED_IN}, "one's own sessions", hidden_from=NOBODY_HIDDEN),
    Row("brands:list", {"GET": SIGNED_IN}, "lists only the person's own brands", hidden_from=NOBODY_HIDDEN),
    Row("today:all", {"GET": SIGNED_IN}, "tells only of the person's own brands", hidden_from=NOBODY_HIDDEN),
    Row("brands:switcher", {"GET": SIGNED_IN}, "lists only the person's own brands", hidden_from=NOBODY_HIDDEN),
    Row("brands:notices", {"GET": SIGNED_IN}, "one's own notices", hidden_from=NOBODY_HIDDEN),
    Row(
        "brands:notice_wishes",
        {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "how one wants to be told is one's own",
        hidden_from=NOBODY_HIDDEN,
    ),
    Row("brands:notices_read", {"POST": SIGNED_IN}, "one's own notices", hidden_from=NOBODY_HIDDEN),
    Row(
        "brands:notice",
        {"POST": ("community",)},
        "one's own notice: another person's is not there, whoever asks",
        hidden_from=(STRANGER, OPERATOR, *(role for role in ROLES if role != "community")),
    ),
    Row("brands:nothing", {"GET": SIGNED_IN}, "words for who has no brand", hidden_from=NOBODY_HIDDEN),
    Row(
        "brands:unsubscribe",
        {"GET": EVERYBODY, "POST": EVERYBODY},
        "a signed address out of a mail is the permission",
        self_guarded=True,
    ),
    Row("invitation", {"GET": EVERYBODY, "POST": EVERYBODY}, "the token is the permission", self_guarded=True),
]

INSTALLATION = [
    Row("design", {"GET": (OPERATOR,)}, "the style guide is for who builds", hidden_from=(STRANGER, *ROLES)),
    Row("brands:operator", {"GET": (OPERATOR,)}, "names every workspace", hidden_from=(STRANGER, *ROLES)),
    Row(
        "brands:operator_enter",
        {"GET": (OPERATOR,), "POST": (OPERATOR,)},
        "only who runs the installation may ask for an hour inside a brand",
        hidden_from=(STRANGER, *ROLES),
    ),
]

BRAND = [
    Row("brands:enter", {"GET": TEAM}, "the brand's door, clients too"),
    Row("brands:theme", {"GET": TEAM}, "the brand's colours; clients see them too"),
    Row("brands:logo", {"GET": TEAM}, "the brand's logo; clients see it too"),
    Row("brands:profile", {"GET": RUNNERS, "POST": RUNNERS}, "who runs the brand says what it is"),
    Row("brands:logo_remove", {"POST": RUNNERS}, "part of the profile"),
    Row("brands:delete", {"GET": OWNER, "POST": OWNER}, "only an owner ends a brand"),
    Row("brands:team", {"GET": RUNNERS, "POST": RUNNERS}, "who runs the brand chooses its team"),
    Row("brands:role", {"POST": RUNNERS}, "who runs the brand chooses its team"),
    Row("brands:role_remove", {"POST": RUNNERS}, "who runs the brand chooses its team"),
    Row("brands:invitation_revoke", {"POST": RUNNERS}, "who invites can withdraw"),
    Row("brands:departments", {"GET": RUNNERS, "POST": RUNNERS}, "who runs the brand knows the company"),
    Row("brands:department", {"GET": RUNNERS, "POST": RUNNERS}, "who runs the brand knows the company"),
    Row("brands:department_delete", {"POST": RUNNERS}, "who runs the brand knows the company"),
    Row("brands:department_restore", {"POST": RUNNERS}, "undo of the same"),
    Row("brands:tokens", {"GET": RUNNERS, "POST": RUNNERS}, "a token lets a program in: as inviting people"),
    Row("brands:token_revoke", {"POST": RUNNERS}, "who lets in can shut out, whoever opened"),
    Row("brands:webhooks", {"GET": RUNNERS, "POST": RUNNERS}, "takes data out of the house, as a token does"),
    Row("brands:webhook", {"GET": RUNNERS, "POST": RUNNERS}, "as the list; the log holds what was told"),
    *(
        Row(f"brands:{name}", {"POST": RUNNERS}, "as the list")
        for name in ("webhook_pause", "webhook_resume", "webhook_test", "webhook_secret", "webhook_remove")
    ),
    Row("brands:delivery_again", {"POST": RUNNERS}, "as the list"),
    Row("brands:history", {"GET": RUNNERS}, "names what everybody did: for who answers for the brand"),
]

WORKSPACE = [
    Row("brands:workspace", {"GET": TEAM, "POST": OWNER}, "members see whom they work with; its owner names it"),
    Row("brands:new_brand", {"GET": OWNER, "POST": OWNER}, "a brand costs the workspace: its owner decides"),
    Row("brands:restore", {"POST": OWNER}, "undo of the owner's deletion"),
    Row(
        "brands:transfer",
        {"GET": OWNER, "POST": OWNER},
        "nobody but the owner gives it away",
        fields={"to": "member"},
    ),
    Row("brands:leave", {"GET": TEAM, "POST": TEAM}, "everybody may walk out; the owner is told how"),
    Row("brands:member_remove", {"POST": OWNER}, "the owner of the workspace decides who is in it"),
    Row("brands:export", {"POST": OWNER}, "holds everything of every brand"),
    Row("brands:delete_workspace", {"GET": OWNER, "POST": OWNER}, "ends everything"),
]

MAIL = [
    Row("brands:workspace_mail", {"GET": OWNER}, "mails hold links that let people in: the owner's, nobody else's"),
    Row("brands:workspace_mail_detail", {"GET": OWNER}, "as the list"),
    Row("brands:workspace_mail_html", {"GET": OWNER}, "as the list"),
    Row("brands:workspace_mail_again", {"POST": OWNER}, "as the list"),
    *(
        Row(name, may, "mails of sign-in open accounts: only who runs the installation", hidden_from=(STRANGER, *ROLES))
        for name, may in {
            "brands:operator_mail": {"GET": (OPERATOR,)},
            "brands:operator_mail_detail": {"GET": (OPERATOR,)},
            "brands:operator_mail_html": {"GET": (OPERATOR,)},
            "brands:operator_mail_again": {"POST": (OPERATOR,)},
        }.items()
    ),
]

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

TODAY = [
    Row("today:brand", {"GET": READERS}, "tells of mentions and posts: clients have the overview"),
]

DEMO = [
    Row("demo:crisis", {"POST": OWNER}, "plays with what everybody in the demo sees"),
    Row("demo:again", {"POST": OWNER}, "ends everything that was made in it"),
    Row("demo:delete", {"POST": OWNER}, "ends everything"),
]

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

ROWS = [
    *API,
    *CALENDAR,
    *CHANNELS,
    *CRISIS,
    *DEMO,
    *TODAY,
    *KPIS,
    *LISTENING,
    *MEDIA,
    *PEOPLE,
    *MAIL,
    *MACHINES,
    *POSTS,
    *REPORTS,
    *SIGN_IN,
    *PERSON,
    *INSTALLATION,
    *BRAND,
    *WORKSPACE,
]
