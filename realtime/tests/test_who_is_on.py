"""Who is there, over all processes that live."""

import pytest

from realtime.presence import attendance, occupied, still_occupied, who_is_on
from realtime.tests import hubs


def test_nobody_is_on_an_empty_channel():
    assert who_is_on("presence-x") == {}


def test_all_processes_together_say_who_is_on():
    hubs.attend("presence-x", process="one", **{"5": "Alice", "visitor-5": "Vera"})
    hubs.attend("presence-x", process="two", **{"5": "Alice", "6": "Bob"})
    hubs.attend("presence-y", process="two", **{"7": "Mallory"})

    assert who_is_on("presence-x") == {
        "5": {"name": "Alice"},
        "6": {"name": "Bob"},
        "visitor-5": {"name": "Vera"},
    }


def test_what_a_dead_process_left_does_not_count():
    hubs.attend("presence-x", process="one", **{"5": "Alice"})
    hubs.attend("presence-x", process="two", **{"6": "Bob"})

    hubs.live("two", seconds=-1)

    assert who_is_on("presence-x") == {"5": {"name": "Alice"}}
    assert attendance() == {"5": {"presence-x"}}


def test_ids_that_others_signed_as_numbers_are_found_as_text():
    hubs.attend("presence-x", 5)

    assert who_is_on("presence-x") == {"5": {}}


def test_attendance_tells_on_which_channels_each_one_is():
    hubs.attend("presence-x", "5", "6", process="one")
    hubs.attend("presence-y", "5", process="two")
    hubs.listen("private-z")

    assert attendance() == {"5": {"presence-x", "presence-y"}, "6": {"presence-x"}}


@pytest.mark.parametrize("process", ["one", "two"])
def test_a_channel_is_occupied_while_any_living_process_has_it(settings, process):
    app_id = settings.REALTIME["APP_ID"]
    hubs.listen("private-x", process="one")
    hubs.listen("private-x", process="two")
    hubs.listen("private-y", process="two")
    hubs.listen("private-z", 0, process="two")

    hubs.live(process, seconds=-1)

    left = {"one": {"private-x", "private-y"}, "two": {"private-x"}}[process]
    assert {channel for _, channel in occupied()} == left
    asked = {(app_id, name) for name in ("private-x", "private-y", "private-z")}
    assert still_occupied(asked) == {(app_id, name) for name in left}
