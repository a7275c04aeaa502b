"""One SmartLink and one browser for all page tests; a page that breaks its policy fails them."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect

from chatsite.home import Memory
from tests.browser import browsing, chromium, sign_in
from tests.e2e.screens import HELLO, Screen, reads_newest
from tests.running import PASSWORD, Running, let_servers_in

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
CHROMIUM = chromium()  # looked for once, before a loop runs
BEEPING_MICROPHONE = "--use-fake-device-for-media-stream"
AXE = Path("node_modules/axe-core/axe.min.js")
TELL_BREACHES = """
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  console.error(`Against the page's policy: ${effectiveDirective} ${blockedURI}`))
"""
# What browsers say of a request that came to nothing, be it on purpose.
OF_THE_NETWORK = ("Failed to load resource", "WebSocket connection to")


@pytest.fixture(scope="session")
def smartlink(tmp_path_factory):
    folder = let_servers_in(tmp_path_factory.mktemp("smartlink"))
    # All people of these tests come from one address.
    running = Running(folder / "home", SMARTLINK_RATE_LIMITS="off").wait_until_up()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    with browsing(CHROMIUM, BEEPING_MICROPHONE) as browser:
        yield browser


@pytest.fixture
def ask(smartlink):
    """What the database knows."""

    def ask(question, *values):
        address = Memory(smartlink.home).values["DATABASE_URL"]
        with psycopg.connect(address, autocommit=True) as connection:
            return connection.execute(question, values).fetchall()

    return ask


@pytest.fixture
def complaints():
    """What the browser's console complained of: errors, and breaches of the page policy."""
    return []


@pytest.fixture
def context(browser, smartlink):
    with browser.new_context(base_url=smartlink.url) as context:
        context.set_default_timeout(10_000)
        yield context


def overhear(context, complaints, passing_over=()):
    """Notes what pages complain of, but for lines that begin so."""

    def note(said):
        if said.type == "error" and not said.text.startswith(passing_over):
            complaints.append(said.text)

    context.add_init_script(TELL_BREACHES)
    context.on("console", note)
    context.on("weberror", lambda thrown: complaints.append(str(thrown.error)))


@pytest.fixture
def page(context, complaints):
    overhear(context, complaints)
    yield context.new_page()
    assert complaints == []


@pytest.fixture
def log_in(page):
    def log_in(name, password=PASSWORD):
        sign_in(page, name, password)
        return page

    return log_in


@pytest.fixture
def violations():
    """What axe finds wrong with a page for people who see, hear or move differently."""

    def violations(page: Page) -> list[str]:
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run().then(({ violations }) => violations)")
        return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]

    return violations


@pytest.fixture
def windows(browser, smartlink, complaints):
    """Opens windows of people who know nothing of each other; the network may fail them."""
    opened = []

    def window():
        context = browser.new_context(base_url=smartlink.url)
        context.set_default_timeout(10_000)
        overhear(context, complaints, OF_THE_NETWORK)
        opened.append(context)
        return context.new_page()

    yield window
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def vera(windows):
    page = windows()
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name=re.compile("chat", re.I)).click()
    return Screen(page)


@pytest.fixture
def olga(windows, vera):
    """Olga opens what Vera has just begun."""
    vera.say(HELLO)
    expect(vera.page.locator(".chat-message:not(.sending)")).to_have_count(1)
    return reads_newest(windows())
