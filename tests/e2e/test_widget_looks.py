"""The widget looks like the site it stands on, and tells of what one has not read."""

import pytest
from playwright.sync_api import expect

AT_THE_LEFT = "host => host.getBoundingClientRect().left < innerWidth / 2"
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SIDEWAYS = "panel => panel.scrollWidth - panel.clientWidth"
SUNNY = {
    "texts": {
        "title": "Ask the sun",
        "greeting": "Good day!",
        "away": "The sun has set.",
        "placeholder": "Say it in words",
    },
    "colours": {"accent": "#ffcc00", "header": "#330066"},
    "position": "left",
    "hours": {
        "is_open": False,
        "next_opening": None,
        "timezone": "UTC",
        "week": [{"weekday": 0, "opens": "09:00", "closes": "09:00"}],  # never
        "special": [],
    },
}


@pytest.fixture
def sunny(page):
    """The demo site, as if its owner had chosen all of this."""

    def answer(route):
        answered = route.fetch()
        told = answered.json()
        route.fulfill(response=answered, json=told | {"site": told["site"] | SUNNY})

    page.route("**/api/chatbot/init", answer)
    page.goto("/chatbot-test.html")
    return page


def launcher(page):
    return page.locator(".launcher")


def test_a_site_has_its_own_words_colours_and_place(sunny):
    launcher(sunny).click()

    expect(sunny.get_by_role("heading", name="Ask the sun")).to_be_visible()
    expect(sunny.locator(".presence")).to_have_text("We are away")
    expect(sunny.locator(".chat-empty")).to_have_text("Good day! The sun has set.")
    expect(sunny.get_by_placeholder("Say it in words")).to_be_visible()
    assert sunny.locator("chat-widget").evaluate(AT_THE_LEFT)
    expect(launcher(sunny)).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(launcher(sunny)).to_have_css("color", "rgb(0, 0, 0)")
    expect(sunny.locator(".head")).to_have_css("background-color", "rgb(51, 0, 102)")
    expect(sunny.locator(".head")).to_have_css("color", "rgb(255, 255, 255)")


def test_at_the_next_page_the_launcher_is_where_it_was_before_the_site_is_asked(sunny):
    launcher(sunny).click()
    expect(sunny.get_by_role("heading", name="Ask the sun")).to_be_visible()
    sunny.unroute("**/api/chatbot/init")
    sunny.route("**/chatbot-panel.js*", lambda _: None)  # it never comes

    sunny.reload()

    expect(launcher(sunny)).to_have_css("background-color", "rgb(255, 204, 0)")
    assert sunny.locator("chat-widget").evaluate(AT_THE_LEFT)


@pytest.mark.parametrize("contrast", ["no-preference", "more"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whatever_a_site_has_chosen_it_can_be_read(sunny, violations, scheme, contrast):
    sunny.emulate_media(color_scheme=scheme, contrast=contrast, reduced_motion="reduce")
    launcher(sunny).click()
    expect(sunny.locator(".chat-empty")).to_have_text("Good day! The sun has set.")
    assert violations(sunny) == []

    sunny.locator("textarea").fill("Is anybody there?")
    sunny.locator("textarea").press("Enter")
    expect(sunny.locator(".chat-message:not(.sending)")).to_have_count(1)
    assert violations(sunny) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_on_a_page_enlarged_four_times_the_panel_is_the_screen(sunny, direction):
    sunny.emulate_media(reduced_motion="reduce")
    sunny.set_viewport_size({"width": 320, "height": 256})
    sunny.evaluate("dir => { document.documentElement.dir = dir }", direction)
    launcher(sunny).click()

    panel = sunny.locator(".panel")
    expect(panel).to_be_visible()
    expect(sunny.locator(".chat-empty")).to_have_text("Good day! The sun has set.")
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 256}
    assert panel.evaluate(SIDEWAYS) == 0
    sunny.locator("textarea").fill("Is anybody there?")
    sunny.locator(".chat-send").click(trial=True)
    sunny.locator(".leave").click(trial=True)


def test_what_one_has_not_read_is_told_until_one_looks(vera, olga):
    title = vera.page.title()
    vera.becomes_live()
    vera.box.press("Escape")
    vera.page.evaluate(HIDE, True)
    olga.say("I will look.")
    olga.say("It is on its way.")

    expect(vera.page.locator(".badge")).to_have_text("2")
    expect(vera.page).to_have_title(f"(2) {title}")
    vera.page.evaluate(HIDE, False)
    expect(vera.page).to_have_title(title)
    vera.page.get_by_role("button", name="Open chat, 2 unread messages").click()

    expect(vera.page.locator(".badge")).to_be_hidden()
    vera.box.press("Escape")
    vera.page.get_by_role("button", name="Open chat", exact=True).wait_for()


def test_who_comes_back_sees_what_was_said_meanwhile(vera, olga):
    vera.becomes_live()
    vera.page.goto("about:blank")
    olga.say("I will look.")
    expect(olga.page.locator(".chat-message:not(.sending)")).to_have_count(2)

    vera.page.goto("/chatbot-test.html")

    vera.page.get_by_role("button", name="Open chat, 1 unread message").wait_for()
    expect(vera.page.locator(".badge")).to_have_text("1")
