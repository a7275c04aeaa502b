"""What the widget tells the server by itself: pages that are seen, and how late messages were."""

import pytest
from playwright.sync_api import expect

VISIT, HEALTH = "**/api/chatbot/visit", "**/api/chatbot/health"
GO = "address => history.pushState(null, '', address)"
HIDE = """() => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
LONGER_THAN_ONE_LOOKS_MS = 1_500
ASKS_FOR_PRIVACY = "Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true })"
ASKING: dict = {"token": None, "visitor": None, "conversation": None, "messages": []}


@pytest.fixture
def visits(windows):
    """A window, and the pages that its widget tells of."""
    page, told = windows(), []
    page.on(
        "request",
        lambda sent: told.append(sent.post_data_json) if sent.url.endswith("/visit") else None,
    )
    page.goto("/chatbot-test.html")
    return page, told


def open_panel(page):
    page.get_by_role("button", name="Open chat").click()
    expect(page.locator(".chat-composer")).to_be_visible()


def test_an_operator_sees_the_page_that_became_another(vera, olga, smartlink):
    visitor = vera.page.evaluate("ChatbotWidget.state.messages[0].sender_id")

    with vera.page.expect_response(VISIT) as answered:
        vera.page.evaluate(GO, "/chatbot-test.html?page=shoes#sizes")

    assert answered.value.status == 200
    olga.page.goto(f"/admin/chatbot/visitor/{visitor}/change/")
    expect(olga.page.get_by_role("group", name="Pages seen")).to_contain_text(
        f"{smartlink.url}/chatbot-test.html?page=shoes"
    )


def test_each_page_is_told_once_and_the_first_with_the_beginning(visits, smartlink):
    page, told = visits
    with page.expect_request("**/api/chatbot/init") as beginning:
        open_panel(page)
    assert beginning.value.post_data_json["page_url"] == f"{smartlink.url}/chatbot-test.html"

    for address in ("/shoes", "/shoes#sizes", "/hats"):
        page.evaluate(GO, address)
        page.wait_for_timeout(LONGER_THAN_ONE_LOOKS_MS)

    assert [visit["page_url"] for visit in told] == [
        f"{smartlink.url}/shoes",
        f"{smartlink.url}/hats",
    ]
    assert all(visit["title"].startswith("Try the chat") for visit in told)


def test_where_the_browser_tells_nothing_of_it_a_click_makes_us_look(windows, smartlink):
    page = windows()
    page.add_init_script("delete window.navigation")
    page.goto("/chatbot-test.html")
    assert page.evaluate("'navigation' in window") is False
    open_panel(page)
    page.locator("summary", has_text="What it tells").click()

    with page.expect_request(VISIT) as told:
        page.get_by_role("button", name="Go to another page").click()

    assert told.value.post_data_json["page_url"] == f"{smartlink.url}/chatbot-test.html?page=2"


def test_nobody_becomes_a_visitor_by_looking_at_pages(visits):
    page, told = visits

    page.evaluate(GO, "/shoes")
    page.wait_for_timeout(LONGER_THAN_ONE_LOOKS_MS)

    assert told == []
    assert page.evaluate("localStorage.length") == 0


def test_before_consent_no_page_is_told(visits):
    page, told = visits

    def ask_for_consent(route):
        answered = route.fetch()
        site = answered.json()["site"] | {"consent": {"is_asked": True, "text": "May we?"}}
        route.fulfill(response=answered, json=answered.json() | ASKING | {"site": site})

    page.route("**/api/chatbot/init", ask_for_consent)
    page.get_by_role("button", name="Open chat").click()
    expect(page.get_by_role("dialog")).to_contain_text("May we?")

    page.evaluate(GO, "/shoes")
    page.wait_for_timeout(LONGER_THAN_ONE_LOOKS_MS)

    assert told == []


def test_after_consent_was_taken_back_no_page_is_told(visits):
    page, told = visits
    open_panel(page)
    page.evaluate("ChatbotWidget.consent(false)")

    page.evaluate(GO, "/shoes")
    page.wait_for_timeout(LONGER_THAN_ONE_LOOKS_MS)

    assert told == []


def test_a_browser_that_asks_not_to_be_tracked_tells_no_page_at_all(windows):
    page, told = windows(), []
    page.on("request", lambda sent: told.append(sent.url) if sent.url.endswith("/visit") else None)
    page.add_init_script(ASKS_FOR_PRIVACY)
    page.goto("/chatbot-test.html")

    with page.expect_request("**/api/chatbot/init") as beginning:
        open_panel(page)
    page.evaluate(GO, "/shoes")
    page.wait_for_timeout(LONGER_THAN_ONE_LOOKS_MS)

    assert not {"page_url", "referrer"} & set(beginning.value.post_data_json)
    assert told == []


def test_who_leaves_the_page_tells_how_late_messages_were(vera, olga):
    vera.becomes_live()
    olga.say("I will look.")
    expect(vera.page.locator(".chat-message:not(.sending)")).to_have_count(2)

    with vera.page.expect_response(HEALTH) as answered:
        vera.page.evaluate(HIDE)

    assert answered.value.status == 200
    report = answered.value.request.post_data_json
    assert (report["transport"], len(report["lag_ms"])) == ("reverb", 1)
