"""The pages among the addresses that the walk knows: what a person can open and read, with data and without."""

from __future__ import annotations

import json
import time

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn

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
    "crisis:incident_pdf": "a file",
    "channels:arrive": "leads elsewhere",
    "channels:back": "leads elsewhere",
    "calendar:events": "JSON",
    "calendar:agency_events": "JSON",
    "calendar:ical": "a file for programs",
    "monitoring:live": "a number",
    **{f"media:{name}": "an image or a video" for name in ("clean", "preview", "thumb", "cropped", "original")},
    "monitoring:view": "leads elsewhere",
    "monitoring:news": "part of a page, seen in it",
    "monitoring:topic_standing": "part of a page, seen in it",
    "monitoring:export": "a file",
    "people:export": "a file",
    "posts:standing": "part of a page, seen in it",
    "posts:when": "JSON",
    "posts:next_slot": "JSON",
    "monitoring:export_file": "a file",
    "monitoring:import_faulty": "a file",
    "calendar:import_template_csv": "a file",
    "calendar:import_template_xlsx": "a file",
    "calendar:import_left_out_csv": "a file",
    "calendar:import_left_out_xlsx": "a file",
    "mfa_download_recovery_codes": "a file",
    "reports:report_pdf": "a file",
    "reports:report_xlsx": "a file",
    "shared_report_pdf": "a file",
    "shared_report_look": "a stylesheet",
    "shared_report_logo": "a picture",
    "mfa_reauthenticate_webauthn": "JSON",
    "mfa_login_webauthn": "JSON",
    "account_confirm_login_code": "switched off",
}
SIGNED_OUT = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "invitation",
    "brands:unsubscribe",
}


def of(built: world.World) -> list[tuple[str, str, str]]:
    """(name, address, who opens it) of every page, first those of a full brand, then those of an empty one."""
    found, keys = [], _keys(built)
    for ids, label in ((built.ids, "full"), (built.bare, "empty")):
        for row in ROWS:
            if row.name in NOT_PAGES or row.name.startswith("api:") or "GET" not in row.may:
                continue
            needed, given = walk.arguments_of(row), ids | (keys.get(row.name, {}) if label == "full" else {})
            if set(needed) <= given.keys() and (needed or label == "full"):
                found.append((f"{row.name} {label}", walk.address(row, given), _opener(row)))
    return found


def _keys(built: world.World) -> dict[str, dict[str, str]]:
    """Give the owner second factors and a password just proved, so that the pages behind them open; and the keys that
    mails would have brought, by page."""
    owner = built.users["owner"]
    TOTP.activate(owner, generate_totp_secret())
    RecoveryCodes.activate(owner)
    passkey = WebAuthn.add(owner, "Portátil de casa", {"clientExtensionResults": {"credProps": {"rk": True}}})
    for actor, client in built.clients.items():
        session = client.session
        if actor != ANONYMOUS:
            session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
            session.save()
    address = EmailAddress.objects.create(user=owner, email=f"nueva.{owner.email}")
    key = {"pk": str(passkey.instance.pk)}
    return {
        "account_confirm_email": {"key": EmailConfirmationHMAC(address).key},
        "account_reset_password_from_key": {
            "uidb36": user_pk_to_url_str(owner),
            "key": default_token_generator.make_token(owner),
        },
        "mfa_edit_webauthn": key,
        "mfa_remove_webauthn": key,
    }


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
