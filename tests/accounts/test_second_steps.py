import time
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.test import Client

from core import crypto
from mail.models import Mail
from tests.accounts.conftest import PASSWORD, sign_in, sure_of


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def add_app(browser):
    """Add an authenticator app in `browser`; returns its secret."""
    secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def raw_factors():
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, data::text FROM mfa_authenticator ORDER BY type")
        return dict(cursor.fetchall())


@pytest.fixture
def protected(alice):
    """Alice's browser, the secret of her app, and her recovery codes."""
    browser = sure_of(alice)
    secret = add_app(browser)
    return browser, secret, browser.get("/accounts/2fa/recovery-codes/").context["unused_codes"]


def test_the_secrets_do_not_lie_in_the_database_in_clear(alice, protected):
    _, secret, codes = protected
    rows = raw_factors()
    assert set(rows) == {"totp", "recovery_codes"}
    assert secret not in rows["totp"]
    assert not any(code in rows["recovery_codes"] for code in codes)
    assert crypto.decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_signing_in_then_takes_the_code_too(alice, protected):
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert browser.get("/me/").status_code == 302
    assert browser.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert browser.get("/me/").status_code == 302


def test_a_recovery_code_opens_once(alice, protected):
    _, _, codes = protected

    def enter():
        browser = sign_in(alice)
        browser.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        return browser.get("/me/").status_code

    assert [enter(), enter()] == [200, 302]


def test_each_change_is_told_by_mail_in_the_persons_language(alice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_app(sure_of(alice))
    told = list(Mail.objects.order_by("pk"))
    assert [(mail.to, mail.purpose, mail.language) for mail in told] == [(alice.email, "security_notice", "es")]
    assert not any(secret in mail.text + mail.html for mail in told)


def test_recovery_codes_can_be_downloaded(protected):
    browser, _, codes = protected
    answer = browser.get("/accounts/2fa/recovery-codes/download/")
    assert answer["Content-Type"].startswith("text/plain")
    assert all(code in answer.content.decode() for code in codes)


@pytest.mark.parametrize("path", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/me/close/"])
def test_what_changes_who_can_enter_asks_again_who_it_is(alice, path):
    browser = sign_in(alice)
    assert browser.get(path)["Location"] == "/accounts/reauthenticate/?" + urlencode({"next": path})
    assert browser.post("/accounts/reauthenticate/", {"password": "wrong", "next": path}).status_code == 200
    assert browser.get(path).status_code == 302
    assert browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": path})["Location"] == path
    assert browser.get(path).status_code == 200


def test_keys_rotate_and_the_app_goes_on_working(alice, protected, settings, capsys):
    _, secret, codes = protected
    old, new = settings.CMHUB_FIELD_KEYS, Fernet.generate_key().decode()
    settings.CMHUB_FIELD_KEYS = [new, *old]
    before = raw_factors()
    call_command("reencrypt")
    settings.CMHUB_FIELD_KEYS = [new]
    assert "mfa.Authenticator.data: 2" in capsys.readouterr().out
    assert all(before[kind] != after for kind, after in raw_factors().items())
    assert crypto.decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes


def test_a_key_that_is_missing_is_said_in_words_and_changes_nothing(protected, settings):
    settings.CMHUB_FIELD_KEYS = [Fernet.generate_key().decode()]
    before = raw_factors()
    with pytest.raises(Exception, match=r"secrets\.json"):
        call_command("reencrypt")
    assert raw_factors() == before
