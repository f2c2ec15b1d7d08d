"""The pages among the addresses that the walk knows: what a person can open and read, with data and without."""

from __future__ import annotations

import json

from tests.access import walk, world
from tests.access.expectations import ROWS
from tests.access.world import ANONYMOUS, OPERATOR

NOT_PAGES = {
    "healthz": "JSON",
    "readyz": "JSON",
    "home": "leads elsewhere",
    "set_language": "takes a POST",
    "brands:enter": "leads elsewhere",
    "brands:theme": "a stylesheet",
    "brands:logo": "a picture",
    "brands:switcher": "part of a page, seen in it",
    "brands:workspace_mail_html": "a mail, shown in a frame of its page",
    "brands:operator_mail_html": "a mail, shown in a frame of its page",
    "monitoring:live": "a number",
    "monitoring:news": "part of a page, seen in it",
    "monitoring:export": "a file",
    "mfa_download_recovery_codes": "a file",
    "mfa_reauthenticate_webauthn": "JSON",
    "mfa_login_webauthn": "JSON",
    "account_confirm_login_code": "switched off",
    "mfa_deactivate_totp": "there only while an authenticator app is set up; looked at in tests/accounts",
    "mfa_view_recovery_codes": "there only while an authenticator app is set up; looked at in tests/accounts",
}
NEEDS_A_KEY = {"account_confirm_email", "account_reset_password_from_key", "mfa_remove_webauthn", "mfa_edit_webauthn"}
SIGNED_OUT = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "mfa_authenticate",
    "invitation",
}


def of(built: world.World) -> list[tuple[str, str, str]]:
    """(name, address, who opens it) of every page, first those of a full brand, then those of an empty one."""
    found = []
    for ids, label in ((built.ids, "full"), (built.bare, "empty")):
        for row in ROWS:
            skip = row.name in NOT_PAGES or row.name in NEEDS_A_KEY or row.name.startswith("api:")
            if skip or "GET" not in row.may:
                continue
            needed = walk.arguments_of(row)
            if set(needed) <= ids.keys() and (needed or label == "full"):
                found.append((f"{row.name} {label}", walk.address(row, ids), _opener(row)))
    return found


def _opener(row: walk.Row) -> str:
    if row.name in SIGNED_OUT:
        return ANONYMOUS
    return "owner" if "owner" in row.may["GET"] else OPERATOR


def write_world() -> None:
    """Build a world in each language in the database of the environment; print its pages and sessions as JSON."""
    said = {}
    for language in ("es", "en"):
        built = world.build(language)
        cookies = {
            actor: {name: morsel.value for name, morsel in client.cookies.items()}
            for actor, client in built.clients.items()
        }
        said[language] = {"pages": of(built), "cookies": cookies}
    print(json.dumps(said))
