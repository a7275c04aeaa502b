"""Pusher is chosen and cannot be reached: our own server, the next best, serves everybody."""

import pytest

from chatsite.embedded import free_port
from tests.e2e.screens import HELLO
from tests.running import fresh

AWAY = {
    "BROADCAST_CONNECTION": "pusher,reverb",
    "PUSHER_APP_ID": "1",
    "PUSHER_APP_KEY": "key",
    "PUSHER_APP_SECRET": "secret",
    "PUSHER_APP_ENCRYPTED": "false",
    "PUSHER_HOST": "127.0.0.1",
}


@pytest.fixture(scope="module")
def smartlink():
    with fresh(PUSHER_PORT=str(free_port()), SMARTLINK_RATE_LIMITS="off", **AWAY) as running:
        yield running


def test_all_turn_to_our_own_server_by_themselves_and_hear_each_other(vera, olga):
    for screen in (vera, olga):
        screen.page.clock.install()
        screen.hurries_to("live")
    assert vera.provider() == "reverb"

    vera.say("Where is my parcel?")
    olga.comes_to_show([HELLO, "Where is my parcel?"])
    olga.say("I will look.")

    vera.comes_to_show([HELLO, "Where is my parcel?", "I will look."])
    vera.becomes_live()
