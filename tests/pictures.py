"""The pictures in the docs, taken from the running product: `python -m tests.pictures`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium, launch_arguments
from tests.running import PASSWORD, Running

PICTURES = Path("docs/pictures")


def main() -> None:
    path = chromium()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = Running(Path(folder) / "home").wait_until_up()
        try:
            running.wait_until_ready()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=launch_arguments())
                take(browser, running.url)
        finally:
            running.stop()


def take(browser: Browser, url: str) -> None:
    visitor, operator = window(browser, url), window(browser, url)
    visitor.goto("/chatbot-test.html")
    visitor.get_by_role("button", name="chat").click()
    say(visitor, "Hello! My parcel from last week has not arrived.")
    say(visitor, "The order number is 4711.")
    visitor.wait_for_selector(".chat-connection.live")
    operator.goto("/accounts/login/?next=/admin/chatbot/")
    operator.get_by_label("Email or username").fill("olga")
    operator.get_by_label("Password", exact=True).fill(PASSWORD)
    operator.get_by_role("button", name="Sign in", exact=True).click()
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
