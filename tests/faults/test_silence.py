"""Something stops without a word: nobody is told, so it takes until somebody looks.

Each of these waits for a clock of the product, so `make faults` alone runs them.
"""

from chatsite.ground.heartbeat import BEAT_SECONDS, LATE_SECONDS
from chatsite.ground.locks import STANDING_STILL_SECONDS
from tests.faults.talks import all_seen, writing
from tests.faults.wire import wire_to
from tests.running import wait_for

SOON_SECONDS = 30  # as we promise where nothing tells of the loss
SWEEP_SECONDS = 5


def test_a_worker_without_a_sign_of_life_is_missed(smartlink):
    with smartlink.frozen("broadcasts"):
        missed = LATE_SECONDS + BEAT_SECONDS
        wait_for(lambda: smartlink.part("worker broadcasts") == "degraded", missed)
        assert smartlink.status() == 1

    wait_for(lambda: smartlink.part("worker broadcasts") == "ok", BEAT_SECONDS + 5)


def test_a_worker_whose_line_dies_without_a_word_hears_again_by_itself(smartlink, talks):
    with (
        wire_to(smartlink.valkey.url) as wire,
        smartlink.frozen("broadcasts"),
        smartlink.another_worker("far", REDIS_URL=wire.url),
        writing(talks, pause=0.5),
    ):
        wait_for(lambda: talks[0].reader.frames, 5)
        wire.die()
        wait_for(lambda: not smartlink.has_told_all(), 5)
        wait_for(smartlink.has_told_all, SOON_SECONDS)

    all_seen(talks)


def test_a_worker_that_stands_still_in_a_drain_does_not_hold_up_the_others(smartlink, talks):
    stopping = smartlink.another_worker("stopping", "tests.faults.dying", DIES="standing_still")
    with stopping as stopped:
        with smartlink.frozen("broadcasts"), writing(talks, pause=0.5):
            wait_for(lambda: is_stopped(stopped), 10)
        wait_for(smartlink.has_told_all, STANDING_STILL_SECONDS + SWEEP_SECONDS)

    all_seen(talks)


def is_stopped(process):
    with open(f"/proc/{process.pid}/stat") as stat:
        return stat.read().rpartition(") ")[2].startswith("T")
