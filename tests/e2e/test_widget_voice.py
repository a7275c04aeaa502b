"""Visitors speak instead of writing, listen to it first, and operators hear it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.screens import Screen

# What the page was given by the microphone, so that one sees whether it is still held.
WATCH_THE_MICROPHONE = """
window.tracks = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await ask(wanted);
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""
HELD = "() => window.tracks.filter(({ readyState }) => readyState === 'live').length"
NO_MICROPHONE = (
    "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '%s') }"
)
FORGET_MEDIA = "delete window.MediaRecorder"
HEIGHTS = "bars => bars.map(bar => Number(bar.getAttribute('height')))"


class Voice:
    """The part of a visitor's window that speaks."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator(".voice-box")
        self.record = page.get_by_role("button", name="Record a voice message")
        self.stop = page.get_by_role("button", name="Stop recording")
        self.discard = page.get_by_role("button", name="Discard the voice message")
        self.send = page.get_by_role("button", name="Send the voice message")
        self.play = self.box.get_by_role("button", name="Play")
        self.time = self.box.locator(".voice-time")
        self.told = page.locator(".voice-told")

    def speak(self, seconds=1):
        self.record.click()
        expect(self.time).to_have_text(f"0:0{seconds}")
        self.stop.click()
        expect(self.send).to_be_visible()

    def held(self):
        return self.page.evaluate(HELD)


class Player:
    """A voice message in the log."""

    def __init__(self, page):
        self.note = page.get_by_role("group", name=re.compile("^Voice message, "))
        self.play = self.note.get_by_role("button", name="Play")
        self.pause = self.note.get_by_role("button", name="Pause")
        self.position = self.note.get_by_role("slider", name="Position")
        self.bars = self.note.locator("rect")


@pytest.fixture
def visitor(context, page):
    """With a microphone that beeps, for pages that may use it."""
    context.grant_permissions(["microphone"])
    page.add_init_script(WATCH_THE_MICROPHONE)
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name="Open chat").click()
    return Voice(page)


def test_a_voice_message_is_listened_to_sent_and_heard_by_the_operator(vera, olga):
    vera.page.context.grant_permissions(["microphone"])
    voice = Voice(vera.page)
    voice.speak()
    expect(voice.play).to_be_focused()
    voice.play.click()
    expect(voice.box.get_by_role("button", name="Pause")).to_be_visible()
    voice.discard.click()
    expect(voice.record).to_be_focused()
    expect(vera.page.locator(".chat-message")).to_have_count(1)

    voice.speak(2)
    voice.send.click()

    mine, theirs = Player(vera.page), Player(olga.page)
    for player in (mine, theirs):
        expect(player.play).to_be_visible()
        expect(player.note).to_have_count(1)
        assert max(player.bars.evaluate_all(HEIGHTS)) > 50
    theirs.play.click()
    expect(theirs.pause).to_be_visible()
    expect(theirs.position).not_to_have_attribute("aria-valuenow", "0")
    expect(theirs.play).to_be_visible()  # at its end it is where it began
    expect(theirs.position).to_have_attribute("aria-valuenow", "0")


def test_one_goes_to_another_place_by_keys_and_by_pressing_there(vera, olga):
    vera.page.context.grant_permissions(["microphone"])
    voice = Voice(vera.page)
    voice.speak(3)
    voice.send.click()
    player = Player(olga.page)

    player.position.press("ArrowRight")
    player.position.press("ArrowRight")
    expect(player.position).to_have_attribute("aria-valuetext", re.compile("^2 seconds of 3 sec"))
    player.play.click()  # it begins where one is
    expect(player.pause).to_be_visible()
    player.pause.click()
    expect(player.position).to_have_attribute("aria-valuetext", re.compile("^[23] seconds of"))
    player.position.press("Home")
    expect(player.position).to_have_attribute("aria-valuetext", re.compile("^0 seconds"))
    place = player.position.bounding_box()
    player.position.click(position={"x": place["width"] / 2, "y": place["height"] / 2})
    expect(player.position).to_have_attribute("aria-valuetext", re.compile("^1 second of"))

    speed = player.note.get_by_role("button", name="Speed")
    for times in ("1.5×", "2×", "1×"):
        speed.click()
        expect(speed).to_have_accessible_name(f"Speed: {times}")


def test_what_was_written_is_still_there_and_the_keyboard_is_enough(visitor):
    writing = visitor.page.locator("textarea")
    writing.fill("Half a sentence")
    visitor.record.press("Enter")
    expect(visitor.stop).to_be_focused()
    expect(writing).to_be_hidden()
    expect(visitor.time).to_have_text("0:01")
    visitor.page.keyboard.press("Escape")  # ends what is said, and nothing is lost
    expect(visitor.play).to_be_focused()
    expect(visitor.told).to_have_text(re.compile(r"^Recorded: 1 second\. "))

    visitor.discard.press("Enter")

    expect(writing).to_have_value("Half a sentence")
    expect(visitor.record).to_be_focused()
    expect(visitor.told).to_be_empty()


def test_the_microphone_is_held_no_longer_than_somebody_speaks(visitor):
    visitor.record.click()
    expect(visitor.stop).to_be_visible()
    assert visitor.held() == 1
    visitor.stop.click()
    expect(visitor.box.get_by_role("alert")).to_contain_text("Nothing was recorded.")
    assert visitor.held() == 0

    visitor.box.get_by_role("button", name="Try again").click()
    expect(visitor.stop).to_be_visible()
    visitor.discard.click()
    assert visitor.held() == 0

    visitor.record.click()
    expect(visitor.stop).to_be_visible()
    visitor.page.locator(".leave").click()
    expect(visitor.page.locator(".panel")).to_be_hidden()
    assert visitor.held() == 0

    visitor.page.get_by_role("button", name="Open chat").click()
    visitor.record.click()
    expect(visitor.stop).to_be_visible()
    visitor.page.evaluate("ChatbotWidget.destroy()")
    assert visitor.held() == 0


def test_who_does_not_allow_it_is_told_what_to_do_and_may_try_again(page, context):
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name="Open chat").click()
    voice = Voice(page)
    context.grant_permissions([])  # everything else is refused

    voice.record.click()
    expect(voice.box.get_by_role("alert")).to_contain_text("The microphone is blocked. Allow it")
    expect(voice.box.get_by_role("button", name="Try again")).to_be_focused()

    context.grant_permissions(["microphone"])
    voice.box.get_by_role("button", name="Try again").click()
    expect(voice.stop).to_be_focused()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [("NotFoundError", "No microphone was found."), ("NotReadableError", "cannot be used now")],
)
def test_what_is_wrong_with_the_microphone_is_told(page, error, sentence):
    page.add_init_script(NO_MICROPHONE % error)
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name="Open chat").click()
    voice = Voice(page)

    voice.record.click()

    expect(voice.box.get_by_role("alert")).to_contain_text(sentence)
    voice.box.get_by_role("button", name="Cancel").click()
    expect(voice.record).to_be_focused()


def test_where_a_browser_cannot_record_there_is_no_button(page):
    page.add_init_script(FORGET_MEDIA)
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name="Open chat").click()

    expect(page.get_by_role("button", name="Attach files")).to_be_visible()
    expect(Voice(page).record).to_have_count(0)


def test_where_the_recorder_does_not_load_it_is_told_and_tried_again(vera):
    vera.page.context.grant_permissions(["microphone"])
    vera.page.route("**/chatbot-voice.js*", lambda route: route.abort())
    voice = Voice(vera.page)
    voice.record.click()
    expect(voice.box.get_by_role("alert")).to_contain_text("could not be loaded")

    vera.page.unroute("**/chatbot-voice.js*")
    voice.box.get_by_role("button", name="Try again").click()

    expect(voice.stop).to_be_visible()


def test_where_the_page_forbids_sounds_one_hears_oneself_and_opens_the_others(context):
    context.grant_permissions(["microphone"])
    page, breaches = context.new_page(), []
    page.on("console", lambda said: breaches.append(said) if "media-src" in said.text else None)
    page.route("**/chatbot-test.html", without_sounds)
    page.goto("/chatbot-test.html")
    page.get_by_role("button", name="Open chat").click()
    voice, player = Voice(page), Player(page)

    voice.speak()
    voice.play.click()
    expect(voice.box.get_by_role("button", name="Pause")).to_be_visible()
    voice.send.click()
    expect(player.play).to_be_visible()
    assert breaches == []
    player.play.click()

    link = page.get_by_role("link", name=re.compile(r"^Voice message \(0:0\d\): open it$"))
    expect(link).to_have_attribute("href", re.compile("/media/"))
    assert breaches != []


def without_sounds(route):
    answer = route.fetch()
    policy = answer.headers["content-security-policy"]
    stricter = policy.replace("media-src 'self'", "media-src 'none'")
    assert stricter != policy
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": stricter})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whoever_speaks_or_listens_can_see_and_reach_everything(visitor, violations, scheme):
    page = visitor.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.record.click()
    expect(visitor.time).to_have_text("0:01")
    assert violations(page) == []
    visitor.stop.click()
    expect(visitor.play).to_be_visible()
    assert violations(page) == []

    visitor.send.click()
    expect(Player(page).play).to_be_visible()

    assert violations(page) == []
    assert Screen(page).log.get_by_role("slider").count() == 1
