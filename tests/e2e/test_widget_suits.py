"""Whatever state the panel is in, by day, by night and from right to left, axe finds nothing."""

import pytest
from playwright.sync_api import expect

from tests.e2e.histories import delete
from tests.e2e.screens import HELLO, Screen
from tests.e2e.sockets import Gate

ASKED = {"consent": {"is_asked": True, "text": "We keep what you write. Do you agree?"}}
NOBODY_YET = {"token": None, "visitor": None, "conversation": None}
REFUSED = {"success": False, "code": "invalid", "message": "Say it in other words."}
CLOSE = """() => {
  const { conversation_id } = ChatbotWidget.state.messages[0];
  const token = localStorage["smartlink-visitor-demo"];
  const headers = { Authorization: `Bearer ${token}` };
  return fetch(`/api/chatbot/conversation/${conversation_id}/close`, { method: "POST", headers });
}"""


@pytest.fixture(params=[("light", "ltr"), ("dark", "rtl")], ids=" ".join)
def suits(request, violations):
    """Fails with the name of the state that does not."""
    scheme, direction = request.param

    def suits(page, state):
        page.evaluate("dir => { document.documentElement.dir = dir }", direction)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert (state, violations(page)) == (state, [])

    return suits


def ask_for_consent(route):
    answered = route.fetch()
    told = answered.json() | NOBODY_YET
    route.fulfill(response=answered, json=told | {"site": told["site"] | ASKED})


def test_before_the_first_word(windows, suits):
    vera = Screen(windows())
    vera.page.route("**/api/chatbot/init", ask_for_consent)
    vera.page.goto("/chatbot-test.html")
    suits(vera.page, "closed panel")

    vera.open_panel()
    agree = vera.page.get_by_role("button", name="I agree")
    expect(agree).to_be_visible()
    suits(vera.page, "asked for consent")

    vera.page.unroute("**/api/chatbot/init")
    agree.click()
    expect(vera.page.locator(".chat-empty")).not_to_be_empty()
    suits(vera.page, "nothing said")


def test_from_the_first_word_to_the_last(vera, olga, smartlink, suits):
    gate = Gate(vera.page)
    olga.say("I will look.")
    olga.say("Forget this.")
    vera.comes_to_show([HELLO, "I will look.", "Forget this."])
    delete(smartlink, "Forget this.")
    vera.page.reload()
    vera.open_panel()
    vera.becomes_live()
    olga.types("It is")
    expect(vera.typing).not_to_be_empty()
    suits(vera.page, "talking")

    vera.page.route("**/message", lambda route: route.fulfill(status=422, json=REFUSED))
    vera.say("And now?")
    expect(vera.page.get_by_role("alert")).to_be_visible()
    suits(vera.page, "not sent")

    gate.shut()
    vera.becomes("slow")
    suits(vera.page, "slow")

    vera.page.route("**/conversation/*?after=*", lambda route: route.abort())
    vera.becomes("reconnecting")
    suits(vera.page, "reconnecting")

    vera.page.unroute_all()
    gate.open()
    vera.page.evaluate(CLOSE)
    expect(vera.page.get_by_text("This conversation is closed.")).to_be_visible()
    suits(vera.page, "ended")
