"""The visitor is told of news as they wish: by a tone, by the browser; and by numbers anyway."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.screens import PATIENCE_MS, Screen

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# Notes down what the widget has the browser say, and how often it makes a note sound.
LISTEN = """
  window.told = { notices: [], notes: 0 };
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      if (Notification.permission !== "granted") return;
      told.notices.push({ title, ...options, notice: this });
    }
  };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    told.notes += 1;
    return start.apply(this, when);
  };
"""
ICON = "document.querySelector('link[rel=icon]').getAttribute('href')"
EMBED_WITH_A_DOT = """() => {
  ChatbotWidget.destroy();
  window.ChatbotWidget = [["open"]];
  const script = document.createElement("script");
  script.src = "/chatbot-widget.js";
  script.dataset.site = "demo";
  script.dataset.badge = "icon";
  document.head.append(script);
}"""
SAID = "told.notices.map(({ title, body, tag }) => [title, body, tag])"
CLICK = "told.notices.at(-1).notice.onclick()"
INSIDE = """(items, direction) => {
  items.getRootNode().host.dir = direction;
  const { left, right, top, bottom } = items.getBoundingClientRect();
  const isInView = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return isInView && items.scrollWidth === items.clientWidth;
}"""


@pytest.fixture
def listening(vera):
    """Vera's browser shows notices of this site, and what it is made to say is noted down."""
    vera.page.context.grant_permissions(["notifications"])
    vera.page.context.add_init_script(LISTEN)
    vera.page.reload()
    vera.page.get_by_role("button", name="Open chat").click()
    return vera


@pytest.fixture
def told(listening, olga):
    """Both are there, and Vera wishes to be told by everything there is."""
    listening.becomes_live()
    turn(listening, "Sound for new messages")
    turn(listening, "Notifications")
    comes_to(listening, "told.notes", 2)  # how it sounds
    listening.page.evaluate("told.notes = 0")
    return listening


def more(screen):
    return screen.page.get_by_role("button", name="More")


def switch(screen, name):
    return screen.page.get_by_role("menuitemcheckbox", name=name, exact=True)


def turn(screen, name):
    more(screen).click()
    switch(screen, name).click()
    expect(switch(screen, name)).to_have_attribute("aria-checked", "true")
    screen.page.keyboard.press("Escape")


def comes_to(screen, expression, value):
    """What the page has noted; its policy lets nobody wait for it in the page itself."""
    for _ in range(200):
        if screen.page.evaluate(expression) == value:
            return
        screen.page.wait_for_timeout(100)
    assert screen.page.evaluate(expression) == value


def hide(screen, hidden=True):
    screen.page.evaluate(HIDE, hidden)


def test_while_nobody_sees_the_page_the_browser_tells_who_has_written(told, olga):
    conversation = olga.page.url.rstrip("/").split("/")[-1]
    told.page.keyboard.press("Escape")
    hide(told)

    olga.say("It is on its way.")

    said = ["Olga Operator", "It is on its way.", f"smartlink-demo-{conversation}"]
    comes_to(told, SAID, [said])
    comes_to(told, "told.notes", 2)
    told.page.evaluate(CLICK)
    hide(told, hidden=False)
    expect(told.box).to_be_visible()
    expect(told.page.locator(".chat-bubble").last).to_have_text("It is on its way.")


def test_where_the_page_asks_for_it_its_icon_has_a_dot_until_somebody_looks(listening, olga):
    bare = listening.page.evaluate(ICON)
    listening.page.evaluate(EMBED_WITH_A_DOT)
    listening.becomes_live()
    listening.page.keyboard.press("Escape")
    hide(listening)
    assert listening.page.evaluate(ICON) == bare

    olga.say("It is on its way.")

    comes_to(listening, f"{ICON}.startsWith('data:image/png')", True)
    hide(listening, hidden=False)
    comes_to(listening, ICON, bare)


def test_who_looks_at_the_conversation_is_left_in_peace(told, olga):
    told.page.bring_to_front()

    olga.say("It is on its way.")
    expect(told.page.locator(".chat-bubble").last).to_have_text("It is on its way.")
    told.page.wait_for_timeout(1_000)  # it would be told by now

    assert told.page.evaluate("[told.notes, told.notices.length]") == [0, 0]


def test_nobody_is_told_of_anything_they_have_not_asked_for(listening, olga):
    listening.becomes_live()
    listening.page.keyboard.press("Escape")
    hide(listening)

    olga.say("It is on its way.")
    expect(listening.page.locator(".badge")).to_have_text("1")
    listening.page.wait_for_timeout(1_000)

    assert listening.page.evaluate("[told.notes, told.notices.length]") == [0, 0]


def test_of_two_tabs_one_tells_it_and_what_is_read_in_one_is_read_in_both(told, olga):
    other = told.page.context.new_page()
    other.goto("/chatbot-test.html")
    tab = Screen(other)
    tab.page.get_by_role("button", name="Open chat").click()
    tab.becomes_live()
    tab.box.press("Escape")
    told.page.keyboard.press("Escape")
    hide(told)
    hide(tab)

    olga.say("It is on its way.")
    for page in (told.page, other):
        expect(page.locator(".badge")).to_have_text("1")
    told.page.wait_for_timeout(1_500)
    count = "told.notices.length"
    assert told.page.evaluate(count) + other.evaluate(count) == 1

    hide(tab, hidden=False)
    other.bring_to_front()
    other.get_by_role("button", name="Open chat").click()
    expect(told.page.locator(".badge")).to_be_hidden()


def test_wishes_are_still_there_at_the_next_visit(told):
    told.page.reload()
    told.page.get_by_role("button", name="Open chat").click()
    told.becomes_live()
    more(told).click()

    for name in ("Sound for new messages", "Notifications"):
        expect(switch(told, name)).to_have_attribute("aria-checked", "true")


def test_who_has_forbidden_notices_reads_why_there_are_none(vera):
    denied = "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"
    vera.page.context.add_init_script(denied)
    vera.page.reload()
    vera.page.get_by_role("button", name="Open chat").click()
    more(vera).click()

    notices = switch(vera, "Notifications")
    expect(notices).to_have_attribute("aria-disabled", "true")
    expect(notices).to_have_accessible_description(re.compile("Your browser blocks notifications"))
    notices.click(force=True)
    expect(notices).to_have_attribute("aria-checked", "false")


def test_more_than_a_page_of_unread_messages_is_told_as_more(vera, olga):
    vera.becomes_live()
    vera.page.goto("about:blank")
    for n in range(52):
        olga.say(f"answer {n}")
    expect(olga.page.locator(".chat-message:not(.sending)")).to_have_count(53, timeout=PATIENCE_MS)

    vera.page.goto("/chatbot-test.html")

    vera.page.get_by_role("button", name="Open chat, 50 or more unread messages").wait_for()
    expect(vera.page.locator(".badge")).to_have_text("50+")


def test_the_menu_is_worked_by_keys_alone(vera):
    expect(vera.page.locator(".presence")).to_have_text("We are here")  # all items are there by now
    more(vera).focus()
    vera.page.keyboard.press("ArrowDown")
    items = vera.page.get_by_role("menu").locator("[role^=menuitem]")
    expect(items.first).to_be_focused()
    vera.page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    vera.page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    vera.page.keyboard.press("End")
    expect(items.last).to_be_focused()

    vera.page.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(more(vera)).to_be_focused()
    expect(vera.page.get_by_role("dialog")).to_be_visible()  # the panel has not gone with it

    vera.page.keyboard.press("Enter")
    expect(items.first).to_be_focused()
    sound = switch(vera, "Sound for new messages")
    sound.focus()
    vera.page.keyboard.press("Space")
    expect(sound).to_have_attribute("aria-checked", "true")
    expect(sound).to_be_focused()
    vera.page.keyboard.press("Tab")
    expect(items).to_have_count(0)


def test_a_click_beside_the_menu_closes_it(vera):
    more(vera).click()
    expect(vera.page.get_by_role("menu")).to_be_visible()

    vera.page.get_by_role("heading", name="Try the chat").first.click()

    expect(vera.page.get_by_role("menu")).to_have_count(0)
    expect(vera.box).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_can_be_read_by_everybody(vera, violations, scheme):
    vera.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    more(vera).click()
    switch(vera, "Sound for new messages").click()

    assert violations(vera.page) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (320, 256)])
def test_nothing_of_the_menu_is_cut_off(vera, width, height, direction):
    vera.page.emulate_media(reduced_motion="reduce")
    vera.page.set_viewport_size({"width": width, "height": height})
    more(vera).click()

    assert vera.page.get_by_role("menu").evaluate(INSIDE, direction)
