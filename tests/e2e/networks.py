"""Networks that are worse than ours."""

from playwright.sync_api import Page

# As slow 3G is measured in the field: 400 kbit/s both ways, 400 ms for a word and its answer.
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}


def slow_down(page: Page) -> None:
    """All that this page asks for; Chromium leaves open sockets as quick as they are."""
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_3G)
