"""A message from one person's Enter to the other's screen, in two browser windows, both ways."""

import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import chromium, launch_arguments
from tests.running import PASSWORD, Running

ROUNDS = 20


def main() -> None:
    path = chromium()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        running = Running(Path(folder) / "home").wait_until_up()
        try:
            running.wait_until_ready()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=launch_arguments())
                measure(browser, running.url)
        finally:
            running.stop()


def measure(browser: Browser, url: str) -> None:
    visitor, operator = visit(browser, url), answer(browser, url)
    for page in (visitor, operator):
        expect(page.locator(".chat-connection")).to_have_attribute("data-state", "live")
    roads = {
        "visitor to operator": [road(visitor, operator, f"q{n}") for n in range(ROUNDS)],
        "operator to visitor": [road(operator, visitor, f"a{n}") for n in range(ROUNDS)],
    }
    for name, times in roads.items():
        print(f"  {name}   p50 {median(times):5.0f} ms   slowest {max(times):5.0f} ms")


def visit(browser: Browser, url: str) -> Page:
    page = browser.new_context(base_url=url).new_page()
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name="chat").click()
    say(page, "Hello")
    expect(page.locator(".chat-message:not(.sending)")).to_have_count(1)
    return page


def answer(browser: Browser, url: str) -> Page:
    page = browser.new_context(base_url=url).new_page()
    page.goto("/accounts/login/?next=/admin/chatbot/")
    page.get_by_label("Email or username").fill("olga")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("main table a[href^='/admin/chatbot/']").first.click()
    return page


def road(sender: Page, receiver: Page, text: str) -> float:
    begun = time.perf_counter()
    say(sender, text)
    receiver.get_by_text(text, exact=True).wait_for()
    return (time.perf_counter() - begun) * 1000


def say(page: Page, text: str) -> None:
    box = page.locator("textarea")
    box.fill(text)
    box.press("Enter")


if __name__ == "__main__":
    main()
