"""How a conversation ends for its visitor: they say how it was, take it home, and may go on."""

import pytest
from playwright.sync_api import expect

HELLO = "Hello, is anybody there?"
CLOSED = "This conversation is closed."
AGE = """
    UPDATE chatbot_conversation SET closed_at = closed_at - interval '8 days'
    WHERE id = %s AND status = 'closed' RETURNING id
"""
WHERE_SAID = "SELECT conversation_id FROM chatbot_message WHERE body = %s"
RATED = "SELECT rating, rating_comment FROM chatbot_conversation WHERE id = %s"
MAILED_TO = "SELECT email FROM chatbot_transcript WHERE conversation_id = %s"


@pytest.fixture
def closed(vera, olga):
    """The id of the conversation that Olga has closed, as Vera sees it."""
    vera.becomes_live()
    conversation = int(olga.page.url.rstrip("/").split("/")[-1])
    olga.page.goto("/admin/chatbot/conversation/")
    token = olga.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    closing = {"action": "close", "_selected_action": conversation, "csrfmiddlewaretoken": token}
    answer = olga.page.request.post(
        "/admin/chatbot/conversation/", form=closing, headers={"Referer": olga.page.url}
    )
    assert answer.ok
    expect(ending(vera)).to_contain_text(CLOSED)
    return conversation


def ending(vera):
    return vera.page.get_by_role("region", name="The end of the conversation")


def write_on(vera, text):
    box = vera.page.locator(".chat-composer textarea")
    box.fill(text)
    box.press("Enter")


def test_the_visitor_says_how_it_was_and_why(vera, closed, ask, violations):
    assert violations(vera.page) == []

    ending(vera).get_by_label("Very good").check()
    ending(vera).get_by_label("A comment").fill("Quick and kind.")
    assert violations(vera.page) == []
    ending(vera).get_by_role("button", name="Send the rating").click()

    thanks = ending(vera).get_by_text("Thank you! You rated it: Very good.")
    expect(thanks).to_be_focused()
    assert ask(RATED, closed) == [(5, "Quick and kind.")]


def test_the_transcript_goes_to_the_address_that_is_given(vera, closed, ask):
    ending(vera).get_by_text("Send me the transcript").click()
    ending(vera).get_by_label("Your e-mail address").fill("vera@example")
    ending(vera).get_by_role("button", name="Send it").click()
    expect(ending(vera).get_by_role("alert")).to_have_text("Enter a valid email address.")

    ending(vera).get_by_label("Your e-mail address").fill("vera@example.com")
    ending(vera).get_by_role("button", name="Send it").click()

    expect(ending(vera)).to_contain_text("The transcript is on its way to vera@example.com.")
    assert ask(MAILED_TO, closed) == [("vera@example.com",)]


def test_who_writes_on_soon_opens_it_again(vera, closed, ask):
    write_on(vera, "One more thing.")

    expect(ending(vera)).to_have_count(0)
    expect(vera.page.locator(".chat-message .chat-bubble")).to_have_text([HELLO, "One more thing."])
    assert ask(WHERE_SAID, "One more thing.") == [(closed,)]


def test_who_writes_on_after_it_was_closed_for_good_is_once_in_a_new_one(vera, closed, ask):
    assert ask(AGE, closed)

    write_on(vera, "It is me again.")

    expect(vera.page.get_by_text("The earlier conversation is closed.")).to_be_visible()
    expect(ending(vera)).to_have_count(0)
    expect(vera.page.locator(".chat-message .chat-bubble")).to_have_text(["It is me again."])
    ((another,),) = ask(WHERE_SAID, "It is me again.")
    assert another != closed
    vera.becomes_live()
    write_on(vera, "And this.")
    expect(vera.page.locator(".chat-message:not(.sending) .chat-bubble")).to_have_count(2)
    assert ask(WHERE_SAID, "And this.") == [(another,)]
