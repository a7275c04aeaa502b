"""The pictures in the docs, taken from the running product: `python -m tests.pictures`."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import browsing, chromium, sign_in
from tests.running import fresh

PICTURES = Path("docs/pictures")


def main() -> None:
    path = chromium()
    with fresh() as running, browsing(path) as browser:
        take(browser, running.url)


def take(browser: Browser, url: str) -> None:
    visitor, operator = window(browser, url), window(browser, url)
    visitor.goto("/chatbot-test.html")
    visitor.get_by_role("button", name="chat").click()
    say(visitor, "Hello! My parcel from last week has not arrived.")
    say(visitor, "The order number is 4711.")
    visitor.wait_for_selector(".chat-connection.live")
    sign_in(operator, "olga", to="/admin/chatbot/")
    operator.locator("main table a[href^='/admin/chatbot/']").first.click()
    operator.wait_for_selector(".chat-connection.live")
    say(operator, "Good morning! I am looking it up right now, one moment please.")
    visitor.get_by_text("one moment please").wait_for()
    visitor.screenshot(path=PICTURES / "widget.png")
    operator.screenshot(path=PICTURES / "conversation.png")


def window(browser: Browser, url: str) -> Page:
    return browser.new_page(base_url=url, viewport={"width": 1100, "height": 680})


def say(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Enter")
    page.get_by_text(text).wait_for()


if __name__ == "__main__":
    main()
