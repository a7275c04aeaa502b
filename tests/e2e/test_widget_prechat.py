"""What a site asks before the chat."""

import pytest
from playwright.sync_api import expect

from tests.browser import sign_in

BEGINNING = "**/api/chatbot/init"
FORM = {
    "name": "required",
    "email": "optional",
    "question": "required",
    "question_text": "Which order is it about?",
}


@pytest.fixture
def asking(windows):
    """A page of the demo site, as if its owner wanted to know all of this."""

    def answer(route):
        answered = route.fetch()
        told = answered.json()
        if "site" in told:
            told["site"] |= {"form": FORM}
        route.fulfill(response=answered, json=told)

    page = windows()
    page.route(BEGINNING, answer)
    page.goto("/chatbot-test.html")
    yield page
    page.unroute_all(behavior="ignoreErrors")


def open_chat(page):
    page.get_by_role("button", name="Open chat").click()


def begin(page, name="Vera", order="4711"):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Which order").fill(order)
    page.get_by_role("button", name="Start the chat").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_answer_that_is_missing_or_wrong_is_told_at_its_field(asking, violations, scheme):
    asking.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_chat(asking)
    name = asking.get_by_label("Your name")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("autocomplete", "name")
    expect(asking.get_by_label("Your e-mail address (optional)")).to_have_attribute("type", "email")
    assert violations(asking) == []

    asking.get_by_label("Your e-mail address").fill("vera@shop")
    asking.keyboard.press("Enter")

    expect(name).to_be_focused()
    expect(name).to_have_accessible_description("Please tell us your name.")
    email = asking.get_by_label("Your e-mail address")
    expect(email).to_have_accessible_description(
        "An e-mail address looks like this: name@example.com"
    )
    expect(asking.get_by_label("Which order")).to_have_accessible_description(
        "Please answer this question."
    )
    assert violations(asking) == []


def test_whoever_has_answered_talks_and_is_not_asked_again(asking):
    open_chat(asking)
    begin(asking)

    box = asking.locator(".chat-composer textarea")
    expect(box).to_be_focused()
    asking.reload()
    open_chat(asking)
    expect(box).to_be_focused()
    expect(asking.get_by_label("Your name")).to_have_count(0)


def test_operators_see_what_was_answered(asking, windows):
    open_chat(asking)
    begin(asking, name="Vera of order 4711")
    box = asking.locator(".chat-composer textarea")
    box.fill("Where is it?")
    box.press("Enter")
    expect(asking.locator(".chat-message:not(.sending)")).to_have_count(1)

    page = windows()
    sign_in(page, "admin", to="/admin/chatbot/visitor/")
    page.get_by_role("link", name="Vera of order 4711").first.click()

    expect(page.get_by_text("Which order is it about?").first).to_be_visible()
    expect(page.get_by_text("4711").first).to_be_visible()


def test_what_the_page_says_for_the_visitor_waits_for_the_form(asking):
    asking.evaluate("ChatbotWidget.send('Is it in stock?')")
    open_chat(asking)
    expect(asking.get_by_text("What you have written is sent as soon as you start")).to_be_visible()

    begin(asking)

    said = asking.locator(".chat-message:not(.sending) .chat-bubble")
    expect(said).to_have_text(["Is it in stock?"])


def test_an_address_that_the_server_does_not_take_is_told_at_its_field(asking):
    open_chat(asking)
    asking.get_by_label("Your e-mail address").fill("vera@-shop-.example")
    begin(asking)

    email = asking.get_by_label("Your e-mail address")
    expect(email).to_have_accessible_description("Enter a valid email address.")
    expect(email).to_be_focused()
