"""Somebody who is logged in, with laravel-echo as an app of Laravel's configures it: the
signatures come from `/broadcasting/auth`, for his session and against forged requests."""

import pytest

from tests.browser import sign_in
from tests.clients.clients import Client, browser_options
from tests.clients.conftest import bundle


class InSession(Client):
    """Echo in a page of ours, under the policy that our pages have."""

    def __init__(self, page, port, token):
        super().__init__()
        self.page = page
        page.expose_function("say", lambda said: self.heard.append(said))
        page.evaluate(bundle())
        told = browser_options(port) | {"broadcaster": "reverb", "csrfToken": token}
        page.evaluate("options => client.plainEcho(options)", told)

    def sign_in(self):
        self.order("signin")
        return self.hears("signed_in")

    def order(self, verb, **words):
        self.page.evaluate("order => client.order(order)", {"verb": verb, **words})

    def wait(self):
        self.page.wait_for_timeout(10)


@pytest.fixture
def log_in(browser, server):
    """Echo in the page of a person of the demo."""
    contexts = []

    def log_in(name, token=""):
        # As the address that sockets are opened to: pages let no other in.
        contexts.append(browser.new_context(base_url=server.url))
        page = contexts[-1].new_page()
        sign_in(page, name, to="/app/")
        page.wait_for_url("**/app/")
        cookies = {cookie["name"]: cookie["value"] for cookie in contexts[-1].cookies()}
        token = token or cookies["smartlink_csrf"]
        return InSession(page, server.port, token).connected()

    yield log_in
    for context in contexts:
        context.close()


def test_alice_hears_what_is_for_her_and_nobody_else(log_in, sdk):
    alice = log_in("alice")
    number = int(alice.sign_in()["id"])

    alice.order("listen", kind="private", channel=f"user.{number}", event=".Greeted")
    alice.hears("subscribed", f"user.{number}")
    sdk.trigger(f"private-user.{number}", "Greeted", {"n": 1})

    assert alice.hears(".Greeted", f"user.{number}") == {"n": 1}
    alice.order("listen", kind="private", channel=f"user.{number + 1}", event=".Greeted")
    assert alice.hears("error", f"user.{number + 1}")["status"] == 403


def test_alice_and_bob_see_each_other(log_in):
    alice, bob = log_in("alice"), log_in("bob")

    alice.order("join", channel="chat")
    alice.hears("here", "chat")
    bob.order("join", channel="chat")

    names = sorted(member["name"] for member in bob.hears("here", "chat"))
    assert names == ["Alice Member", "Bob Member"]
    assert alice.hears("joining", "chat")["name"] == "Bob Member"


def test_alice_signs_in_as_herself(log_in, sdk):
    alice = log_in("alice")

    told = alice.sign_in()
    sdk.send_to_user(told["id"], "Greeted", {"n": 1})

    assert told["user_info"] == {"name": "Alice Member"}
    assert alice.hears("Greeted", "#user") == {"n": 1}


def test_with_a_made_up_token_against_forged_requests_nothing_is_signed(log_in):
    # Attack: a strange page lets the browser ask with the cookies that it has.
    alice = log_in("alice", token="a" * 32)

    alice.order("listen", kind="join", channel="chat", event=".Greeted")

    assert alice.hears("error", "chat")["status"] == 403
