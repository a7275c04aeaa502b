"""Whatever bytes arrive, the server lives, says nothing of its inside and keeps no more memory."""

import os
import random

import pytest

from tests.sockets.client import Closed, frame

SEEDS = range(50 if os.environ.get("FAULTS") == "long" else 5)
CONNECTIONS, FRAMES = 20, 100
PAYLOADS = [b"", b"{}", b"\xff\xfe", b"[" * 100, b'{"event":"pusher:ping"}', b"x" * 70_000]


def odd_frame(chance):
    """Now and then as it should be, mostly not."""
    payload = chance.choice([*PAYLOADS, chance.randbytes(chance.randrange(200))])
    made = frame(chance.randrange(16), payload, fin=chance.random() < 0.8)
    if chance.random() < 0.2:
        made = bytes([chance.randrange(256)]) + made[1:]  # reserved bits and opcodes
    return made[: chance.randrange(len(made))] if chance.random() < 0.05 else made


@pytest.mark.parametrize("seed", SEEDS)
def test_random_frames_hurt_nobody(daphne, seed):
    chance = random.Random(seed)
    with daphne.connect() as witness:
        before = daphne.figures()["rss"]
        for _ in range(CONNECTIONS):
            pester(daphne, [odd_frame(chance) for _ in range(FRAMES)])

        witness.say("still here")
        assert witness.hear() == "still here"
        assert daphne.figures()["rss"] - before < 8_000_000


def pester(server, frames):
    with server.connect() as client:
        try:
            for each in frames:
                client.send(each)
            client.socket.shutdown(1)
            while True:
                assert client.read().code != 1011, "Something went wrong inside."
        except (OSError, Closed):
            pass
