"""What a visitor may ask of whoever holds something of them, and how the chat begins again."""

import json

from playwright.sync_api import expect

from tests.e2e.test_widget_conversations import menu, sent

ERASE = """async () => {
  const token = localStorage.getItem("smartlink-visitor-demo");
  const headers = { Authorization: `Bearer ${token}` };
  return (await fetch("/api/chatbot/visitor", { method: "DELETE", headers })).status;
}"""
TOKEN = """localStorage.getItem("smartlink-visitor-demo")"""
BEGINNING = "**/api/chatbot/init"


def say(vera, text):
    vera.say(text)
    expect(sent(vera).last).to_have_text(text)


def test_a_visitor_takes_home_what_is_held(vera, violations):
    say(vera, "Hello?")
    menu(vera, "Your data")
    expect(vera.page.get_by_role("heading", name="Your data")).to_be_focused()
    assert violations(vera.page) == []

    with vera.page.expect_download() as taken:
        vera.page.get_by_role("button", name="Download what you hold of me").click()

    held = json.loads(taken.value.path().read_text())
    assert [message["message"] for message in held["messages"]] == ["Hello?"]
    expect(vera.page.get_by_text("among its downloads")).to_be_focused()


def test_a_visitor_has_all_of_it_deleted_and_may_start_again(vera, violations):
    say(vera, "Hello?")
    menu(vera, "Your data")
    vera.page.get_by_role("button", name="Delete what you hold of me").click()
    expect(vera.page.get_by_role("heading", name="Delete everything?")).to_be_focused()
    assert violations(vera.page) == []

    vera.page.get_by_role("button", name="Delete everything", exact=True).click()
    expect(vera.page.get_by_text("Everything has been deleted.")).to_be_focused()
    assert violations(vera.page) == []
    assert vera.page.evaluate(TOKEN) is None
    vera.page.get_by_role("button", name="Start again").click()

    say(vera, "Hello again.")
    expect(sent(vera)).to_have_text(["Hello again."])


def test_whose_token_has_ended_starts_again_without_loading_the_page(vera, violations):
    say(vera, "Hello?")
    vera.becomes_live()
    assert vera.page.evaluate(ERASE) == 200
    vera.say("Is anybody there?")

    expect(vera.state).to_contain_text("You cannot follow this conversation any more.")
    assert violations(vera.page) == []
    vera.page.get_by_role("button", name="Start again").click()
    vera.page.get_by_role("button", name="Try again").click()

    expect(sent(vera)).to_have_text(["Is anybody there?"])
    vera.becomes_live()


def test_while_the_server_is_looked_after_the_chat_says_so_and_goes_on_by_itself(windows):
    page = windows()
    away = {"status": 503, "content_type": "text/html", "body": "<h1>Maintenance</h1>"}
    page.route(BEGINNING, lambda route: route.fulfill(**away, headers={"Retry-After": "1"}))
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name="Open chat").click()
    state = page.locator(".chat-connection")
    expect(state).to_have_text("The chat is being looked after and will be back soon.")

    page.unroute(BEGINNING)

    expect(page.locator(".chat-empty")).to_contain_text("Hello!")
    expect(state).to_have_count(0)
