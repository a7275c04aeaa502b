"""A message from one person's Enter to the other's screen, in two browser windows, both ways."""

import time
from statistics import median

from playwright.sync_api import Browser, Page, expect

from tests.browser import browsing, chromium, sign_in
from tests.running import fresh

ROUNDS = 20


def main() -> None:
    path = chromium()
    with fresh() as running, browsing(path) as browser:
        measure(browser, running.url)


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
    sign_in(page, "olga", to="/admin/chatbot/")
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
