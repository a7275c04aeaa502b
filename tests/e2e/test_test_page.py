"""/chatbot-test.html: a newcomer sees the widget at work there, calls it, and gives it trouble."""

import hmac
from hashlib import sha256

import pytest
from playwright.sync_api import expect

SOON = {"timeout": 40_000}  # attempts with growing pauses, on a busy machine
NOT_RELOADED = "window.isTheSamePage"
IS_KNOWN = "localStorage.getItem('smartlink-visitor-demo') !== null"
SECRET = "SELECT identity_secret FROM chatbot_site WHERE public_key = 'demo'"
KNOWN = "SELECT identity_id, identity_name FROM chatbot_visitor WHERE id = %s"


@pytest.fixture
def trial(page):
    page.goto("/chatbot-test.html")
    expect(page.locator("#meaning")).to_contain_text("Nothing has been asked of the server yet")
    return page


def told(page, name):
    return page.locator(f"#{name}")


def unfold(page):
    for summary in page.locator("summary").all():
        summary.click()


def call(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def shown(page):
    return page.locator(".chat-message:not(.sending) .chat-bubble")


def test_without_our_socket_it_polls_and_comes_back_without_a_reload(vera, olga):
    vera.becomes_live()
    vera.page.evaluate(f"{NOT_RELOADED} = true")
    vera.page.get_by_label("Our own server's socket").uncheck()
    expect(told(vera.page, "provider")).to_have_text("polling")
    expect(told(vera.page, "connected")).to_have_text("no")
    expect(told(vera.page, "subscription")).to_have_text("none")
    expect(told(vera.page, "meaning")).to_contain_text("asks for news every two seconds")

    olga.say("I will look.")
    expect(shown(vera.page)).to_have_count(2)
    vera.page.get_by_label("Our own server's socket").check()

    expect(told(vera.page, "provider")).to_have_text("reverb", **SOON)
    expect(told(vera.page, "subscription")).to_contain_text("private-chat.conversation.", **SOON)
    olga.say("It is on its way.")
    expect(shown(vera.page)).to_have_count(3)
    assert vera.page.evaluate(NOT_RELOADED)


def test_a_socket_that_is_cut_is_opened_again_and_nothing_is_missing(vera, olga):
    vera.becomes_live()
    unfold(vera.page)
    connected = vera.page.locator("#console li", has_text="Reverb real-time connected")
    expect(connected).to_have_count(1)

    call(vera.page, "Cut the socket")
    expect(vera.state).not_to_have_attribute("data-state", "live")
    olga.say("I will look.")

    expect(shown(vera.page)).to_have_text(["Hello, is anybody there?", "I will look."])
    expect(connected).to_have_count(2, **SOON)
    vera.becomes_live()


def test_what_is_written_offline_is_sent_once_when_one_is_back(vera, olga):
    vera.becomes_live()
    vera.page.get_by_label("This browser is online").uncheck()
    vera.say("Are you there?")
    expect(vera.page.locator(".chat-message.sending")).to_have_count(1)
    assert vera.page.evaluate("navigator.onLine") is False
    assert "Are you there?" not in olga.shown()

    vera.page.get_by_label("This browser is online").check()

    expect(shown(olga.page)).to_have_text(["Hello, is anybody there?", "Are you there?"], **SOON)
    expect(vera.page.locator(".chat-message.sending")).to_have_count(0)
    vera.becomes_live()


def test_it_tells_how_long_messages_took(vera, olga):
    vera.becomes_live()
    olga.say("I will look.")

    taken = vera.page.locator("#times li")
    expect(taken).to_have_count(2)
    expect(taken.nth(0)).to_contain_text("number 2")
    expect(taken.nth(1)).to_contain_text("You number 1")
    expect(told(vera.page, "times-empty")).to_be_hidden()


def test_a_pusher_that_is_not_configured_cannot_be_switched(trial):
    expect(trial.get_by_label("Pusher can be reached")).to_be_disabled()
    expect(trial.get_by_text("This SmartLink does without Pusher.")).to_be_visible()


def test_the_panel_is_opened_and_closed_from_the_page(trial):
    unfold(trial)
    panel = trial.get_by_role("dialog")

    call(trial, "open()")
    expect(panel).to_be_visible()
    call(trial, "close()")
    expect(panel).to_be_hidden()
    call(trial, "toggle()")
    expect(panel).to_be_visible()


def test_the_page_speaks_for_the_visitor_and_hears_the_events_it_listens_to(trial):
    unfold(trial)
    trial.get_by_label("on(…) for every event").check()
    trial.get_by_label("What to say").fill("Hello from the page")
    call(trial, "send(…)")

    expect(trial.locator("#events li", has_text="message: number 1")).to_have_count(1)
    expect(told(trial, "count")).to_have_text("1")
    trial.get_by_label("on(…) for every event").uncheck()
    call(trial, "open()")
    expect(trial.get_by_role("dialog")).to_be_visible()
    expect(shown(trial)).to_have_text(["Hello from the page"])
    assert trial.locator("#events li", has_text="open").count() == 0


def test_the_page_says_who_is_logged_in(trial, ask):
    ((secret,),) = ask(SECRET)
    unfold(trial)
    trial.get_by_label("Id on your site").fill("customer-7")
    trial.get_by_label("Hash").fill(hmac.new(secret.encode(), b"customer-7", sha256).hexdigest())
    trial.get_by_label("Name").fill("Vera")
    call(trial, "identify(…)")

    trial.get_by_label("What to say").fill("It is me")
    call(trial, "send(…)")

    expect(told(trial, "count")).to_have_text("1")
    visitor = trial.evaluate("ChatbotWidget.state.messages[0].sender_id")
    assert ask(KNOWN, visitor) == [("customer-7", "Vera")]


def test_a_wrong_hash_is_told_on_the_page(trial, complaints):
    unfold(trial)
    trial.get_by_label("Id on your site").fill("customer-7")
    trial.get_by_label("Hash").fill("0" * 64)
    call(trial, "identify(…)")
    call(trial, "open()")

    expect(trial.locator("#console li", has_text="ChatbotWidget.identify:")).to_have_count(1)
    expect(trial.locator(".chat-composer")).to_be_visible()
    assert len(complaints) == 2  # the browser's own line about the 422, and the widget's
    complaints.clear()


def test_consent_is_taken_back_and_given_from_the_page(trial):
    unfold(trial)
    call(trial, "open()")
    expect(trial.get_by_role("heading", name="Demo shop")).to_be_visible()
    assert trial.evaluate(IS_KNOWN)

    call(trial, "consent(false)")
    expect(trial.get_by_role("dialog").get_by_role("button", name="I agree")).to_be_visible()
    assert not trial.evaluate(IS_KNOWN)
    call(trial, "consent(true)")

    expect(trial.locator(".chat-composer")).to_be_visible()


def test_it_is_taken_off_the_page_and_what_is_called_then_waits_for_it(trial):
    unfold(trial)
    call(trial, "destroy()")
    expect(trial.locator("chat-widget")).to_have_count(0)
    expect(told(trial, "meaning")).to_contain_text("The widget is not on this page.")

    call(trial, "open()")
    call(trial, "Embed it again")

    expect(trial.get_by_role("dialog")).to_be_visible()
    expect(trial.locator("chat-widget")).to_have_count(1)


def test_another_site_can_be_tried(windows):
    page = windows()
    page.goto("/chatbot-test.html")
    page.get_by_label("The key of a site").fill("no-such-shop")
    call(page, "Embed this one")
    page.get_by_role("button", name="Open chat").click()

    expect(page.get_by_role("dialog")).to_contain_text("The site key is unknown")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_suits_everybody_while_empty_and_when_much_has_happened(trial, violations, scheme):
    trial.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    unfold(trial)
    assert violations(trial) == []

    trial.get_by_label("on(…) for every event").check()
    trial.get_by_label("What to say").fill("Hello")
    call(trial, "send(…)")
    expect(trial.locator("#times li")).to_have_count(1)
    expect(told(trial, "subscription")).to_contain_text("private-chat.conversation.", **SOON)
    call(trial, "Go to another page")
    expect(trial.locator("#reports li")).to_have_count(1)

    assert violations(trial) == []
