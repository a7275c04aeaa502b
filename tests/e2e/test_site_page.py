"""The page of a site: the line for one's own page, its texts, and a picture that follows them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import sign_in
from tests.e2e.conftest import AXE
from tests.e2e.test_pages import DESK, PHONE, SIDEWAYS

OWN = """axe.run({ include: [[".site-embedding"], [".site-previewed"]] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))"""
OFF_STAGE = """panel => {
  const stage = document.querySelector(".site-stage").getBoundingClientRect();
  const { left, right, top } = panel.getBoundingClientRect();
  return Math.max(0, stage.left - left, right - stage.right, stage.top - top);
}"""
KEPT = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"


@pytest.fixture
def site_page(log_in):
    """Of the demo site, which is not to be changed: others look at it."""
    page = log_in("admin")
    page.goto("/admin/chatbot/site/?q=demo")
    page.get_by_role("link", name="Demo shop").click()
    expect(picture(page).locator(".panel")).to_be_visible()
    return page


@pytest.fixture
def new_page(log_in):
    return begin(log_in("admin"), "sun-shop")


def begin(page, key):
    """A site of the test's own, to be saved."""
    page.goto("/admin/chatbot/site/add/")
    page.locator("#id_name").fill(key)
    page.keyboard.press("Tab")
    page.locator("#id_public_key").fill(key)
    save(page)
    expect(page.get_by_role("heading", name="Put it on your page")).to_be_visible()
    return page


def picture(page):
    return page.locator("[data-picture]")


def block(page, heading):
    return page.locator(".site-language", has=page.locator("summary", has_text=heading))


def save(page):
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_load_state()


def add_language(page, code):
    page.get_by_role("button", name="Add another language").click()
    page.keyboard.type(code)  # it has the focus


def choose(page, label, option):
    page.locator(".site-preview").get_by_label(label).select_option(option)


def test_the_line_for_ones_page_is_copied(site_page, context, smartlink):
    context.grant_permissions(["clipboard-read", "clipboard-write"])

    site_page.get_by_role("button", name="Copy", exact=True).first.click()

    expect(site_page.get_by_role("button", name="Copied")).to_be_visible()
    line = f'<script src="{smartlink.url}/chatbot-widget.js" data-site="demo" async></script>'
    assert site_page.evaluate("navigator.clipboard.readText()") == line
    site_page.get_by_text("The page has a Content-Security-Policy").click()
    expect(site_page.locator("#site-policy")).to_contain_text(f"connect-src {smartlink.url} ws://")


def test_what_is_typed_and_chosen_is_seen_before_it_is_saved(site_page):
    english = block(site_page, "English")
    expect(picture(site_page).locator("h2")).to_have_text("Demo shop")

    english.get_by_label("Greeting").fill("Good day to you!")
    english.get_by_label("Title").fill("Ask the sun")
    english.get_by_label("Empty text field").fill("Say it in words")
    english.get_by_label("When nobody is there", exact=True).fill("The sun has set.")
    site_page.get_by_label("Accent colour").fill("#ffcc00")
    site_page.get_by_label("Header colour").fill("#330066")
    site_page.get_by_label("Position").select_option("left")

    shown = picture(site_page)
    expect(shown.locator(".chat-empty")).to_have_text("Good day to you!")
    expect(shown.locator("h2")).to_have_text("Ask the sun")
    expect(shown.get_by_placeholder("Say it in words")).to_be_visible()
    expect(shown.locator(".launcher")).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(shown.locator(".launcher")).to_have_css("color", "rgb(0, 0, 0)")
    expect(shown.locator(".head")).to_have_css("background-color", "rgb(51, 0, 102)")
    expect(shown).to_have_attribute("data-position", "left")
    said = site_page.locator(".site-notes")
    expect(said).to_contain_text("On white, text and lines in the accent colour are darkened to #")
    expect(said).to_contain_text("text is black; on the header it is white")

    choose(site_page, "When", "away")
    expect(shown.locator(".chat-empty")).to_have_text("Good day to you! The sun has set.")
    expect(shown.locator(".presence")).to_have_text("We are away")
    choose(site_page, "When", "closed")
    expect(shown.locator(".panel")).to_have_count(0)
    expect(shown.locator(".launcher")).to_be_visible()


def test_the_picture_is_by_day_or_by_night_whatever_the_page_is(site_page):
    panel = picture(site_page).locator(".panel")
    expect(panel).to_have_css("background-color", re.compile(r"oklch\(1 |rgb\(255"))

    choose(site_page, "Theme", "dark")

    expect(panel).not_to_have_css("background-color", re.compile(r"oklch\(1 |rgb\(255"))


def test_the_picture_speaks_the_language_that_one_writes_in(site_page):
    add_language(site_page, "ar")
    shown = picture(site_page)
    expect(shown).to_have_attribute("dir", "rtl")
    arabic = block(site_page, "Arabic (ar)")
    said = arabic.get_by_label("Greeting").get_attribute("placeholder")
    expect(shown.locator(".chat-empty")).to_have_text(said)
    assert shown.locator(".panel").evaluate(OFF_STAGE) == 0

    arabic.get_by_label("Greeting").fill("أهلاً")
    expect(shown.locator(".chat-empty")).to_have_text("أهلاً")
    block(site_page, "English").get_by_label("Greeting").fill("Welcome!")
    expect(shown.locator(".chat-empty")).to_have_text("Welcome!")

    # In a language that is not ours, what is left empty is said in the default one.
    add_language(site_page, "nl")
    dutch = block(site_page, "Dutch (nl)")
    expect(dutch.get_by_label("Greeting")).to_have_attribute("placeholder", "Welcome!")


def test_for_the_picture_nothing_is_asked_and_nothing_is_kept(site_page):
    asked = []
    site_page.on("request", lambda request: asked.append(request.url))
    before = site_page.evaluate(KEPT)

    for state in ("away", "consent", "closed", "here"):
        choose(site_page, "When", state)
    block(site_page, "English").get_by_label("Greeting").fill("Good day to you!")
    expect(picture(site_page).locator(".chat-empty")).to_have_text("Good day to you!")

    assert asked == []
    assert site_page.evaluate(KEPT) == before


def test_one_tabs_past_the_picture(site_page):
    site_page.locator(".site-preview select").last.focus()
    site_page.keyboard.press("Tab")

    inside = "document.querySelector('[data-picture]').matches(':focus, :focus-within')"
    assert not site_page.evaluate(inside)
    assert not site_page.evaluate(
        "document.querySelector('.site-preview').matches(':focus-within')"
    )


def test_texts_of_several_languages_are_saved_and_removed(new_page):
    block(new_page, "English").get_by_label("Title").fill("Ask the sun")
    add_language(new_page, "de")
    block(new_page, "German (de)").get_by_label("Greeting").fill("Guten Tag!")
    add_language(new_page, "fr")
    block(new_page, "French (fr)").get_by_label("Title").fill("Demandez")
    save(new_page)

    german = block(new_page, "German (de)")
    german.locator("summary").click()
    expect(german.get_by_label("Greeting")).to_have_value("Guten Tag!")
    expect(german.locator("summary")).to_contain_text("1 of 10 in your own words")
    expect(block(new_page, "English").get_by_label("Title")).to_have_value("Ask the sun")

    german.get_by_label("Remove this language").check()
    save(new_page)
    expect(block(new_page, "French (fr)")).to_have_count(1)
    expect(block(new_page, "German")).to_have_count(0)


def test_what_is_wrong_is_told_at_its_field_and_stays_there(site_page):
    add_language(site_page, "deutsch!")
    wrong = site_page.locator(".site-language").last
    wrong.get_by_label("Title").fill("x" * 61)
    assert wrong.get_by_label("Title").input_value() == "x" * 60  # no more is taken
    save(site_page)

    language = site_page.locator(".site-language").last.get_by_label("Language", exact=True)
    expect(language).to_be_visible()  # its block is open
    expect(language).to_have_value("deutsch!")
    expect(language).to_have_attribute("aria-invalid", "true")
    title = site_page.locator(".site-language").last.get_by_label("Title")
    border = "field => getComputedStyle(field).borderColor"
    assert language.evaluate(border) != title.evaluate(border)  # that is right
    expect(language).to_have_accessible_description(re.compile("written like en, de or pt-BR"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_suits_everybody(site_page, scheme, size):
    site_page.set_viewport_size(size)
    site_page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    site_page.reload()
    expect(picture(site_page).locator(".panel")).to_be_visible()
    site_page.get_by_text("The page has a Content-Security-Policy").click()
    add_language(site_page, "fr")
    site_page.evaluate(AXE.read_text())

    for state in ("here", "away", "consent", "closed"):
        choose(site_page, "When", state)
        assert (state, site_page.evaluate(OWN)) == (state, [])
    choose(site_page, "When", "here")
    for side in ("left", "right"):
        site_page.get_by_label("Position").select_option(side)
        expect(picture(site_page)).to_have_attribute("data-position", side)
        assert picture(site_page).locator(".panel").evaluate(OFF_STAGE) == 0
    assert site_page.evaluate(SIDEWAYS) == 0


def test_without_scripts_the_form_works_all_the_same(browser, smartlink):
    context = browser.new_context(base_url=smartlink.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "admin")
    begin(page, "moon-shop")

    new = block(page, "Add a language")
    new.locator("summary").click()
    new.get_by_label("Language", exact=True).fill("de")
    new.get_by_label("Greeting").fill("Guten Tag!")
    save(page)

    german = block(page, "German (de)")
    german.locator("summary").click()
    expect(german.get_by_label("Greeting")).to_have_value("Guten Tag!")
    expect(page.locator(".site-preview")).to_be_hidden()
    context.close()
