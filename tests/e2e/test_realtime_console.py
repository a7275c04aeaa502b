"""The debug console: an operator hears a channel live, and those who are on it do not see him."""

import json

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect

from realtime.applications import own
from realtime.signing import sign_subscription
from tests.browser import sign_in
from tests.e2e.test_pages import DESK, PHONE, SIDEWAYS

CHANNEL = "presence-console-test"


@pytest.fixture
def page(page):
    sign_in(page, "admin", to="/admin/realtime/")
    expect(page.get_by_role("heading", name="Debug console")).to_be_visible()
    return page


@pytest.fixture
def roster(smartlink):
    """Joins the channel as a member, and answers who that member is told is there."""
    key, secret = own().key, own().secret  # it has them from our environment
    address = f"ws://localhost:{smartlink.port}/app/{key}?protocol=7"

    def ask():
        with connect(address, proxy=None) as socket:
            socket_id = json.loads(json.loads(socket.recv(5))["data"])["socket_id"]
            data = json.dumps({"user_id": "1", "user_info": {"name": "Alice"}})
            auth = f"{key}:{sign_subscription(secret, socket_id, CHANNEL, data)}"
            told = {"channel": CHANNEL, "auth": auth, "channel_data": data}
            socket.send(json.dumps({"event": "pusher:subscribe", "data": told}))
            return json.loads(json.loads(socket.recv(5))["data"])["presence"]["ids"]

    return ask


def listen(page, channel):
    """By keyboard."""
    page.get_by_label("Channel", exact=True).fill(channel)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Listening to {channel}")).to_be_visible()


def test_a_test_event_is_seen_live_and_the_operator_by_nobody(page, roster):
    listen(page, CHANNEL)
    heard = page.get_by_role("list", name="What was heard").get_by_role("listitem")

    page.get_by_label("Event", exact=True).fill("OrderShipped")
    page.get_by_label("Data", exact=True).fill('{"number": 4711}')
    page.get_by_role("button", name="Publish").click()

    expect(heard.first).to_contain_text("OrderShipped")
    expect(heard.first).to_contain_text('"number": 4711')
    assert roster() == ["1"]
    expect(heard.filter(has_text="pusher_internal:member_added")).to_contain_text("Alice")


def test_the_list_of_channels_counts_the_ear_but_no_user(page):
    listen(page, "presence-console-alone")
    page.get_by_label("Begins with").fill("presence-console-al")

    row = page.get_by_role("row", name="presence-console-alone")

    expect(row.get_by_role("cell")).to_contain_text(["presence-console-alone", "", "1", "0", ""])


def test_paused_the_list_stands_still(page):
    listen(page, "console-pause")
    heard = page.get_by_role("list", name="What was heard").get_by_role("listitem")
    page.get_by_role("button", name="Pause").click()

    page.get_by_role("button", name="Publish").click()
    go_on = page.get_by_role("button", name="Go on (1 new)")
    expect(go_on).to_be_visible()
    expect(heard).to_have_count(1)
    go_on.click()

    expect(heard).to_have_count(2)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_suits_everybody(page, size, theme, violations):
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(size)
    page.reload()
    listen(page, "console-looks")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published at")).to_be_visible()

    assert page.evaluate(SIDEWAYS) == 0
    # The framework's header is in no landmark, on any page of the operators.
    assert [each for each in violations(page) if not each.startswith("region:")] == []
