"""On a phone, and on a page that is enlarged four times, the whole chat is in reach."""

import pytest
from playwright.sync_api import expect

from tests.e2e.screens import HELLO

PHONE, SMALL_PHONE = {"width": 390, "height": 844}, {"width": 320, "height": 568}
ENLARGED_FOUR_TIMES = {"width": 320, "height": 256}
SIZES = [PHONE, SMALL_PHONE, ENLARGED_FOUR_TIMES]
NAMES = ["phone", "small phone", "enlarged four times"]
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitaen" * 4
SOME_LINES = "One line,\nand another one." * 15
SIDEWAYS = "element => element.scrollWidth - element.clientWidth"
OF_THE_PAGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def all_in_reach(screen):
    """In view without scrolling the page, and nothing lies over it."""
    for control in (screen.box, screen.page.locator(".leave"), screen.page.locator(".chat-send")):
        expect(control).to_be_in_viewport(ratio=1)
        control.click(trial=True)


def test_the_panel_is_the_screen_and_nothing_is_cut_off(vera, olga):
    olga.say(LONG_WORD)
    vera.comes_to_show([HELLO, LONG_WORD])
    vera.box.fill(SOME_LINES)
    panel = vera.page.locator(".panel")

    for size in SIZES:
        vera.page.set_viewport_size(size)

        assert panel.bounding_box() == {"x": 0, "y": 0, **size}
        assert [part.evaluate(SIDEWAYS) for part in (panel, vera.log)] == [0, 0]
        assert vera.page.evaluate(OF_THE_PAGE) == 0
        all_in_reach(vera)


@pytest.mark.parametrize("size", SIZES, ids=NAMES)
def test_one_opens_it_writes_and_leaves(windows, size):
    page = windows()
    page.set_viewport_size(size)
    page.goto("/chatbot-test.html")
    launcher = page.locator(".launcher")
    expect(launcher).to_be_in_viewport(ratio=1)

    launcher.click()
    page.locator("textarea").fill(HELLO)
    page.locator(".chat-send").click()
    expect(page.locator(".chat-bubble")).to_be_in_viewport()
    page.locator(".leave").click()

    expect(page.locator(".panel")).to_have_count(0)
    expect(launcher).to_be_focused()
