"""Every page, on a phone and on a desk, by day and by night: it fits, and axe finds nothing."""

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import API_DOCS, MEMBERS, OPEN, OPERATORS
from tests.running import PASSWORD

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=["light", "dark"])
def theme(page, request):
    page.emulate_media(color_scheme=request.param)
    return request.param


def test_pages_for_everybody_suit_everybody(page, theme, violations):
    for address in OPEN:
        page.goto(address)
        assert (address, violations(page)) == (address, [])


def test_pages_of_members_suit_everybody(log_in, theme, violations):
    page = log_in("alice")
    for address in MEMBERS:
        page.goto(address)
        assert (address, violations(page)) == (address, [])


def test_no_page_of_members_is_wider_than_a_phone(log_in):
    page = log_in("alice")
    page.set_viewport_size(PHONE)
    for address in OPEN + MEMBERS:
        page.goto(address)
        assert (address, page.evaluate(SIDEWAYS)) == (address, 0)


def test_operators_pages_and_the_api_docs_break_no_policy(log_in):
    page = log_in("admin")  # the `page` fixture fails on any complaint of the console
    for address in OPERATORS + API_DOCS:
        assert page.goto(address).status == 200
        page.wait_for_load_state("networkidle")


def test_a_page_that_is_not_there_says_so(page, complaints):
    assert page.goto("/nowhere/").status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(complaints) == 1  # the browser's own line about the 404
    complaints.clear()


def test_by_keyboard_alone_one_signs_in(page, smartlink):
    page.goto("/accounts/login/")
    expect(page.get_by_label("Email or username")).to_be_focused()

    page.keyboard.type("bob")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_url(smartlink.url + "/app/")


def test_the_theme_is_chosen_and_stays(page):
    page.goto("/")
    background = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(background)

    page.get_by_role("button", name="theme").click()
    page.reload()

    assert page.evaluate(background) != before
