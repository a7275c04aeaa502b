"""On a bad network everything comes later, and everything comes."""

import pytest
from playwright.sync_api import expect

from tests.e2e.networks import slow_down
from tests.e2e.screens import HELLO, Screen


@pytest.fixture
def page(page):
    page.set_default_timeout(30_000)
    slow_down(page)
    page.goto("/chatbot-test.html", wait_until="commit")
    return page


def test_on_slow_3g_the_button_comes_the_panel_opens_and_a_message_goes_out(page):
    vera = Screen(page)

    vera.open_panel()
    expect(vera.box).to_be_focused(timeout=30_000)
    vera.say(HELLO)

    vera.comes_to_show([HELLO])
    expect(page.locator(".chat-message.sending")).to_have_count(0, timeout=30_000)
    vera.becomes_live()
