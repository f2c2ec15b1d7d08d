"""Signing in, people, workspaces, brands, mail, the demo, the first page."""

from __future__ import annotations

from tests.access.expectations.who import NOBODY_HIDDEN, OWNER, READERS, RUNNERS, SIGNED_IN, TEAM
from tests.access.walk import Row
from tests.access.world import EVERYBODY, OPERATOR, ROLES, STRANGER

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

TODAY = [
    Row("today:brand", {"GET": READERS}, "tells of mentions and posts: clients have the overview"),
]

DEMO = [
    Row("demo:crisis", {"POST": OWNER}, "plays with what everybody in the demo sees"),
    Row("demo:again", {"POST": OWNER}, "ends everything that was made in it"),
    Row("demo:delete", {"POST": OWNER}, "ends everything"),
]

ROWS = [*MACHINES, *SIGN_IN, *PERSON, *INSTALLATION, *BRAND, *WORKSPACE, *MAIL, *TODAY, *DEMO]
