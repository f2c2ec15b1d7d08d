"""What the sign-in machinery says to people: allauth's own words replaced by ours, so that one voice speaks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NOTES = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": "",
    "account/messages/password_changed.txt": _("Password changed. Other devices have been signed out."),
    "account/messages/password_set.txt": _("Password set."),
    "account/messages/email_confirmation_sent.txt": _("We wrote to {email}. Open the link in that mail to confirm it."),
    "account/messages/email_confirmation_failed.txt": _("{email} belongs to another account; yours has not changed."),
    "account/messages/email_confirmed.txt": _("{email} is confirmed."),
    "account/messages/email_deleted.txt": _("{email} has been dropped; you keep signing in with the one you had."),
    "account/messages/cannot_delete_primary_email.txt": _("You sign in with {email}: change it instead."),
    "mfa/messages/totp_activated.txt": _("Authenticator app added. From now on we ask for its code when you sign in."),
    "mfa/messages/totp_deactivated.txt": _("Authenticator app removed."),
    "mfa/messages/recovery_codes_generated.txt": _("These are your recovery codes. Older ones no longer work."),
    "mfa/messages/webauthn_added.txt": _("Passkey added."),
    "mfa/messages/webauthn_removed.txt": _("Passkey removed."),
}
"""One line after a thing was done, by the name of allauth's template. Empty: nothing is said."""

ACCOUNT_ERRORS = {
    "account_inactive": _("This account is closed. Ask whoever runs this installation."),
    "email_password_mismatch": _("That address and password do not go together. Check both, or choose a new password."),
    "email_taken": _("That address already has an account."),
    "enter_current_password": _("Type your current password."),
    "incorrect_code": _("That code is not right. Codes change every 30 seconds: type the newest one."),
    "incorrect_password": _("That is not your password."),
    "invalid_login": _("That address and password do not go together. Check both, or choose a new password."),
    "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
    "too_many_login_attempts": _("Too many failed tries. Your account is safe; try again in five minutes."),
    "unknown_email": _("That address has no account here."),
    "same_as_current": _("That is the one you have now."),
    "rate_limited": _("Too many tries. Try again in five minutes."),
    "duplicate_email": _("That is already your address."),
}

MFA_ERRORS = {
    "incorrect_code": _("That did not work. If it is a code, type the newest one; if it is a passkey, try it again."),
    "cannot_generate_recovery_codes": _("Recovery codes need an authenticator app or a passkey first."),
}

NOTICES = {
    "password_changed": (
        _("Your password was changed"),
        _("The password of your cmhub account was changed."),
    ),
    "password_set": (_("Your account has a password"), _("A password was set for your cmhub account.")),
    "password_reset": (
        _("Your password was changed"),
        _("The password of your cmhub account was changed through a link sent to this address."),
    ),
    "email_changed": (
        _("You sign in with another address"),
        _("The address of your cmhub account was changed from {from_email} to {to_email}."),
    ),
    "email_deleted": (_("An address was removed"), _("{deleted_email} was removed from your cmhub account.")),
    "totp_activated": (
        _("Authenticator app added"),
        _("Signing in to cmhub now also asks for a code from an app."),
    ),
    "totp_deactivated": (
        _("Authenticator app removed"),
        _("Signing in to cmhub no longer asks for a code from an app."),
    ),
    "recovery_codes_generated": (
        _("New recovery codes"),
        _("New recovery codes were made for your cmhub account. The old ones no longer work."),
    ),
    "webauthn_added": (_("Passkey added"), _("A passkey was added to your cmhub account.")),
    "webauthn_removed": (_("Passkey removed"), _("A passkey was removed from your cmhub account.")),
}
"""Headline and sentence of each mail that tells of a change, by the last part of the name of allauth's template."""
