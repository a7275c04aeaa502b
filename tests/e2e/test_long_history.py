"""A long conversation: the newest of it is there at once, and the rest when one scrolls to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.histories import say_more

FIRST = "Hello, is anybody there?"
LINK = "https://shop.example/parcels?id=7"
ATTACK = "javascript:alert(document.domain)"
MORE = 299
PAGE = 50
SAID = [f"line {n}" for n in range(1, MORE + 1)]
SAID[9] = f"It is here ({LINK})."
SAID[10] = ATTACK
OLDER = re.compile(r"before=")
TO_THE_TOP = "log => log.scrollTo({ top: 0 })"
UP_WHILE_IT_IS_DRAWN = """log => {
  log.scrollTop -= 300;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
NEAR = 80  # pixels, which are as good as at the end
FROM_THE_END = "log => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight)"


@pytest.fixture
def vera(vera, smartlink):
    """Vera comes back to a conversation of three hundred messages."""
    vera.say(FIRST)
    expect(vera.page.locator(".chat-message:not(.sending)")).to_have_count(1)
    say_more(smartlink, SAID)
    vera.page.reload()
    vera.page.get_by_role("button", name=re.compile("open chat", re.I)).click()
    expect(vera.page.locator(".chat-bubble").last).to_have_text(SAID[-1])
    return vera


def all_said(vera):
    """In view or not: what is far away is not drawn."""
    return vera.page.locator(".chat-bubble").all_text_contents()


def is_in_view(vera, text):
    return expect(vera.page.get_by_text(text, exact=True)).to_be_in_viewport()


def read_back(vera):
    """Scrolls up again and again, until there is nothing earlier."""
    earlier = vera.page.locator(".chat-earlier")
    for _ in range(100):
        vera.log.evaluate(TO_THE_TOP)
        vera.page.wait_for_timeout(100)
        if not earlier.count():
            return
    pytest.fail("There is still something earlier.")


def test_scrolling_up_brings_all_of_it_once_and_in_order(vera):
    asked = []
    vera.page.on("request", lambda request: asked.append(request.url))
    assert vera.shown() == SAID[-PAGE:]
    is_in_view(vera, SAID[-1])

    read_back(vera)

    assert all_said(vera) == [FIRST, *SAID]
    older = [url for url in asked if "before=" in url]
    assert len(older) == len(set(older)) == MORE // PAGE


def test_what_one_reads_stays_in_its_place_when_older_messages_come(vera):
    held = []
    vera.becomes_live()
    vera.page.route(OLDER, lambda route: held.append(route))
    vera.log.evaluate(TO_THE_TOP)
    expect(vera.page.get_by_role("button", name="Loading earlier messages…")).to_be_visible()
    oldest = vera.page.get_by_text(SAID[-PAGE], exact=True)
    place = oldest.bounding_box()["y"]

    held.pop().continue_()

    expect(vera.page.locator(".chat-bubble")).to_have_count(2 * PAGE)
    vera.page.wait_for_timeout(500)
    assert abs(oldest.bounding_box()["y"] - place) < 2  # pixels, and parts of them


def test_who_scrolls_up_is_not_thrown_back_by_what_is_drawn_in_that_moment(vera):
    vera.becomes_live()

    vera.log.evaluate(UP_WHILE_IT_IS_DRAWN)

    assert vera.log.evaluate(FROM_THE_END) > NEAR


def test_when_they_cannot_be_read_it_says_so_and_by_keyboard_one_tries_again(vera):
    vera.becomes_live()
    vera.page.route(OLDER, lambda route: route.abort())
    vera.log.evaluate(TO_THE_TOP)
    expect(vera.page.get_by_role("alert")).to_have_text("Earlier messages could not be loaded.")

    vera.page.unroute(OLDER)
    vera.page.get_by_role("button", name="Try again").press("Enter")

    expect(vera.page.locator(".chat-bubble")).to_have_count(2 * PAGE)
    expect(vera.page.get_by_role("button", name="Earlier messages")).to_be_focused()
    expect(vera.page.get_by_role("alert")).to_have_count(0)


def test_a_link_can_be_followed_and_a_script_is_only_text(vera, violations):
    # Attack: to have whoever reads it run what a stranger has written.
    read_back(vera)

    link = vera.page.get_by_role("link", name=LINK)
    expect(link).to_have_attribute("href", LINK)
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(link).to_have_attribute("target", "_blank")
    expect(vera.page.get_by_text(ATTACK, exact=True)).to_be_visible()
    expect(vera.log.get_by_role("link")).to_have_count(1)
    assert violations(vera.page) == []


def test_whoever_reads_further_up_is_told_of_news_and_goes_there_by_a_button(vera):
    vera.becomes_live()
    news = vera.page.get_by_role("button", name="New messages")
    vera.log.evaluate("log => log.scrollBy({ top: -700 })")
    expect(vera.page.get_by_text(SAID[-1], exact=True)).not_to_be_in_viewport()
    expect(news).to_have_count(0)

    in_another_tab = vera.page.context.new_page()
    in_another_tab.goto("/chatbot-test.html")
    in_another_tab.get_by_role("button", name=re.compile("open chat", re.I)).click()
    in_another_tab.locator("textarea").fill("And this?")
    in_another_tab.locator("textarea").press("Enter")
    news.click()

    is_in_view(vera, "And this?")
    expect(news).to_have_count(0)
    expect(vera.log).to_be_focused()
    assert vera.log.evaluate(FROM_THE_END) <= 1
