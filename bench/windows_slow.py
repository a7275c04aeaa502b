"""A first visit on slow 3G, beside the same one on the machine's own network."""

import time

from playwright.sync_api import Browser, Page, expect

from tests.e2e.networks import slow_down
from tests.e2e.screens import HELLO, Screen
from tests.running import Running

PATIENCE_MS = 60_000


def measure(browser: Browser, running: Running) -> None:
    for name in ("this machine", "slow 3G"):
        with browser.new_context(base_url=running.url) as context:
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            if name == "slow 3G":
                slow_down(page)
            tell(name, page)


def tell(name: str, page: Page) -> None:
    vera, begun = Screen(page), time.perf_counter()
    page.goto("/chatbot-test.html", wait_until="commit")
    page.locator(".launcher").wait_for()
    button, begun = since(begun)
    vera.open_panel()
    vera.box.wait_for()
    panel, begun = since(begun)
    vera.say(HELLO)
    sent = page.locator(".chat-message:not(.sending)")
    expect(sent).to_have_count(1, timeout=PATIENCE_MS)
    message, _ = since(begun)
    print(
        f"  a first visit on {name:<19} the button after {button:.1f} s   "
        f"the panel {panel:.1f} s   the first message {message:.1f} s",
        flush=True,
    )


def since(begun: float) -> tuple[float, float]:
    now = time.perf_counter()
    return now - begun, now
