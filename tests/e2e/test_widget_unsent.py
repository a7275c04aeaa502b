"""What the visitor has written is not lost with the page, and never goes out in another's name."""

import hmac

import pytest
from playwright.sync_api import expect

from tests.e2e.screens import HELLO, PATIENCE_MS, Screen

SECRET = "SELECT identity_secret FROM chatbot_site WHERE public_key = 'demo'"
SAID = "SELECT count(*) FROM chatbot_message WHERE body = %s"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('smartlink-unsent-')).length"


@pytest.fixture
def identify(ask):
    """The page says who is logged in, as its server vouches for."""
    ((secret,),) = ask(SECRET)

    def identify(screen, known_as):
        proof = hmac.new(secret.encode(), known_as.encode(), "sha256").hexdigest()
        screen.page.evaluate("who => ChatbotWidget.identify(who)", {"id": known_as, "hash": proof})

    return identify


def cut_off(screen):
    """The page itself still comes: it is another server's."""
    screen.page.context.route("**/api/chatbot/**", lambda route: route.abort())
    screen.page.context.route_web_socket("**/app/**", lambda socket: socket.close())


def reconnect(screen):
    screen.page.context.unroute("**/api/chatbot/**")


def open_anew(screen):
    screen.page.reload()
    screen.page.get_by_role("button", name="Open chat").click()


def sending(screen):
    return screen.page.locator(".chat-message.sending .chat-bubble")


def bubbles(screen):
    return screen.page.locator(".chat-message:not(.sending) .chat-bubble")


def test_what_was_written_without_a_network_goes_out_from_the_next_page_in_order(vera, olga):
    vera.becomes_live()
    cut_off(vera)
    for text in ("one", "two", "three"):
        vera.say(text)
    expect(sending(vera)).to_have_text(["one", "two", "three"])

    open_anew(vera)
    expect(sending(vera)).to_have_text(["one", "two", "three"])
    reconnect(vera)

    for screen in (vera, olga):
        expect(bubbles(screen)).to_have_text([HELLO, "one", "two", "three"], timeout=PATIENCE_MS)
    assert vera.page.evaluate(KEPT) == 0
    open_anew(vera)
    expect(bubbles(vera)).to_have_text([HELLO, "one", "two", "three"])


def test_two_tabs_with_the_same_words_say_them_once(vera, olga):
    vera.becomes_live()
    cut_off(vera)
    vera.say("one")
    vera.say("two")
    other = vera.page.context.new_page()
    other.goto("/chatbot-test.html")
    other.get_by_role("button", name="Open chat").click()
    tab = Screen(other)
    expect(sending(tab)).to_have_text(["one", "two"])

    reconnect(vera)

    for screen in (vera, tab, olga):
        expect(bubbles(screen)).to_have_text([HELLO, "one", "two"], timeout=PATIENCE_MS)
        expect(sending(screen)).to_have_count(0)


def test_who_does_not_agree_any_more_leaves_nothing_behind(vera, olga):
    vera.becomes_live()
    cut_off(vera)
    vera.say("one")
    expect(sending(vera)).to_have_text(["one"])
    assert vera.page.evaluate(KEPT) == 1

    vera.page.evaluate("ChatbotWidget.consent(false)")

    assert vera.page.evaluate(KEPT) == 0


@pytest.mark.parametrize("is_reloaded", [False, True])
def test_who_logs_in_after_another_does_not_say_what_they_wrote(vera, identify, ask, is_reloaded):
    identify(vera, f"42-{is_reloaded}")
    vera.say("I am 42.")
    expect(bubbles(vera)).to_have_text(["I am 42."])
    cut_off(vera)
    secret = f"And this is mine alone. {is_reloaded}"
    vera.say(secret)
    expect(sending(vera)).to_have_text([secret])
    if is_reloaded:
        open_anew(vera)
        expect(sending(vera)).to_have_text([secret])

    identify(vera, f"43-{is_reloaded}")
    expect(sending(vera)).to_have_count(0)
    reconnect(vera)
    vera.say(f"I am 43. {is_reloaded}")

    expect(bubbles(vera)).to_have_text([f"I am 43. {is_reloaded}"], timeout=PATIENCE_MS)
    assert ask(SAID, secret) == [(0,)]


def test_a_stranger_who_logs_in_has_their_words_sent(vera, identify):
    vera.say("Hello?")
    expect(bubbles(vera)).to_have_text(["Hello?"])
    cut_off(vera)
    vera.say("It is me.")
    open_anew(vera)

    identify(vera, "44")
    reconnect(vera)

    expect(bubbles(vera)).to_have_text(["Hello?", "It is me."], timeout=PATIENCE_MS)


def test_what_is_being_written_is_still_there_after_closing_and_on_the_next_page(vera):
    vera.say("Hello?")
    expect(bubbles(vera)).to_have_text(["Hello?"])
    vera.types("By the way")
    vera.box.press("Escape")
    vera.page.get_by_role("button", name="Open chat").click()
    expect(vera.box).to_have_value("By the way")

    open_anew(vera)
    expect(vera.box).to_have_value("By the way")
    vera.box.press("Enter")
    expect(bubbles(vera)).to_have_text(["Hello?", "By the way"])
    open_anew(vera)
    expect(vera.box).to_have_value("")
