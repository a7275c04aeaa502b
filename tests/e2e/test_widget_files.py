"""A visitor sends files, sees how far they have got, and looks at pictures."""

import re

import pytest
from playwright.sync_api import expect

from chatbot.tests.samples import PDF, picture
from tests.e2e.screens import PATIENCE_MS

SENDING = "**/api/chatbot/file"
POLICY = "content-security-policy"
GIVE = """(place, { event, kind, name, bytes }) => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(bytes)], name));
  const told = { bubbles: true, cancelable: true, composed: true, [kind]: files };
  const Event = { clipboardData: ClipboardEvent, dataTransfer: DragEvent }[kind];
  return place.dispatchEvent(new Event(event, told));
}"""
# Between the last and the first of a dialog is the browser's own address bar.
IS_IN_DIALOG = """() => {
  const focused = document.activeElement.shadowRoot?.activeElement;
  return !focused || focused.closest("dialog") !== null;
}"""
LOOKS = pytest.mark.parametrize("scheme", ["light", "dark"])


def png(name="red.png", color=(200, 30, 30), size=(640, 480)):
    return {"name": name, "mimeType": "image/png", "buffer": picture(size=size, color=color)}


@pytest.fixture
def vera(vera):
    """The tools are there as soon as it is known what the site takes."""
    expect(vera.page.get_by_role("button", name="Attach files")).to_be_visible(timeout=PATIENCE_MS)
    return vera


def choose(vera, *files):
    vera.page.locator(".chat-tools input[type=file]").set_input_files(list(files))


def chips(vera):
    return vera.page.get_by_role("list", name="Files to be sent").get_by_role("listitem")


def send(vera):
    vera.page.get_by_role("button", name="Send", exact=True).click()


def pictures(page):
    return page.locator(".chat-log img")


def becomes_ready(page, count=1):
    """A worker has looked at them."""
    expect(pictures(page)).to_have_count(count, timeout=PATIENCE_MS)


def given(place, event, kind, name="red.png", content=None):
    """As if by hand: whether the browser would go on to do what it usually does."""
    bytes_ = list(content or picture(size=(640, 480)))
    return place.evaluate(GIVE, {"event": event, "kind": kind, "name": name, "bytes": bytes_})


@pytest.fixture
def held(vera):
    """Uploads that go no further until the test lets them."""
    uploads = []
    vera.page.route(SENDING, lambda upload: uploads.append(upload))
    return uploads


def test_files_go_along_with_words_and_both_sides_see_them(vera, olga):
    with vera.page.expect_file_chooser() as dialog:
        vera.page.get_by_role("button", name="Attach files").click()
    dialog.value.set_files([png(), {"name": "a.pdf", "mimeType": "", "buffer": PDF}])
    expect(chips(vera)).to_contain_text(["red.png", "a.pdf"])

    vera.say("Here they are.")

    expect(chips(vera)).to_have_count(0)
    for page in (vera.page, olga.page):
        message = page.locator(".chat-message", has_text="Here they are.")
        expect(message.get_by_role("img", name="red.png")).to_be_visible(timeout=PATIENCE_MS)
        expect(message.get_by_role("link", name=re.compile("a.pdf"))).to_be_visible()
    assert pictures(vera.page).evaluate("img => img.naturalWidth > 0")


def test_a_picture_is_pasted_and_sent_without_words(vera):

    goes_on = given(vera.box, "paste", "clipboardData")
    send(vera)

    assert not goes_on
    becomes_ready(vera.page)
    expect(pictures(vera.page)).to_have_attribute("alt", "red.png")


def test_a_picture_is_dropped_on_the_panel_and_the_page_stays(vera):
    log, drop = vera.page.locator(".chat-log"), vera.page.get_by_text("Drop files here")

    assert not given(log, "dragover", "dataTransfer")
    expect(drop).to_be_visible()
    assert not given(log, "drop", "dataTransfer")

    expect(drop).to_have_count(0)
    expect(chips(vera)).to_contain_text(["red.png"])
    head = vera.page.locator(".head")
    assert not given(head, "dragover", "dataTransfer")
    assert not given(head, "drop", "dataTransfer")
    expect(chips(vera)).to_have_count(1)


def test_words_that_are_dragged_about_are_left_to_the_browser(vera):

    goes_on = vera.page.locator(".chat-log").evaluate(
        """log => {
          const words = new DataTransfer();
          words.setData("text/plain", "words");
          const told = { bubbles: true, cancelable: true, dataTransfer: words };
          return log.dispatchEvent(new DragEvent("dragover", told));
        }"""
    )

    assert goes_on
    expect(vera.page.get_by_text("Drop files here")).to_have_count(0)


def test_what_would_be_refused_is_told_before_it_is_sent(vera):
    large = {"name": "large.png", "mimeType": "image/png", "buffer": b"x" * (10 * 2**20 + 1)}
    program = {"name": "run.exe", "mimeType": "", "buffer": b"MZ"}
    empty = {"name": "empty.pdf", "mimeType": "", "buffer": b""}

    choose(vera, large, program, empty, *[png(f"{number}.png") for number in range(6)])

    expect(vera.page.locator(".chat-problems p")).to_have_text(
        [
            "large.png is larger than 10 MB.",
            "run.exe: files of this kind are not accepted here.",
            "empty.pdf is empty.",
            "At most 5 files go into one message. The rest was left out.",
        ]
    )
    expect(chips(vera)).to_have_count(5)
    vera.page.get_by_role("button", name="Remove 3.png").click()
    expect(chips(vera)).to_have_count(4)
    expect(vera.page.locator(".chat-problems p")).to_have_count(0)
    expect(vera.box).to_be_focused()


def test_a_refusal_is_told_in_the_servers_words(vera):
    choose(vera, {"name": "no.png", "mimeType": "image/png", "buffer": b"no picture"})

    send(vera)

    failed = vera.page.locator(".chat-failed")
    expect(failed).to_contain_text("This file is not what its name says: no .png file.")
    failed.get_by_role("button", name="Discard").click()
    expect(vera.page.locator(".chat-message")).to_have_count(0)
    expect(vera.log).to_be_focused()


def test_an_upload_is_taken_back_and_what_was_written_after_it_goes_on(vera, held):
    choose(vera, png())
    send(vera)
    vera.say("Never mind.")
    bar = vera.page.get_by_role("progressbar", name="Upload")
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"\d+"))
    expect(vera.page.locator(".chat-message.sending")).to_have_count(2)

    vera.page.get_by_role("button", name="Cancel").click()

    expect(vera.page.locator(".chat-message:not(.sending)")).to_have_text([re.compile("Never")])
    expect(bar).to_have_count(0)
    vera.page.reload()
    vera.page.get_by_role("button", name="Open chat").click()
    expect(vera.page.locator(".chat-message .chat-bubble")).to_have_text(["Never mind."])
    assert pictures(vera.page).count() == 0


def test_what_has_failed_on_the_way_back_is_tried_again_and_there_once(vera):
    def lose_the_answer(route):
        route.fetch()  # the server has it, and nobody hears so
        route.fulfill(status=500, body="A proxy is broken.")

    vera.page.route(SENDING, lose_the_answer, times=1)
    choose(vera, png())
    vera.say("Once, please.")
    again = vera.page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()

    again.click()

    becomes_ready(vera.page)
    vera.page.reload()
    vera.page.get_by_role("button", name="Open chat").click()
    expect(vera.page.locator(".chat-message .chat-bubble")).to_have_text(["Once, please."])
    becomes_ready(vera.page)


@pytest.fixture
def album(vera):
    """Two pictures, of which the first is larger than any window."""
    choose(vera, png("large.png", size=(2000, 1500)), png("small.png", (30, 30, 200), (64, 48)))
    send(vera)
    becomes_ready(vera.page, 2)
    return vera.page


def test_pictures_are_looked_at_with_keys_alone(album):
    album.get_by_role("link", name="large.png").focus()

    album.keyboard.press("Enter")

    viewer = album.get_by_role("dialog", name="Pictures")
    expect(viewer.get_by_role("img", name="large.png")).to_be_visible()
    expect(viewer).to_contain_text("1 of 2")
    album.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img", name="small.png")).to_be_visible()
    album.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img", name="large.png")).to_be_visible()
    for _ in range(12):
        album.keyboard.press("Tab")
        assert album.evaluate(IS_IN_DIALOG)
    album.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(album.get_by_role("link", name="large.png")).to_be_focused()
    expect(album.get_by_role("dialog", name="Chat")).to_be_visible()


def test_a_picture_is_seen_in_its_own_size_and_saved(album):
    album.get_by_role("link", name="large.png").click()
    viewer = album.get_by_role("dialog", name="Pictures")
    shown = viewer.get_by_role("img", name="large.png")
    expect(shown).to_be_visible()
    assert shown.bounding_box()["width"] <= album.viewport_size["width"]

    viewer.get_by_role("button", name="Actual size").click()

    assert shown.bounding_box()["width"] == 2000
    viewer.get_by_role("button", name="Fit to the window").click()
    assert shown.bounding_box()["width"] < 2000
    saved = album.request.get(viewer.get_by_role("link", name="Download").get_attribute("href"))
    assert saved.headers["content-disposition"].startswith("attachment")


def test_where_the_page_forbids_pictures_there_are_links(vera, complaints):
    def forbid(route):
        answer = route.fetch()
        policy = answer.headers[POLICY]
        headers = answer.headers | {POLICY: re.sub("img-src [^;]*", "img-src 'none'", policy)}
        route.fulfill(response=answer, headers=headers)

    vera.page.route("**/chatbot-test.html", forbid)
    vera.page.reload()
    vera.page.get_by_role("button", name="Open chat").click()
    choose(vera, png())
    expect(chips(vera).locator("canvas")).to_be_visible()
    send(vera)

    link = vera.page.get_by_role("link", name=re.compile("red.png · "))
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    expect(pictures(vera.page)).to_have_count(0)
    assert not any("blob:" in said or "data:" in said for said in complaints)
    complaints.clear()


@LOOKS
def test_nothing_about_files_shuts_anybody_out(vera, held, violations, scheme):
    page = vera.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    choose(vera, png(), {"name": "run.exe", "mimeType": "", "buffer": b"MZ"})
    expect(chips(vera).locator("canvas")).to_be_visible()
    assert violations(page) == []
    send(vera)
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert violations(page) == []

    for upload in held:
        upload.continue_()
    becomes_ready(page)
    pictures(page).click()
    expect(page.get_by_role("dialog", name="Pictures").get_by_role("img")).to_be_visible()
    assert violations(page) == []
