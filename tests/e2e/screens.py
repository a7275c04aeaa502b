"""What one person in a conversation sees, and does."""

import re

from playwright.sync_api import Page, expect

from tests.browser import sign_in

HELLO = "Hello, is anybody there?"
PATIENCE_MS = 30_000


class Screen:
    """One person's window on the conversation."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.locator("textarea")
        self.log = page.get_by_role("log")
        self.bubbles = page.locator(".chat-message .chat-bubble")
        self.state = page.locator(".chat-connection")
        self.typing = page.locator(".chat-typing")
        self.read = page.locator(".chat-message.mine", has_text="· Read").locator(".chat-bubble")

    def types(self, text: str, delay: float = 0) -> None:
        self.box.press_sequentially(text, delay=delay)

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def insists(self, text: str = "") -> None:
        """Answers without having seen what came meanwhile, and sends it anyway when told so."""
        if text:
            self.say(text)
        held_back = self.page.get_by_role("button", name="Send anyway")
        while held_back.count():
            held_back.first.click()

    def shown(self) -> list[str]:
        return self.bubbles.all_inner_texts()

    def comes_to_show(self, said: list[str]) -> None:
        """All of it in this order, and nothing else."""
        expect(self.bubbles).to_have_text(said, timeout=PATIENCE_MS)

    def becomes_live(self) -> None:
        self.becomes("live")

    def becomes(self, state: str) -> None:
        expect(self.state).to_have_attribute("data-state", state, timeout=PATIENCE_MS)

    def hurries_to(self, state: str) -> None:
        """By a clock that is put forward again and again.

        Each time a little later: for the page an attempt has taken all that time, and on a busy
        machine none would be in time.
        """
        for number in range(100):
            if self.state.get_attribute("data-state") == state:
                return
            self.page.clock.fast_forward(5_000)
            self.page.wait_for_timeout(100 + 10 * number)
        self.becomes(state)

    def provider(self) -> str | None:
        provider: str | None = self.page.evaluate("ChatbotWidget.state.realtimeProvider")
        return provider

    def open_panel(self) -> None:
        self.page.get_by_role("button", name=re.compile("open chat", re.I)).click()

    def mark(self) -> None:
        """The page that is there now."""
        self.page.evaluate("window.isTheSame = true")

    def was_reloaded(self) -> bool:
        return not self.page.evaluate("window.isTheSame")


def reads_newest(page: Page) -> Screen:
    """An operator, who opens the newest conversation."""
    sign_in(page, "olga", to="/admin/chatbot/")
    page.locator("main table a[href^='/admin/chatbot/']").first.click()
    return Screen(page)
