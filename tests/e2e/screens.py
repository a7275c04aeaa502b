"""What one person in a conversation sees, and does."""

from playwright.sync_api import expect

LIVE = {"timeout": 30_000}


class Screen:
    """One person's window on the conversation."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator("textarea")
        self.log = page.get_by_role("log")
        self.state = page.locator(".chat-connection")
        self.typing = page.locator(".chat-typing")
        self.read = page.locator(".chat-message.mine", has_text="· Read").locator(".chat-bubble")

    def types(self, text, delay=0):
        self.box.press_sequentially(text, delay=delay)

    def say(self, text):
        self.box.fill(text)
        self.box.press("Enter")

    def insists(self, text=""):
        """Answers without having seen what came meanwhile, and sends it anyway when told so."""
        if text:
            self.say(text)
        held_back = self.page.get_by_role("button", name="Send anyway")
        while held_back.count():
            held_back.first.click()

    def shown(self):
        return self.page.locator(".chat-message .chat-bubble").all_inner_texts()

    def becomes_live(self):
        expect(self.state).to_have_attribute("data-state", "live", **LIVE)
