from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.devices import device_name
from accounts.models import User
from brands.models import BrandRole, Event, Member
from brands.workspaces import create_brand, create_workspace
from mail.models import Mail
from tests.accounts.conftest import PASSWORD, sign_in, sure_of


def test_pages_speak_the_persons_language_once_they_are_signed_in(alice, charlie):
    english = Client(headers={"accept-language": "en"})
    assert '<html lang="en"' in english.get("/accounts/login/").content.decode()
    assert '<html lang="es"' in Client(headers={"accept-language": "fr"}).get("/accounts/login/").content.decode()
    assert '<html lang="es"' in sign_in(alice).get("/me/").content.decode()
    assert '<html lang="en"' in sign_in(charlie).get("/me/").content.decode()


def test_the_language_can_be_switched_before_signing_in(client, db):
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()


def test_preferences_are_kept_and_reach_the_page(alice):
    browser = sign_in(alice)
    browser.post("/me/", {"name": "Alicia", "language": "en", "theme": "dark", "time_zone": "America/Lima"})
    alice.refresh_from_db()
    assert alice.zone == ZoneInfo("America/Lima")
    assert (alice.name, alice.language, alice.theme, alice.shortcuts) == ("Alicia", "en", "dark", False)
    page = browser.get("/me/").content.decode()
    assert 'data-theme-choice="dark"' in page
    assert 'data-shortcuts="off"' in page


def test_a_form_changes_nothing_that_is_not_on_it(alice):
    own = {"name": "A", "language": "es", "theme": "auto", "time_zone": "America/Lima"}
    sign_in(alice).post("/me/", own | {"is_operator": "on", "email": "x@x.example"})
    alice.refresh_from_db()
    assert (alice.name, alice.is_operator, alice.email) == ("A", False, "alice@lumbre.example")


def test_sessions_are_listed_by_device_and_one_can_be_ended(alice):
    here, there = sign_in(alice), sign_in(alice)
    rows = here.get("/me/security/").context["sessions"]
    assert [(row.device, row.is_this) for row in rows] == [("Firefox, Windows", True), ("Firefox, Windows", False)]
    here.post("/me/security/sign-out/", {"session": rows[1].id})
    assert [here.get("/me/").status_code, there.get("/me/").status_code] == [200, 302]


def test_all_others_can_be_ended_at_once(alice):
    here, *others = (sign_in(alice) for _ in range(3))
    here.post("/me/security/sign-out/")
    assert [browser.get("/me/").status_code for browser in (here, *others)] == [200, 302, 302]


def test_nobody_ends_the_session_of_another(alice, charlie):
    alices, charlies = sign_in(alice), sign_in(charlie)
    target = alices.get("/me/security/").context["sessions"][0].id
    assert charlies.post("/me/security/sign-out/", {"session": target}).status_code == 404
    assert alices.get("/me/").status_code == 200


def test_a_page_never_shows_a_sessions_key(alice):
    browser = sign_in(alice)
    assert browser.session.session_key not in browser.get("/me/security/").content.decode()


def test_a_new_password_signs_out_everywhere_else(alice):
    here, there = sign_in(alice), sign_in(alice)
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another-fine-lantern"})
    assert [here.get("/me/").status_code, there.get("/me/").status_code] == [200, 302]


def test_a_new_address_takes_over_once_it_is_confirmed(alice):
    browser = sure_of(alice)
    browser.post("/accounts/email/", {"email": "alicia@lumbre.example", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == "alice@lumbre.example"
    mail = Mail.objects.get(purpose="confirm_address")
    assert (mail.to, mail.language) == ("alicia@lumbre.example", "es")
    link = next(word for word in mail.text.split() if "confirm-email" in word)
    browser.post("/accounts/" + link.partition("/accounts/")[2])
    alice.refresh_from_db()
    assert alice.email == "alicia@lumbre.example"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("alicia@lumbre.example", True)]
    assert Mail.objects.filter(to="alice@lumbre.example", purpose="security_notice").count() == 1  # the old one is told


def test_an_address_that_somebody_has_cannot_be_told_from_a_free_one(alice, charlie):
    def answer(email):
        return sure_of(alice).post("/accounts/email/", {"email": email, "action_add": ""})

    assert answer(charlie.email)["Location"] == answer("free@lumbre.example")["Location"] == "/accounts/email/"
    charlie.refresh_from_db()
    assert EmailAddress.objects.get(user=charlie).email == charlie.email == "charlie@verdea.example"


def test_closing_is_refused_while_a_workspace_needs_its_owner(alice):
    create_workspace(alice, "Agencia Faro")
    page = sure_of(alice).post("/me/close/")
    assert "Agencia Faro" in page.content.decode()
    assert User.objects.filter(pk=alice.pk, is_active=True).exists()
    assert sign_in(alice).get("/me/").status_code == 200


def test_closing_is_refused_while_a_brand_has_no_other_owner(alice, charlie):
    workspace = create_workspace(charlie, "Casa Charlie")
    brand = create_brand(workspace, "La Molinera")
    BrandRole.objects.filter(brand=brand).delete()
    member = Member.objects.create(workspace=workspace, user=alice)
    BrandRole.objects.create(workspace=workspace, brand=brand, member=member, role="owner")
    browser = sure_of(alice)
    assert "La Molinera" in browser.post("/me/close/").content.decode()
    assert BrandRole.objects.filter(brand=brand, member__user=alice).exists()
    assert browser.get("/me/").status_code == 200


def test_closing_asks_again_who_it_is(alice):
    answer = sign_in(alice).post("/me/close/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_closed_account_is_gone_with_its_memberships_and_sessions(alice, charlie):
    workspace = create_workspace(charlie, "Casa Charlie")
    Member.objects.create(workspace=workspace, user=alice)
    here, there = sure_of(alice), sign_in(alice)
    assert here.post("/me/close/")["Location"] == "/accounts/login/"
    assert not User.objects.filter(email="alice@lumbre.example").exists()
    assert not EmailAddress.objects.filter(email="alice@lumbre.example").exists()
    assert list(workspace.members.values_list("user__email", flat=True)) == ["charlie@verdea.example"]
    assert there.get("/me/").status_code == 302
    assert list(Event.objects.filter(verb="member.left").values_list("workspace__name", "actor_name")) == [
        ("Casa Charlie", "Alice")
    ]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15",
            "Safari, Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/141.0 Safari/604.1",
            "Chrome, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox, Linux"),
        ("curl/8", "Another device"),
        ("", "Another device"),
    ],
)
def test_devices_have_names(header, name):
    from django.utils import translation

    with translation.override("en"):
        assert device_name(header) == name


def test_the_last_who_runs_the_installation_cannot_close_their_account(alice, charlie):
    User.objects.filter(pk=alice.pk).update(is_operator=True)
    assert "manage.py create_owner" in sure_of(alice).post("/me/close/").content.decode()
    assert User.objects.filter(pk=alice.pk).exists()
    User.objects.filter(pk=charlie.pk).update(is_operator=True)
    assert sure_of(alice).post("/me/close/")["Location"] == "/accounts/login/"
    assert not User.objects.filter(pk=alice.pk).exists()
