"""The server dies while people write, and comes back: their pages stay and lose nothing."""

import os
import signal

from tests.e2e.screens import HELLO
from tests.running import wait_for

PROCESSES = ["web", "broadcasts"]


def kill(smartlink):
    """What serves pages and sockets, and what tells of messages; returns what has died."""
    killed = smartlink.processes()
    for name in PROCESSES:
        os.kill(killed[name], signal.SIGKILL)
    return killed


def is_back(smartlink, killed):
    running = smartlink.processes()
    return all(running.get(name, killed[name]) != killed[name] for name in PROCESSES)


def test_who_is_in_the_middle_of_a_sentence_ends_it_and_all_arrives_once(vera, olga, smartlink):
    for screen in (vera, olga):
        screen.becomes_live()
        screen.mark()
    vera.types("Is any")

    for _ in range(2):
        killed = kill(smartlink)
        vera.types("bo", delay=50)
        wait_for(lambda before=killed: is_back(smartlink, before), 30)
    vera.types("dy there?")
    vera.box.press("Enter")
    vera.say("I am Vera.")

    said = [HELLO, "Is anybobody there?", "I am Vera."]
    for screen in (vera, olga):
        screen.comes_to_show(said)
        screen.becomes_live()
    olga.say("Yes!")
    for screen in (vera, olga):
        screen.comes_to_show([*said, "Yes!"])
        assert not screen.was_reloaded()
