"""The widget speaks the language of the page, of the site, or of the visitor's browser."""

import re

import psycopg
import pytest
from playwright.sync_api import expect
from psycopg.types.json import Jsonb

from chatbot.words import OURS
from chatsite.home import Memory

SITE = "SELECT texts, language FROM chatbot_site WHERE public_key = 'demo'"
SAYS = "UPDATE chatbot_site SET texts = %s, language = %s WHERE public_key = 'demo'"
PAGE = "**/chatbot-test.html"
OPEN = {
    "de": "Chat öffnen",
    "fr": "Ouvrir le chat",
    "es": "Abrir el chat",
    "ar": "فتح الدردشة",
    "zh-CN": "打开聊天",
    "en": "Open chat",
}
SEND = {
    "de": "Senden",
    "fr": "Envoyer",
    "es": "Enviar",
    "ar": "إرسال",
    "zh-CN": "发送",
    "en": "Send",
}
CLOSE = """async () => {
  const { conversation_id } = window.ChatbotWidget.state.messages[0];
  const headers = { Authorization: `Bearer ${localStorage["smartlink-visitor-demo"]}` };
  await fetch(`/api/chatbot/conversation/${conversation_id}/close`, { method: "POST", headers });
}"""
SIDEWAYS = """panel => [...panel.querySelectorAll("*")].filter(
  each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible"
    && !each.matches(".chat-hidden, .chat-hidden *")
).map(each => each.className)"""


@pytest.fixture
def says(smartlink):
    """What the demo site has written, and its default language; afterwards it is as it was."""
    with psycopg.connect(Memory(smartlink.home).values["DATABASE_URL"], autocommit=True) as ask:
        texts, language = ask.execute(SITE).fetchone()
        yield lambda texts, language="en": ask.execute(SAYS, [Jsonb(texts), language])
        ask.execute(SAYS, [Jsonb(texts), language])


@pytest.fixture
def comes_from(browser, smartlink, complaints):
    """A visitor with a browser of a country, on the page where the widget stands."""
    opened = []

    def visitor(locale, **more):
        context = browser.new_context(base_url=smartlink.url, locale=locale, **more)
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/chatbot-test.html")
        return page

    yield visitor
    for context in opened:
        context.close()
    assert complaints == []


def on_a_page_in(page, language):
    """The same page, if its own script tag told its language."""

    def answer(route):
        answered = route.fetch()
        told = f'data-site="demo" data-lang="{language}"'
        route.fulfill(response=answered, body=answered.text().replace('data-site="demo"', told))

    page.route(PAGE, answer)
    page.reload()


def open_chat(page):
    page.locator(".launcher").click()
    expect(page.locator(".chat-empty")).not_to_be_empty()


def speaks(page, language):
    expect(page.locator("chat-widget")).to_have_attribute("lang", language)
    expect(page.get_by_role("button", name=SEND[language], exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de-AT", "de"),
        ("fr-CA", "fr"),
        ("es-MX", "es"),
        ("ar", "ar"),
        ("zh-CN", "zh-CN"),
        ("pt-BR", "en"),
    ],
)
def test_a_site_without_texts_speaks_the_language_of_the_browser(
    says, comes_from, locale, language
):
    says({})

    page = comes_from(locale, viewport={"width": 390, "height": 844})

    expect(page.get_by_role("button", name=OPEN[language], exact=True)).to_be_visible()
    open_chat(page)
    speaks(page, language)
    expect(page.get_by_role("heading", name=OURS[language]["title"])).to_be_visible()
    expect(page.get_by_placeholder(OURS[language]["placeholder"])).to_be_visible()
    page.locator("textarea").fill("Hallo, 你好, مرحبا")
    page.locator("textarea").press("Enter")
    expect(page.locator(".chat-message:not(.sending)").first).to_be_visible()
    assert page.locator(".panel").evaluate(SIDEWAYS) == []


def test_a_site_that_wrote_in_french_only_is_french_to_all(says, comes_from):
    says({"fr": {"title": "La boutique"}}, language="fr")

    page = comes_from("de-DE")
    open_chat(page)

    expect(page.get_by_role("heading", name="La boutique")).to_be_visible()
    speaks(page, "fr")
    page.reload()
    expect(page.get_by_role("button", name=OPEN["fr"], exact=True)).to_be_visible()


def test_what_one_types_while_the_language_is_found_stays(says, comes_from):
    says({"fr": {"title": "La boutique"}}, language="fr")
    page = comes_from("de-DE")
    held = []
    page.route("**/api/chatbot/init", lambda route: held.append(route))

    page.locator(".launcher").click()
    page.locator("textarea").press_sequentially("Bonjour")
    expect(page.get_by_role("button", name=SEND["de"], exact=True)).to_be_visible()
    held[0].continue_()

    speaks(page, "fr")
    expect(page.locator("textarea")).to_have_value("Bonjour")
    expect(page.locator("textarea")).to_be_focused()


def test_the_page_knows_its_language_best(says, comes_from):
    says({})
    page = comes_from("de-DE")

    on_a_page_in(page, "es")

    expect(page.get_by_role("button", name=OPEN["es"], exact=True)).to_be_visible()
    open_chat(page)
    speaks(page, "es")
    expect(page.get_by_placeholder(OURS["es"]["placeholder"])).to_be_visible()


def test_words_that_cannot_be_loaded_are_said_in_english(says, comes_from):
    says({})
    page = comes_from("de-DE")
    page.route("**/chatbot-words-de.js*", lambda route: route.abort())

    open_chat(page)

    speaks(page, "en")


def test_arabic_runs_from_the_right_on_any_page_and_the_place_stays(says, comes_from):
    says({})
    page = comes_from("ar-EG")
    assert page.evaluate("document.documentElement.dir") != "rtl"
    before = page.locator(".launcher").bounding_box()

    open_chat(page)

    expect(page.locator("chat-widget")).to_have_attribute("dir", "rtl")
    expect(page.locator(".panel")).to_have_css("direction", "rtl")
    assert before["x"] > page.viewport_size["width"] / 2
    panel, head = page.locator(".panel").bounding_box(), page.locator(".head h2").bounding_box()
    assert head["x"] > panel["x"] + panel["width"] / 4


def test_on_a_page_from_the_right_english_runs_from_the_left(says, comes_from):
    says({})
    page = comes_from("en-GB")
    page.evaluate("document.documentElement.dir = 'rtl'")

    open_chat(page)

    expect(page.locator(".panel")).to_have_css("direction", "ltr")
    assert page.locator(".launcher").bounding_box()["x"] > page.viewport_size["width"] / 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_arabic_nothing_stands_in_anybodys_way(says, comes_from, violations, scheme):
    says({})
    page = comes_from("ar", color_scheme=scheme, reduced_motion="reduce")
    open_chat(page)
    assert violations(page) == []

    page.locator("textarea").fill("مرحبا، متى يصل الطلب 12345؟")
    page.locator("textarea").press("Enter")
    expect(page.locator(".chat-message:not(.sending)").first).to_be_visible()
    expect(page.locator(".chat-connection")).to_have_attribute("data-state", "live")

    assert violations(page) == []


def test_what_the_server_refuses_is_told_in_the_visitors_language(says, comes_from):
    says({})
    page = comes_from("de-DE")
    slow = {"success": False, "code": "permission_denied", "message": "No.", "errors": {}}
    open_chat(page)
    page.route("**/api/chatbot/message", lambda route: route.fulfill(status=403, json=slow))

    page.locator("textarea").fill("Hallo?")
    page.locator("textarea").press("Enter")

    expect(page.locator(".chat-failed p").first).to_have_text(re.compile("nicht erlaubt"))


def test_what_happened_to_the_conversation_is_told_in_the_visitors_language(says, comes_from):
    says({})
    page = comes_from("de-DE")
    open_chat(page)
    page.locator("textarea").fill("Hallo?")
    page.locator("textarea").press("Enter")
    expect(page.locator(".chat-connection")).to_have_attribute("data-state", "live")

    page.evaluate(CLOSE)
    expect(page.locator(".chat-notice")).to_contain_text("Sie haben die Unterhaltung beendet.")
    page.locator("textarea").fill("Noch etwas.")
    page.locator("textarea").press("Enter")

    expect(page.locator(".chat-notice").last).to_contain_text("wieder aufgenommen.")
