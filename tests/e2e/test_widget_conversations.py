"""A visitor's conversations: ended, begun anew, found again, and gone on with."""

import pytest
from playwright.sync_api import expect

LISTED = "**/api/chatbot/conversations*"


def menu(vera, item):
    vera.page.get_by_role("button", name="More").click()
    vera.page.get_by_role("menuitem", name=item).click()


def end(vera):
    menu(vera, "End this conversation")
    vera.page.get_by_role("button", name="End it", exact=True).click()
    expect(ending(vera)).to_be_visible()


def begin_anew(vera, text):
    menu(vera, "New conversation")
    expect(vera.page.locator(".chat-empty")).to_be_visible()
    vera.say(text)
    expect(sent(vera)).to_have_text([text])


def ending(vera):
    return vera.page.get_by_role("region", name="The end of the conversation")


def sent(vera):
    return vera.page.locator(".talk .chat-message:not(.sending) .chat-bubble")


def rows(vera):
    return vera.page.locator(".talks").get_by_role("listitem").get_by_role("button")


@pytest.fixture
def talker(vera):
    """Vera, who has said something."""
    vera.say("Hello?")
    expect(sent(vera)).to_have_text(["Hello?"])
    return vera


def test_a_visitor_ends_a_conversation_after_a_question(talker, violations):
    menu(talker, "End this conversation")
    expect(talker.page.get_by_role("heading", name="End this conversation?")).to_be_focused()
    assert violations(talker.page) == []
    talker.page.get_by_role("button", name="Keep it open").click()
    expect(talker.box).to_be_focused()
    expect(ending(talker)).to_have_count(0)

    end(talker)

    talker.page.reload()
    talker.page.get_by_role("button", name="Open chat").click()
    expect(ending(talker)).to_be_visible()
    expect(sent(talker)).to_have_text(["Hello?"])


def test_a_new_conversation_ends_the_open_one_if_the_visitor_agrees(talker):
    menu(talker, "New conversation")
    talker.page.get_by_role("button", name="End it and start a new one").click()
    expect(talker.page.locator(".chat-empty")).to_be_visible()
    talker.say("Something else.")
    expect(sent(talker)).to_have_text(["Something else."])

    menu(talker, "Earlier conversations")
    expect(rows(talker)).to_have_count(2)
    expect(rows(talker).nth(0)).to_contain_text("You: Something else.")
    expect(rows(talker).nth(0)).to_contain_text("Open")
    expect(rows(talker).nth(1)).to_contain_text("You: Hello?")
    expect(rows(talker).nth(1)).to_contain_text("Closed")


def test_once_a_conversation_is_closed_nothing_is_asked_before_the_next(talker):
    end(talker)

    begin_anew(talker, "Something else.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_earlier_one_is_read_and_left_by_keyboard(talker, violations, scheme):
    talker.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    end(talker)
    begin_anew(talker, "Something else.")

    talker.page.get_by_role("button", name="More").press("Enter")
    talker.page.keyboard.press("Enter")
    expect(talker.page.get_by_role("heading", name="Earlier conversations")).to_be_focused()
    expect(rows(talker)).to_have_count(2)
    assert violations(talker.page) == []
    rows(talker).nth(1).press("Enter")
    earlier = talker.page.locator(".page .chat-bubble")
    expect(earlier).to_have_text(["Hello?"])
    expect(ending(talker)).to_be_visible()
    assert violations(talker.page) == []
    talker.page.keyboard.press("Escape")
    expect(talker.page.get_by_role("heading", name="Earlier conversations")).to_be_focused()
    talker.page.keyboard.press("Escape")

    expect(talker.box).to_be_focused()
    expect(sent(talker)).to_have_text(["Something else."])


def test_who_has_more_to_say_goes_on_with_an_earlier_one(talker):
    end(talker)
    begin_anew(talker, "Something else.")
    end(talker)
    menu(talker, "Earlier conversations")
    rows(talker).nth(1).click()

    talker.page.get_by_role("button", name="Go on with this conversation").click()
    expect(talker.box).to_be_focused()
    talker.say("One more question.")

    expect(sent(talker)).to_have_text(["Hello?", "One more question."])
    expect(ending(talker)).to_have_count(0)


def test_while_another_is_open_an_earlier_one_leads_back_to_it(talker):
    end(talker)
    begin_anew(talker, "Something else.")
    menu(talker, "Earlier conversations")
    rows(talker).nth(1).click()

    talker.page.get_by_role("button", name="Back to the open conversation").click()

    expect(talker.box).to_be_focused()
    expect(sent(talker)).to_have_text(["Something else."])


def test_what_was_being_written_is_still_there_afterwards(talker):
    talker.box.fill("By the wa")

    menu(talker, "Earlier conversations")
    talker.page.get_by_role("button", name="Back").click()

    expect(talker.box).to_have_value("By the wa")


def test_a_list_that_does_not_come_is_asked_for_again(vera, violations):
    vera.page.route(LISTED, lambda route: route.abort())
    menu(vera, "Earlier conversations")
    expect(vera.page.get_by_role("alert")).to_contain_text("could not be loaded")
    assert violations(vera.page) == []

    vera.page.unroute(LISTED)
    vera.page.get_by_role("button", name="Try again").click()

    expect(vera.page.get_by_text("There are no conversations yet.")).to_be_visible()


def test_a_long_list_is_shown_piece_by_piece(talker):
    def short(route):
        route.continue_(url=route.request.url.replace("limit=20", "limit=1"))

    end(talker)
    begin_anew(talker, "Something else.")
    talker.page.route(LISTED, short)
    menu(talker, "Earlier conversations")
    expect(rows(talker)).to_have_count(1)

    talker.page.get_by_role("button", name="Show more").click()

    expect(rows(talker)).to_have_count(2)
    expect(talker.page.get_by_role("button", name="Show more")).to_have_count(0)


def test_an_answer_that_was_not_read_is_marked_and_the_operator_shown(vera, olga, violations):
    vera.becomes_live()
    vera.box.press("Escape")
    olga.say("I will look.")
    vera.page.get_by_role("button", name="Open chat, 1 unread").wait_for()
    vera.page.route("**/read", lambda route: route.abort())  # nobody hears that she saw it
    vera.page.get_by_role("button", name="Open chat, 1 unread").click()

    expect(vera.page.locator(".head").get_by_role("status")).to_contain_text("answers you")
    menu(vera, "Earlier conversations")

    expect(rows(vera)).to_contain_text("New")
    expect(rows(vera)).to_contain_text("I will look.")
    assert violations(vera.page) == []
