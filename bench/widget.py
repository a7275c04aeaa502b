"""The widget in real browser windows: its weight, its roads, long conversations, a bad network."""

from bench import windows_apart, windows_long, windows_slow
from bench.weights import tell_weights
from tests.browser import browsing, chromium
from tests.running import fresh


def main() -> None:
    tell_weights()
    path = chromium()
    with fresh(SMARTLINK_RATE_LIMITS="off") as running, browsing(path) as browser:
        windows_apart.measure(browser, running)
        windows_slow.measure(browser, running)
        windows_long.measure(browser, running)
