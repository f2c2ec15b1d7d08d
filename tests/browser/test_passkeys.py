"""Passkeys in Chromium, with an authenticator that Chromium itself plays: added, used to enter, used as second step."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from cmhub.config import BASE_DIR
from tests.browser.conftest import PASSWORD, WATCH

pytestmark = pytest.mark.browser

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def eva(site):
    """Somebody of her own: the second step that she adds would lock the other tests out."""
    command = [sys.executable, "manage.py", "create_owner", "eva@example.com", "--name", "Eva", "--language", "en"]
    subprocess.run(
        command, cwd=BASE_DIR, env=site.environment(), input=PASSWORD, text=True, check=True, capture_output=True
    )
    return "eva@example.com"


@pytest.fixture
def device(browser, site):
    """A browser on a device with a fingerprint reader, in English; what its console complains of fails the test."""
    complaints = []
    context = browser.new_context(locale="en", base_url=f"http://localhost:{site.port}")
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.add_init_script(WATCH)
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    page.finger = tools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})["authenticatorId"]
    page.tools = tools
    yield page
    context.close()
    assert complaints == []


def type_password(page, address):
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def test_a_passkey_is_added_and_then_opens_the_account_alone(device, eva):
    type_password(device, eva)
    device.goto("/accounts/2fa/webauthn/add/")
    device.get_by_label("Your password").fill(PASSWORD)
    device.get_by_role("button", name="Go on").click()
    device.get_by_role("button", name="Add a passkey").click()
    expect(device.get_by_role("heading", name="Recovery codes")).to_be_visible()
    code = device.locator(".codes code").first.inner_text()

    device.context.clear_cookies()
    device.goto("/accounts/login/")
    device.get_by_role("button", name="Sign in with a passkey").click()
    device.wait_for_url(lambda url: "/login/" not in url)
    device.goto("/me/")
    expect(device.get_by_text("You sign in as eva@example.com.")).to_be_visible()

    # from now on the password alone is not enough: the passkey or a recovery code comes after it
    device.context.clear_cookies()
    type_password(device, eva)
    expect(device.get_by_role("heading", name="One more step")).to_be_visible()
    device.get_by_role("button", name="Use a passkey").click()
    device.wait_for_url(lambda url: "/accounts/" not in url)
    device.context.clear_cookies()
    type_password(device, eva)
    device.get_by_label("Code").fill(code)
    device.get_by_role("button", name="Sign in", exact=True).click()
    device.wait_for_url(lambda url: "/accounts/" not in url)


def test_a_finger_that_says_no_leaves_everything_as_it_was_and_says_so(device):
    device.tools.send("WebAuthn.setUserVerified", {"authenticatorId": device.finger, "isUserVerified": False})
    device.goto("/accounts/login/")
    device.get_by_role("button", name="Sign in with a passkey").click()
    expect(device.get_by_text("It was cancelled, or took too long.")).to_be_visible()
    assert device.url.endswith("/accounts/login/")


def test_on_an_address_made_of_numbers_it_says_why_not(device, site):
    device.goto(f"http://127.0.0.1:{site.port}/accounts/login/")
    expect(device.get_by_role("button", name="Sign in with a passkey")).to_be_disabled()
    expect(device.get_by_text("Passkeys do not work on an address made of numbers.")).to_be_visible()


def test_a_browser_without_passkeys_says_so(device):
    device.add_init_script("delete window.PublicKeyCredential")
    device.goto("/accounts/login/")
    expect(device.get_by_role("button", name="Sign in with a passkey")).to_be_disabled()
    expect(device.get_by_text("This browser has no passkeys.")).to_be_visible()


def test_a_typed_password_can_be_shown_and_is_hidden_again_when_it_is_sent(device):
    device.goto("/accounts/login/")
    field = device.get_by_label("Password", exact=True)
    field.fill("four cups")
    toggle = device.get_by_role("button", name="Show what is typed")
    toggle.click()
    expect(field).to_have_attribute("type", "text")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(field).to_have_attribute("type", "password")
