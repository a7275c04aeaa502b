"""Two people see of each other that one writes, and that the other has read it."""

import re

import pytest
from playwright.sync_api import expect

NOBODY = ""
OLGA_TYPES = "Olga Operator is typing…"
VERA_TYPES = re.compile(r"^Visitor \d+ is typing…$")
SOCKET_ID = re.compile(r"\d+\.\d+")
HELLO = "Hello, is anybody there?"
SOON = {"timeout": 2_000}  # sooner than typing would end by itself


@pytest.fixture
def _live(vera, olga):
    vera.becomes_live()
    olga.becomes_live()


def open_panel(vera):
    vera.page.get_by_role("button", name=re.compile("open chat", re.I)).click()


def lose_sockets(screen):
    """Without the libraries a page polls."""
    screen.page.route("**/chatbot-realtime.js*", lambda route: route.abort())
    screen.page.reload()


@pytest.mark.usefixtures("_live")
def test_each_sees_that_the_other_types_until_the_message_is_there(vera, olga):
    vera.types("Where is it?")
    expect(olga.typing).to_have_text(VERA_TYPES)
    olga.types("One moment.")
    expect(vera.typing).to_have_text(OLGA_TYPES)
    expect(olga.typing).to_have_text(VERA_TYPES)

    vera.box.press("Enter")
    expect(olga.typing).to_have_text(NOBODY, **SOON)
    expect(olga.page.locator(".chat-bubble").last).to_have_text("Where is it?")
    olga.box.press("Enter")

    expect(vera.page.locator(".chat-bubble").last).to_have_text("One moment.")
    expect(vera.typing).to_have_text(NOBODY, **SOON)


@pytest.mark.usefixtures("_live")
def test_who_thinks_better_of_it_types_no_longer(vera, olga):
    olga.types("Well")
    expect(vera.typing).to_have_text(OLGA_TYPES)
    olga.box.fill("")
    expect(vera.typing).to_have_text(NOBODY, **SOON)

    olga.types("Hmm")
    expect(vera.typing).to_have_text(OLGA_TYPES)
    olga.box.blur()

    expect(vera.typing).to_have_text(NOBODY, **SOON)


@pytest.mark.usefixtures("_live")
def test_nothing_jumps_and_everybody_is_told_when_somebody_types(vera, olga, violations):
    before = vera.log.bounding_box(), olga.log.bounding_box()
    vera.types("W")
    olga.types("O")
    expect(olga.typing).to_have_text(VERA_TYPES)
    expect(vera.typing).to_have_text(OLGA_TYPES)

    assert (vera.log.bounding_box(), olga.log.bounding_box()) == before
    assert vera.typing.get_attribute("aria-live") == "polite"
    assert violations(vera.page) == []


@pytest.mark.usefixtures("_live")
def test_typing_is_told_in_the_name_of_the_open_socket(vera, olga):
    for screen in (vera, olga):
        with screen.page.expect_request("**/typing") as asked:
            screen.types("W")

        assert SOCKET_ID.fullmatch(asked.value.headers["x-socket-id"])
        assert asked.value.response().status == 200


def test_by_polling_each_sees_it_too(vera, olga):
    lose_sockets(vera)
    lose_sockets(olga)
    open_panel(vera)
    for screen in (vera, olga):
        expect(screen.state).to_have_attribute("data-state", "slow", timeout=30_000)

    vera.types("Where is my parcel, please?", delay=100)  # for longer than both pause
    expect(olga.typing).to_have_text(VERA_TYPES)
    assert vera.typing.inner_text() == NOBODY  # though her own page has been told
    vera.box.press("Enter")

    expect(olga.typing).to_have_text(NOBODY)
    expect(vera.read).to_have_text("Where is my parcel, please?")


def test_while_it_cannot_be_told_who_types_everything_else_goes_on(vera, olga):
    failures = []
    for screen in (vera, olga):
        screen.page.route(re.compile("/(typing|read|mark-read)$"), lambda route: route.abort())
        screen.page.on("pageerror", lambda error: failures.append(str(error)))

    vera.types("Where is it?")
    vera.box.press("Enter")
    expect(olga.page.locator(".chat-bubble").last).to_have_text("Where is it?")
    olga.types("Here.")
    olga.box.press("Enter")

    expect(vera.page.locator(".chat-bubble").last).to_have_text("Here.")
    assert failures == []


def test_what_the_other_has_seen_says_read_under_the_newest(vera, olga):
    expect(vera.read).to_have_text(HELLO)

    vera.say("My parcel")
    vera.say("is late.")
    expect(vera.read).to_have_text("is late.")
    olga.say("I will look.")

    expect(olga.read).to_have_text("I will look.")


def test_an_answer_is_not_read_while_the_panel_is_closed(vera, olga):
    vera.becomes_live()
    vera.box.press("Escape")
    olga.say("I will look.")
    expect(vera.page.locator("#count")).to_have_text("2")
    vera.page.wait_for_timeout(1_000)
    expect(olga.read).to_have_count(0)

    open_panel(vera)

    expect(olga.read).to_have_text("I will look.")


def test_what_is_out_of_view_is_not_read_until_one_scrolls_there(vera, olga):
    for n in range(20):
        vera.say(f"line {n}")
    expect(vera.read).to_have_text("line 19")
    olga.log.evaluate("log => log.scrollTo({ top: 0 })")
    vera.say("And this?")
    expect(olga.page.get_by_text("And this?")).to_be_attached()
    olga.page.wait_for_timeout(1_000)
    expect(vera.read).to_have_text("line 19")

    olga.log.evaluate("log => log.scrollTo({ top: log.scrollHeight })")

    expect(vera.read).to_have_text("And this?")
