"""Clients that do not read, or do not stop talking: they pay for it, nobody else does."""

import json
import random
import time
from contextlib import ExitStack

import pytest

from tests.sockets.client import PING, TEXT, Closed, frame

MEGABYTE = 1_000_000
NUMBER = 8  # digits that each of the hub's messages begins with


def numbers_heard(client, count):
    return [int(client.hear()[:NUMBER]) for _ in range(count)]


def send_until_blocked(client, data, times):
    """How often it could be sent before the server took no more."""
    client.socket.settimeout(1)
    for sent in range(times):
        try:
            client.send(data)
        except TimeoutError:
            return sent
    return times


def test_a_flood_at_a_busy_application_stays_outside(daphne):
    before = daphne.figures()["rss"]

    with daphne.connect("/sleep-for-good") as client, daphne.connect() as other:
        sent = send_until_blocked(client, frame(TEXT, b"x" * 10_000), 30_000)

        assert sent < 3_000
        assert daphne.figures()["rss"] - before < 3 * MEGABYTE
        other.say("Are you still there?")
        assert other.hear() == "Are you still there?"


@pytest.mark.parametrize("size", [0, 5_000])
def test_what_waited_for_the_application_is_not_lost(server, size):
    texts = [f"{number:08}" + "x" * size for number in range(2_000)]

    with server.connect("/sleep-first", timeout=20) as client:
        client.send(b"".join(frame(TEXT, text) for text in [*texts, "last"]))

        assert json.loads(client.hear()) == {"count": 2_001, "in_order": True}


def test_frames_that_came_at_once_are_read_in_turns(daphne):
    """Ten thousand frames in one segment: others get a word in."""
    with daphne.connect(timeout=20) as talker, daphne.connect(timeout=20) as other:
        talker.send(frame(PING) * 100_000 + frame(TEXT, "done"))
        other.say("And me?")

        assert other.hear() == "And me?"


def test_who_reads_no_pongs_is_cut_off(daphne):
    before = daphne.figures()["rss"]

    with daphne.connect(buffer=4096) as client, pytest.raises(OSError, match=r"reset|Broken"):
        client.send(frame(PING, b"x" * 125) * 200_000, chop=65_536)

    assert daphne.figures()["rss"] - before < 4 * MEGABYTE


def test_a_reader_with_a_megabyte_waiting_is_cut_off_and_the_others_get_everything(any_server):
    before = any_server.figures()["rss"]
    with ExitStack() as stack:
        stuck = stack.enter_context(any_server.connect("/hub", buffer=4096))
        healthy = [stack.enter_context(any_server.connect("/hub", timeout=10)) for _ in range(3)]
        for client in [stuck, *healthy]:
            client.hear()

        heard = [[] for _ in healthy]
        for first in range(0, 4_000, 100):
            any_server.say(100, 1_000, first)
            for client, numbers in zip(healthy, heard, strict=True):
                numbers += numbers_heard(client, 100)

        assert heard == [list(range(4_000))] * 3
        assert any_server.figures()["sockets"] == 3
        assert any_server.figures()["rss"] - before < 6 * MEGABYTE
        assert stuck.is_cut_off()


def test_a_reader_that_stops_is_cut_off_within_ten_seconds(daphne, stock, uvicorn):
    """Too little waits to be too much, but nothing of it moves. A slow reader may go on."""
    servers = [daphne, stock, uvicorn]
    with ExitStack() as stack:
        for server in servers:
            for client in [server.connect("/hub", buffer=4096), server.connect("/hub")]:
                stack.enter_context(client).hear()
        slow = [stack.enter_context(server.connect("/hub", buffer=4096)) for server in servers]
        for server in servers:
            server.say(1_000, 1_000)
        began = time.monotonic()

        gone_after = {}
        while len(gone_after) < 3 and time.monotonic() < began + 11:
            time.sleep(0.2)
            for server, slow_reader in zip(servers, slow, strict=True):
                slow_reader.socket.recv(4_000)
                if server.figures("/tick")["sockets"] < 3:
                    gone_after.setdefault(server.name, time.monotonic() - began)

        assert {name: 7.5 < seconds < 10 for name, seconds in gone_after.items()} == {
            "daphne": True,
            "stock": True,
            "uvicorn": True,
        }


@pytest.mark.parametrize("path", ["/echo-by-both", "/echo"])
def test_the_order_holds_while_the_reader_is_slow(any_server, path):
    """Some goes straight to the kernel, some through the server's buffer, some in halves."""
    chance = random.Random(path)
    texts = [f"{number}:" + "x" * chance.randrange(20_000) for number in range(80)]

    with any_server.connect(path, buffer=4096, timeout=10) as client:
        for text in texts:
            client.say(text)
        time.sleep(0.2)
        heard = b""
        whole = b"".join(frame(TEXT, text, mask=None) for text in texts)
        while len(heard) < len(whole):
            heard += client.socket.recv(chance.randrange(1, 30_000))

    assert heard == whole


def test_the_order_holds_between_the_hub_and_answers(server):
    with server.connect("/hub", buffer=4096, timeout=10) as client:
        client.hear()

        for first in range(0, 600, 100):
            server.say(100, 1_000, first)
            client.say(f"{first + 99:08} and an answer")

        heard = [client.hear() for _ in range(606)]

    from_the_hub = [int(text[:NUMBER]) for text in heard if "answer" not in text]
    assert from_the_hub == list(range(600))
    answers = [number for number, text in enumerate(heard) if "answer" in text]
    assert len(answers) == 6


def test_a_reader_who_hangs_up_in_the_middle_disturbs_nobody(any_server):
    any_server.said()
    with any_server.connect("/hub") as stays, any_server.connect("/hub", buffer=4096) as leaves:
        stays.hear()
        leaves.hear()
        any_server.say(300, 1_000)

        leaves.socket.close()
        any_server.say(300, 1_000, 300)

        assert numbers_heard(stays, 600) == list(range(600))
    assert "Traceback" not in any_server.said()
    with pytest.raises((Closed, OSError)):
        leaves.read()
