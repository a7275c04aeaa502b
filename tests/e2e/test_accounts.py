"""People come in: by name or mail, with a second step, with a passkey; and let a program in."""

import json
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from playwright.sync_api import expect

from tests.browser import sign_in
from tests.running import PASSWORD


def code_of(secret):
    """What an authenticator app shows for this secret now."""
    return f"{hotp_value(secret, int(time.time()) // 30) % 1_000_000:06}"


def confirm_password(page):
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("name", "home"),
    [("admin", "/admin/"), ("olga@smartlink.example", "/admin/"), ("alice", "/app/")],
)
def test_everybody_signs_in_at_one_door_and_lands_at_home(log_in, smartlink, name, home):
    page = log_in(name)

    expect(page).to_have_url(smartlink.url + home)


def test_a_wrong_password_is_said_and_gives_nothing_away(log_in):
    page = log_in("nobody-here", "wrong")

    expect(page.get_by_role("alert")).to_be_visible()
    unknown = page.get_by_role("alert").inner_text()
    log_in("alice", "wrong")
    assert page.get_by_role("alert").inner_text() == unknown


def test_an_administrator_enrols_an_app_and_needs_it_from_then_on(log_in, smartlink):
    page = log_in("frank")
    page.goto("/accounts/2fa/totp/activate/")
    confirm_password(page)
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label(re.compile("code", re.I)).fill(code_of(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator("main")).to_contain_text(re.compile("recovery codes", re.I))
    page.context.clear_cookies()

    log_in("frank")
    expect(page).not_to_have_url(re.compile("/admin/$"))
    page.get_by_label(re.compile("code", re.I)).first.fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page).to_have_url(smartlink.url + "/admin/")


def test_a_passkey_opens_the_door_without_a_password(log_in, smartlink):
    page = log_in("fiona")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_password(page)
    page.get_by_label("Name").fill("This laptop")
    expect(page.get_by_label(re.compile("A passkey"))).to_be_checked()
    page.get_by_role("button", name="Add it").click()
    expect(page).not_to_have_url(re.compile("/add/$"))
    page.context.clear_cookies()

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page).to_have_url(smartlink.url + "/admin/")


def test_a_token_is_shown_once_and_lets_a_program_in_until_revoked(log_in, smartlink):
    page = log_in("alice")
    page.goto("/app/tokens/")
    page.get_by_label("Name").fill("Nightly export")
    page.get_by_role("button", name="Create token").click()
    secret = page.locator("#secret").inner_text()
    header = {"Authorization": f"Bearer {secret}"}

    assert json.loads(smartlink.get("/api/me", header).body)["user"]["username"] == "alice"
    page.goto("/app/tokens/")
    assert secret not in page.content()
    page.get_by_role("link", name="Revoke Nightly export").click()
    page.get_by_role("button", name=re.compile("Revoke")).click()

    assert smartlink.get("/api/me", header).status == 401


def test_sessions_are_listed_and_ended_by_their_owner(log_in, browser, smartlink):
    page = log_in("bob")
    with browser.new_context(base_url=smartlink.url, storage_state=None) as elsewhere:
        other = elsewhere.new_page()
        sign_in(other, "bob")
        expect(other).to_have_url(smartlink.url + "/app/")

        page.goto("/accounts/sessions/")
        page.locator("main form button").first.click()

        other.goto("/app/")
        expect(other).to_have_url(re.compile("/accounts/login/"))
    page.goto("/app/")
    expect(page).to_have_url(smartlink.url + "/app/")
