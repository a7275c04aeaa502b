"""Visitors and operators choose emoji, by the keyboard alone if they like."""

import pytest
from playwright.sync_api import expect

from tests.running import wait_for

TOKEN_IS_KEPT = "() => Object.keys(localStorage).some(key => key.startsWith('smartlink-visitor'))"
KEPT = "() => localStorage.getItem('smartlink-emoji-demo')"


class Emoji:
    def __init__(self, page):
        self.page = page
        self.text = page.locator("textarea")
        self.button = page.get_by_role("button", name="Emoji", exact=True)
        self.box = page.get_by_role("dialog", name="Emoji", exact=True)

    def one(self, emoji):
        return self.box.get_by_role("gridcell", name=emoji).first

    def grids(self):
        expect(self.one("😀")).to_be_visible()
        names = self.box.get_by_role("heading").all_inner_texts()
        assert self.box.get_by_role("grid").count() == len(names)
        return names

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def emoji(page):
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name="Open chat").click()
    return Emoji(page)


def test_by_keyboard_emoji_come_to_where_the_cursor_is(emoji):
    expect(emoji.page.get_by_role("button", name="Attach files")).to_be_visible()
    emoji.text.fill("Hello there")
    emoji.press("Home", *["ArrowRight"] * len("Hello"), "Tab", "Tab", "Enter")
    expect(emoji.one("😀")).to_be_focused()
    emoji.press("ArrowRight", "Enter", "ArrowDown", "End", "Enter")

    expect(emoji.text).to_have_value("Hello😃😍 there")
    expect(emoji.box).to_be_visible()  # one may want more
    expect(emoji.box.get_by_role("status")).to_have_text("😍 added")
    emoji.press("Escape")

    expect(emoji.box).to_have_count(0)
    expect(emoji.button).to_be_focused()
    expect(emoji.page.locator(".panel")).to_be_visible()
    emoji.text.press("Enter")
    expect(emoji.page.locator(".chat-bubble")).to_have_text("Hello😃😍 there")


def test_groups_have_names_and_are_a_key_apart(emoji):
    emoji.button.press("Enter")
    expect(emoji.one("😀")).to_be_focused()
    assert emoji.grids()[:2] == ["Smileys", "People and hands"]

    emoji.press("PageDown")
    expect(emoji.one("👋")).to_be_focused()
    emoji.press("ArrowUp")
    assert emoji.box.locator(":focus").count() == 1
    expect(emoji.one("👋")).not_to_be_focused()
    emoji.press("Control+End")
    expect(emoji.box.locator("button").last).to_be_focused()
    emoji.press("Tab")  # one of them is in the order, and then comes what is behind

    expect(emoji.box).to_have_count(0)


def test_what_was_used_last_comes_first_the_next_time(emoji):
    wait_for(lambda: emoji.page.evaluate(TOKEN_IS_KEPT), 10)
    emoji.button.click()
    assert emoji.grids()[0] == "Smileys"
    emoji.one("👍").click()
    emoji.one("🎉").click()
    emoji.page.reload()
    emoji.page.get_by_role("button", name="Open chat").click()
    emoji.button.click()

    expect(emoji.box.get_by_role("heading").first).to_have_text("Used last")
    first = emoji.box.get_by_role("grid").first.get_by_role("gridcell")
    expect(first).to_have_text(["🎉", "👍"])


def test_as_long_as_nobody_knows_the_visitor_nothing_of_it_is_kept(windows):
    page = windows()
    page.goto("/chatbot-test.html")
    page.route("**/api/chatbot/init", lambda route: route.abort())
    page.get_by_role("button", name="Open chat").click()
    emoji = Emoji(page)
    emoji.button.click()
    emoji.one("👍").click()

    assert page.evaluate(KEPT) is None
    emoji.button.click()
    emoji.button.click()
    expect(emoji.box.get_by_role("heading").first).to_have_text("Used last")


def test_whoever_goes_on_writing_is_done_choosing(emoji):
    emoji.button.click()
    expect(emoji.one("😀")).to_be_visible()

    emoji.text.click()

    expect(emoji.box).to_have_count(0)
    expect(emoji.text).to_be_focused()
    emoji.button.click()
    expect(emoji.one("😀")).to_be_visible()
    emoji.button.click()
    expect(emoji.box).to_have_count(0)


def test_where_they_do_not_load_it_is_told_and_tried_again(vera):
    vera.page.route("**/chatbot-emoji.js*", lambda route: route.abort())
    emoji = Emoji(vera.page)
    emoji.button.click()
    expect(emoji.box.get_by_role("alert")).to_contain_text("could not be loaded")

    vera.page.unroute("**/chatbot-emoji.js*")
    emoji.box.get_by_role("button", name="Try again").click()

    expect(emoji.one("😀")).to_be_focused()


def test_where_one_reads_from_right_to_left_the_next_is_at_the_left(emoji):
    emoji.page.locator(".panel").evaluate("panel => { panel.dir = 'rtl' }")
    emoji.button.click()
    expect(emoji.one("😀")).to_be_focused()

    emoji.press("ArrowLeft")

    expect(emoji.one("😃")).to_be_focused()
    places = [emoji.one(one).bounding_box()["x"] for one in ("😀", "😃")]
    assert places[0] > places[1]


def test_operators_have_them_too(olga):
    emoji = Emoji(olga.page)

    emoji.button.click()
    emoji.one("👍").click()

    expect(emoji.text).to_have_value("👍")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_see_and_reach_them(emoji, violations, scheme):
    emoji.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    emoji.button.click()
    expect(emoji.one("😀")).to_be_visible()
    assert violations(emoji.page) == []

    box = emoji.box.locator("button").first.bounding_box()

    assert min(box["width"], box["height"]) >= 44
    assert emoji.box.locator("button").count() > 200
