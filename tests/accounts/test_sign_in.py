import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.urls import get_resolver

from accounts.models import User
from accounts.signup import AddressTaken, create_account
from mail.models import Mail
from tests.accounts.conftest import PASSWORD, sign_in


def log_in(client, email, password):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_mail_and_password_lead_home(client, alice):
    answer = log_in(client, "Alice@Lumbre.example", PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/me/").status_code == HTTPStatus.OK


def test_sign_in_leads_where_the_person_was_going_but_never_to_another_site(client, alice):
    def after(then):
        data = {"login": alice.email, "password": PASSWORD, "next": then}
        return Client().post("/accounts/login/", data)["Location"]

    assert client.get("/me/security/")["Location"] == "/accounts/login/?next=/me/security/"
    assert after("/me/security/") == "/me/security/"
    assert after("https://evil.example/") == "/"


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client, alice):
    def answer(email):
        page = log_in(Client(), email, "not-the-password").content.decode()
        return re.sub(r'X-CSRFToken": "\w+|csrfmiddlewaretoken" value="\w+', "", page.replace(email, "THEM"))

    wrong, unknown = answer(alice.email), answer("nobody@lumbre.example")
    assert wrong == unknown
    assert "Ese correo y esa contraseña no van juntos" in wrong


def test_without_remember_me_the_session_ends_with_the_browser(alice):
    assert sign_in(alice).session.get_expire_at_browser_close() is True
    assert sign_in(alice, remember="on").session.get_expiry_age() == 14 * 24 * 3600


def test_five_failed_tries_stop_a_guesser_and_the_right_password_too(client, alice):
    for _ in range(5):
        assert log_in(client, alice.email, "guess").status_code == HTTPStatus.OK
    refused = log_in(client, alice.email, PASSWORD)
    assert refused.status_code == HTTPStatus.OK
    assert "_auth_user_id" not in client.session
    assert b"five minutes" in refused.content or b"cinco minutos" in refused.content


def test_too_many_requests_get_a_page_that_says_when_to_come_back(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    for _ in range(2):
        log_in(client, "nobody@lumbre.example", "guess")
    answer = log_in(client, "nobody@lumbre.example", "guess")
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "5 minut" in answer.content.decode()


def tries(proxies, visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    return [
        log_in(Client(headers={"x-forwarded-for": visitor(n)}), "nobody@lumbre.example", "guess").status_code
        for n in range(3)
    ]


def test_behind_a_proxy_of_ours_each_visitor_has_tries_of_their_own(db, settings):
    assert tries(1, lambda n: f"6.6.6.6, 198.51.100.{n}", settings) == [200, 200, 200]


def test_who_makes_up_addresses_has_no_more_tries(db, settings):
    assert tries(1, lambda n: f"6.6.6.{n}, 198.51.100.1", settings) == [200, 200, 429]


def test_without_a_proxy_of_ours_nobody_says_where_they_come_from(db, settings):
    assert tries(0, lambda n: f"198.51.100.{n}", settings) == [200, 200, 429]


def test_every_rate_limit_ends_within_the_time_that_the_page_names(settings):
    from allauth.account import app_settings
    from allauth.core.internal.ratelimit import parse_rates

    from accounts.views import RETRY_AFTER

    rates = [rate for rule in app_settings.RATE_LIMITS.values() for rate in parse_rates(rule)]
    assert max(rate.duration for rate in rates) <= RETRY_AFTER


def test_nobody_signs_up_alone(client, db):
    page = client.get("/accounts/signup/")
    posted = client.post("/accounts/signup/", {"email": "new@lumbre.example", "password1": PASSWORD})
    assert "invit" in page.content.decode()
    assert posted.status_code == HTTPStatus.OK
    assert User.objects.count() == 0


def test_every_page_that_allauth_can_answer_with_is_ours():
    views = [getattr(entry.callback, "view_class", None) for entry in _patterns(get_resolver("accounts.sign_in_urls"))]
    names = {getattr(view, "template_name", None) for view in views}
    names -= {
        None,
        "account/confirm_login_code.html",
        "mfa/index.html",
        "mfa/webauthn/authenticator_list.html",
    }  # not offered
    ours = {
        name for name in names if Path(get_template(name).origin.name).is_relative_to(settings.BASE_DIR / "templates")
    }
    assert len(names) > 15
    assert names == ours | {"account/signup.html"}  # closed: see above


def _patterns(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _patterns(entry)
        else:
            yield entry


@pytest.mark.parametrize(
    "path", ["/accounts/social/signup/", "/accounts/3rdparty/", "/accounts/sessions/", "/accounts/login/code/"]
)
def test_what_is_not_offered_is_not_there(client, db, path):
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND


def test_signing_out_takes_a_post(alice):
    browser = sign_in(alice)
    browser.get("/accounts/logout/")
    assert browser.get("/me/").status_code == HTTPStatus.OK
    assert browser.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert browser.get("/me/")["Location"] == "/accounts/login/?next=/me/"


def test_an_account_needs_an_unused_address_and_a_good_password(alice):
    with pytest.raises(AddressTaken):
        create_account("ALICE@lumbre.example", "Impostor", PASSWORD, "es")
    with pytest.raises(Exception, match="10"):
        create_account("new@lumbre.example", "New", "short", "es")
    assert list(User.objects.values_list("email", "name")) == [("alice@lumbre.example", "Alice")]


def test_a_reset_link_is_for_the_known_only_and_nobody_can_tell(client, alice):
    known = client.post("/accounts/password/reset/", {"email": alice.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@lumbre.example"})
    assert known["Location"] == unknown["Location"] == "/accounts/password/reset/done/"
    assert list(Mail.objects.values_list("to", "purpose", "language")) == [(alice.email, "password_reset", "es")]


def test_a_reset_link_opens_once_from_the_public_address(client, alice, settings):
    settings.CMHUB_PUBLIC_URL = "https://cmhub.lumbre.example"
    old = sign_in(alice)
    client.post("/accounts/password/reset/", {"email": alice.email})
    link = next(word for word in Mail.objects.get().text.split() if "/key/" in word)
    assert link.startswith("https://cmhub.lumbre.example/accounts/password/reset/key/")
    path = link.removeprefix("https://cmhub.lumbre.example")
    form = client.get(path)["Location"]
    client.post(form, {"password1": "another-fine-lantern"})
    assert "_auth_user_id" in sign_in(alice, "another-fine-lantern").session
    assert old.get("/me/").status_code == HTTPStatus.FOUND  # signed out by the new password
    assert "password1" not in Client().get(path, follow=True).content.decode()
    assert list(Mail.objects.order_by("pk").values_list("purpose", flat=True)) == ["password_reset", "security_notice"]
