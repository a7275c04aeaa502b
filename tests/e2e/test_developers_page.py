"""The developers' page holds on a stranger's page: another origin, and a strict policy.

What a page's console says against the policy fails each of these tests.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import expect

from chatbot.identity import proof_of
from chatsite.home import Memory
from tests.e2e.screens import HELLO, Screen
from tests.e2e.strangers import example, headings_with_examples, website
from tests.running import wait_for

ALLOW = "UPDATE chatbot_site SET allowed_origins = %s WHERE public_key = 'demo'"
ASK_CONSENT = "UPDATE chatbot_site SET asks_consent = %s WHERE public_key = 'demo' RETURNING id"
SECRET = "SELECT identity_secret FROM chatbot_site WHERE public_key = 'demo'"
IDENTITIES = "SELECT identity_id, identity_name FROM chatbot_visitor ORDER BY id DESC LIMIT 1"
IS_KNOWN = "localStorage.getItem('smartlink-visitor-demo') !== null"
COOKIE = {"name": "strange", "value": "1", "domain": "localhost", "path": "/", "sameSite": "Lax"}
FORBID_STORAGE = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError") } });
"""
NAMES = "[...Object.getOwnPropertyNames(window)]"
STYLES = """() => [...document.querySelectorAll("html, head, body, main, main *")].map(each =>
  [...getComputedStyle(each)].map(name => [name, getComputedStyle(each).getPropertyValue(name)]))"""
IN_FRONT = """() => {
  const { shadowRoot } = document.querySelector("chat-widget");
  const button = shadowRoot.querySelector(".launcher").getBoundingClientRect();
  const isOnIt = (x, y) =>
    x >= button.left && x <= button.right && y >= button.top && y <= button.bottom;
  let onIt = 0;
  const outside = [];
  for (let x = 1; x < innerWidth; x += 7) for (let y = 1; y < innerHeight; y += 7) {
    const isWidget = document.elementFromPoint(x, y)?.localName === "chat-widget";
    if (isOnIt(x, y)) onIt += isWidget;
    else if (isWidget) outside.push([x, y]);
  }
  return { onIt: onIt > 10, outside };
}"""
# What Turbo does with the body, what a framework does with what is in it, and a move.
RENDERINGS = {
    "the body is another": "document.body.replaceWith(document.createElement('body'))",
    "the body is emptied": "document.body.replaceChildren(document.createElement('main'))",
    "it is moved": "document.querySelector('main').append(document.querySelector('chat-widget'))",
}


@pytest.fixture(scope="module")
def shop(smartlink):
    """Somebody's website, which the demo site's owner has allowed."""
    address = Memory(smartlink.home).values["DATABASE_URL"]
    with website(smartlink.url) as shop, psycopg.connect(address, autocommit=True) as database:
        at_localhost = shop.origin.replace("127.0.0.1", "localhost")
        database.execute(ALLOW, [[shop.origin, at_localhost]])
        asked = {"Origin": shop.origin}
        is_known = "Access-Control-Allow-Origin"
        wait_for(lambda: is_known in smartlink.get("/api/chatbot/config", asked).headers, 20)
        yield shop
        database.execute(ALLOW, [[]])


@pytest.fixture
def visit(shop, page):
    """Goes to a page of the shop, with what its developer has written."""
    shop.policy = shop.strict()
    shop.files.clear()

    def visit(script="", host="127.0.0.1", **more):
        page.goto(shop.page(script=script, **more).replace("127.0.0.1", host))
        return Screen(page)

    return visit


def script(heading, number=0):
    """A script of the page, with the function that most of them use."""
    return CHAT + example("js", heading, number)


CHAT = example("js", "Before it is there", 1)
EMBED = example("js", "The line")


def elements(screen):
    return screen.page.locator("chat-widget")


def panel(screen):
    return screen.page.locator(".panel")


def test_on_a_strict_page_that_includes_it_twice_it_talks_and_leaves_one_name(visit, shop):
    line = example("html", "The line")
    shop.puts("/first.js", f"window.before = {NAMES}")
    screen = visit(line=f'<script src="/first.js"></script>{line}{line}')

    screen.open_panel()
    screen.say(HELLO)
    screen.becomes_live()
    screen.comes_to_show([HELLO])

    expect(elements(screen)).to_have_count(1)
    names = screen.page.evaluate(f"{NAMES}.filter(name => !before.includes(name))")
    assert set(names) - {"before"} == {"ChatbotWidget"}


def test_a_page_may_trust_the_line_by_a_nonce_alone(visit, shop):
    shop.policy = shop.strict(script_src="'nonce-abc' 'strict-dynamic'")
    line = example("html", "The line").replace("<script", '<script nonce="abc"')

    screen = visit(line=line + '<script nonce="abc" src="/page.js"></script>', body="<!--")

    screen.open_panel()
    screen.say(HELLO)
    screen.becomes_live()


def test_closed_it_is_in_front_of_nothing_and_changes_nothing(visit):
    screen = visit(line="")
    without = screen.page.evaluate(STYLES)

    visit(line=example("html", "The line").replace(" async", ""))

    expect(screen.page.locator(".launcher")).to_be_visible()
    assert screen.page.evaluate(IN_FRONT) == {"onIt": True, "outside": []}
    assert screen.page.evaluate(STYLES)[2:] == without[2:]
    assert screen.page.evaluate("document.adoptedStyleSheets.length") == 0


@pytest.fixture
def may_embed(visit, shop):
    """A page whose scripts may put in others, which Trusted Types are there to prevent."""
    shop.policy = shop.strict(require_trusted_types_for=None)


@pytest.mark.usefixtures("may_embed")
def test_a_script_may_put_it_in(visit):
    screen = visit(EMBED + "embed();", line="")

    screen.open_panel()

    expect(panel(screen)).to_be_visible()


def test_calls_wait_for_it(visit, shop):
    shop.puts("/early.js", example("js", "Before it is there"))

    screen = visit(line='<script src="/early.js"></script>' + example("html", "The line"))

    expect(panel(screen)).to_be_visible()
    screen.comes_to_show(["Hello"])


@pytest.mark.parametrize("comes", ["before", "after"])
def test_the_function_does_not_care_who_comes_first(visit, shop, comes):
    calls = 'chat("send", "Hello"); chat("open");'
    if comes == "after":
        screen = visit(CHAT, line=example("html", "The line").replace(" async", ""))
        screen.page.evaluate(calls)
    else:
        shop.puts("/early.js", CHAT + calls)
        line = '<script src="/early.js"></script>' + example("html", "The line")
        screen = visit(line=line)

    expect(panel(screen)).to_be_visible()
    screen.comes_to_show(["Hello"])


def test_a_button_of_the_page_opens_it(visit):
    heading = "A button of your own"
    screen = visit(script(heading), body=example("html", heading))

    screen.page.get_by_role("button", name="Talk to us").click()

    expect(panel(screen)).to_be_visible()


def test_a_button_says_words_that_are_prepared(visit):
    heading = "Words prepared"
    screen = visit(script(heading), body=example("html", heading))
    screen.page.get_by_role("heading", name="Bicycles").click()
    expect(panel(screen)).to_be_hidden()

    screen.page.get_by_role("button", name="Ask about this bicycle").click()

    screen.comes_to_show(["Is the red bicycle in stock?"])


def test_what_happens_can_be_counted(visit):
    counting = "window.counted = []; const count = (...what) => counted.push(what);"
    screen = visit(counting + script("Counting what happens"))
    screen.open_panel()
    screen.say(HELLO)
    screen.becomes_live()

    counted = screen.page.evaluate("counted")

    assert [what for what, *_ in counted] == ["chat opened", "chat message"]
    assert counted[1][1]["from"] == "visitor"
    assert isinstance(counted[1][1]["id"], int)


@pytest.fixture
def asks_consent(ask):
    ask(ASK_CONSENT, True)
    yield
    ask(ASK_CONSENT, False)


def test_a_banner_of_the_page_answers_for_the_panel(visit, asks_consent):
    heading = "A consent banner"
    screen = visit(script(heading), body=example("html", heading))
    screen.open_panel()
    expect(screen.page.get_by_role("button", name="I agree")).to_be_visible()
    assert screen.page.evaluate("localStorage.length") == 0

    screen.page.get_by_role("button", name="Agree", exact=True).click()
    screen.say(HELLO)
    screen.becomes_live()
    assert screen.page.evaluate(IS_KNOWN)

    screen.page.get_by_role("button", name="Refuse").click()
    expect(screen.page.get_by_role("button", name="I agree")).to_be_visible()
    assert screen.page.evaluate("localStorage.length") == 0


def test_a_banner_that_knows_the_answer_tells_it_before_anybody_opens(visit, asks_consent):
    screen = visit(CHAT + 'chat("consent", true);')
    assert screen.page.evaluate("localStorage.length") == 0

    screen.open_panel()

    expect(screen.box).to_be_visible()


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_in_a_single_page_app_it_stays(visit, rendering):
    screen = visit()
    screen.open_panel()
    screen.say(HELLO)
    screen.becomes_live()

    screen.page.evaluate(RENDERINGS[rendering])

    expect(elements(screen)).to_have_count(1)
    expect(panel(screen)).to_be_visible()
    screen.say("Is it still you?")
    screen.comes_to_show([HELLO, "Is it still you?"])
    screen.becomes_live()


def test_who_was_destroyed_does_not_come_back(visit):
    screen = visit()
    screen.open_panel()
    screen.page.evaluate("ChatbotWidget.destroy()")

    screen.page.evaluate(RENDERINGS["the body is another"])
    screen.page.wait_for_timeout(300)

    expect(elements(screen)).to_have_count(0)
    assert screen.page.evaluate("'ChatbotWidget' in window") is False


@pytest.mark.usefixtures("may_embed")
@pytest.mark.parametrize(("calls", "there"), [("", 0), ("embed();", 1)])
def test_a_view_that_is_left_before_the_script_has_come(visit, calls, there):
    screen = visit(CHAT + EMBED + f'embed(); chat("destroy"); {calls}', line="")
    screen.page.wait_for_load_state("networkidle")

    expect(elements(screen)).to_have_count(there)
    assert screen.page.evaluate("'ChatbotWidget' in window") is bool(there)


@pytest.mark.usefixtures("may_embed")
def test_somebody_logs_in_and_out_and_no_page_is_loaded(visit, ask):
    ((secret,),) = ask(SECRET)
    screen = visit(EMBED + script("Single-page apps"))
    screen.open_panel()
    vera = {"id": "é-7", "hash": proof_of("é-7", secret), "name": "Vera", "email": "v@example.com"}

    screen.page.evaluate("vera => loggedIn(vera)", vera)
    screen.say(HELLO)
    screen.becomes_live()
    wait_for(lambda: ask(IDENTITIES) == [("é-7", "Vera")], 10)

    screen.page.evaluate("loggedOut()")
    # Asked from here: whoever waits for it in the page itself breaks the page's policy.
    wait_for(lambda: screen.page.evaluate("!Array.isArray(window.ChatbotWidget ?? [])"), 10)
    expect(elements(screen)).to_have_count(1)
    assert not screen.page.evaluate(IS_KNOWN)
    screen.open_panel()
    expect(screen.box).to_be_visible()
    wait_for(lambda: ask(IDENTITIES) == [("", "")], 10)
    expect(screen.bubbles).to_have_count(0)


def test_the_page_says_who_is_logged_in_and_a_name_is_no_code(visit, ask, tmp_path):
    ((secret,),) = ask(SECRET)
    mallory = "</script><script>document.title = 'mine'</script>"
    file = Path(tmp_path / "visitor.py")
    file.write_text(example("python", "Python"))
    told = os.environ | {"IDENTITY_SECRET": secret}
    command = [sys.executable, file, "42", mallory]
    block = subprocess.run(command, env=told, capture_output=True, text=True, check=True).stdout

    screen = visit(script("Writing it into the page"), body=block)
    screen.open_panel()

    wait_for(lambda: ask(IDENTITIES) == [("42", mallory)], 10)
    assert screen.page.title() == "A shop"


def test_the_block_that_is_shown_is_the_one_that_is_printed():
    shown = example("html", "Writing it into the page")

    opening = '<script type="application/json" id="chat-visitor">'
    assert shown.startswith(opening)
    assert opening in example("python", "Python")


@pytest.fixture
def framed(visit, shop, page):
    """The shop's page, in a frame of another page of the shop."""

    def framed(frame):
        address = shop.page()
        shop.files["/help.html"] = shop.files[address.removeprefix(shop.origin)]
        visit(line="", body=frame)
        return page.frame_locator("iframe")

    return framed


def test_in_a_frame_it_fills_the_frame(framed, page):
    frame = framed(example("html", "In a frame"))
    frame.locator(".launcher").click()
    frame.locator("textarea").fill(HELLO)
    frame.locator("textarea").press("Enter")

    expect(frame.locator(".chat-message:not(.sending) .chat-bubble")).to_have_text([HELLO])
    box, around = frame.locator(".panel").bounding_box(), page.locator("iframe").bounding_box()
    assert (box["width"], box["height"]) == (400, 600)
    assert box["x"] - around["x"] < 5


def test_in_a_sandbox_that_keeps_the_origin_it_talks(framed):
    frame = framed('<iframe src="/help.html" sandbox="allow-scripts allow-same-origin"></iframe>')

    frame.locator(".launcher").click()
    frame.locator("textarea").fill(HELLO)
    frame.locator("textarea").press("Enter")

    expect(frame.locator(".chat-message:not(.sending) .chat-bubble")).to_have_text([HELLO])


def test_in_a_sandbox_without_an_origin_it_says_that_it_is_not_reached(framed, complaints):
    frame = framed('<iframe src="/help.html" sandbox="allow-scripts"></iframe>')

    frame.locator(".launcher").click()

    said = frame.get_by_text("The chat cannot be reached from this page.")
    expect(said).to_be_visible(timeout=30_000)
    of_the_network = ("Access to fetch", "Failed to load resource")
    complaints[:] = [each for each in complaints if not each.startswith(of_the_network)]


def test_where_storage_is_forbidden_everything_works_for_as_long_as_the_page(visit, page):
    page.add_init_script(FORBID_STORAGE)
    screen = visit()
    screen.open_panel()
    screen.say(HELLO)
    screen.becomes_live()
    screen.comes_to_show([HELLO])

    page.reload()
    screen.open_panel()

    expect(screen.box).to_be_visible()
    expect(screen.bubbles).to_have_count(0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_it_neither_sets_nor_sends_cookies(shop, visit, page, smartlink, host):
    # This browser blocks those of third parties, which 127.0.0.1 makes SmartLink's. From a
    # page of the same host it would send them, as it does when it loads the script.
    is_blocked = host == "127.0.0.1"
    page.context.add_cookies([COOKIE])
    asked = []
    page.on("request", lambda request: asked.append(request))

    screen = visit(host=host)
    screen.open_panel()
    screen.say(HELLO)
    screen.becomes_live()

    with_cookies = [each.url for each in asked if "cookie" in each.all_headers()]
    ours = [each for each in with_cookies if each.startswith(smartlink.url)]
    assert ours == ([] if is_blocked else [f"{smartlink.url}/chatbot-widget.js"])
    assert [each["name"] for each in page.context.cookies()] == [COOKIE["name"]]


def test_what_a_style_sheet_may_say_of_the_element(visit, shop, page):
    shop.puts("/page.css", example("css", "Looks"))
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": 1000, "height": 700})
    screen = visit()
    screen.open_panel()
    expect(screen.box).to_be_visible()

    expect(elements(screen)).to_have_css("z-index", "10")
    assert is_light(panel(screen))
    page.set_viewport_size({"width": 390, "height": 700})
    expect(elements(screen)).to_have_css("bottom", "80px")
    assert panel(screen).bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 700}
    page.emulate_media(media="print")
    expect(elements(screen)).to_be_hidden()


def is_light(locator):
    colour = locator.evaluate("each => getComputedStyle(each).backgroundColor")
    return float(re.findall(r"[\d.]+", colour)[0]) > (0.9 if "oklch" in colour else 230)


@pytest.mark.parametrize(("lifted", "is_whole"), [(44, True), (45, False)])
def test_how_far_the_panel_may_be_lifted_on_a_low_window(visit, shop, page, lifted, is_whole):
    shop.puts("/page.css", f"chat-widget {{ bottom: {lifted}px }}")
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 1000, "height": 600})

    screen = visit()
    screen.open_panel()

    expect(panel(screen)).to_be_visible()
    assert (panel(screen).bounding_box()["y"] >= 0) is is_whole


@pytest.mark.parametrize(("selector", "reaches"), [("*", True), ("body", False)])
def test_what_the_page_says_of_fonts(visit, shop, selector, reaches):
    shop.puts("/page.css", f"{selector} {{ font-family: cursive; letter-spacing: 3px }}")

    screen = visit()
    screen.open_panel()

    font, spacing = (
        panel(screen)
        .locator(".presence")
        .evaluate(
            "each => [getComputedStyle(each).fontFamily, getComputedStyle(each).letterSpacing]"
        )
    )
    assert (font == "cursive", spacing == "3px") == (reaches, reaches)


def test_no_example_stands_on_the_page_without_being_tried():
    tried = Path(__file__).read_text()

    assert [each for each in headings_with_examples() if f'"{each}"' not in tried] == []
