"""The widget in Firefox: opened, written in, answered live, and found again after a reload."""

import pytest

from tests.browser import firefox
from tests.e2e.firefox import ENTER, firefox_window
from tests.e2e.screens import HELLO, reads_newest

ANSWER = "Good morning from another browser"
WIDGET = "document.querySelector('chat-widget')?.shadowRoot"
LAUNCHER = f"{WIDGET}.querySelector('.launcher')"
BOX = f"{WIDGET}.querySelector('textarea')"
SAID = f"[...{WIDGET}.querySelectorAll('.chat-bubble')].map(({{ textContent }}) => textContent)"
STATE = f"{WIDGET}.querySelector('.chat-connection')?.dataset.state"


@pytest.fixture
def vera():
    with firefox_window(firefox()) as window:
        yield window
        assert window.evaluate("breaches") == []
        assert window.complaints == []


def opens_panel(vera):
    vera.waits_for(f"Boolean({LAUNCHER})")
    vera.click(LAUNCHER)
    vera.waits_for(f"Boolean({BOX})")


def test_a_visitor_with_firefox_talks_with_an_operator(vera, windows, smartlink):
    vera.goto(f"{smartlink.url}/chatbot-test.html")
    opens_panel(vera)
    vera.types(HELLO + ENTER)
    vera.waits_for(f"{STATE} === 'live'")
    olga = reads_newest(windows())
    olga.comes_to_show([HELLO])

    olga.say(ANSWER)
    vera.waits_for(f"{SAID}.length === 2")
    assert vera.evaluate(SAID) == [HELLO, ANSWER]
    assert vera.evaluate("ChatbotWidget.state.realtimeProvider") == "reverb"

    vera.reload()
    opens_panel(vera)
    vera.waits_for(f"{SAID}.length === 2")
    vera.click(BOX)
    vera.types("Thank you!" + ENTER)
    olga.comes_to_show([HELLO, ANSWER, "Thank you!"])
