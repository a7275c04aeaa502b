"""The worker that empties the outbox is killed, has company, or dies at the worst moment."""

import time
from random import uniform
from signal import SIGKILL

import pytest

from tests.cluster.figures import FIGURES, LONG
from tests.faults.talks import all_seen, in_order, repeats, writing

KILLS = 12 if FIGURES is LONG else 3
RACE_SECONDS = 30 if FIGURES is LONG else 4
# What is on its way when the worker dies is told again by the next one.
STEPS = {
    "before_the_lock": False,
    "before_sending": False,
    "after_sending": True,
    "before_the_commit": True,
    "after_the_commit": False,
    "before_the_receipt": False,
}


def test_a_worker_that_is_killed_again_and_again_loses_nothing(smartlink, talks):
    with writing(talks):
        for _ in range(KILLS):
            time.sleep(uniform(0.2, 1.5))
            smartlink.kill("broadcasts")

    all_seen(talks)
    assert in_order(talks)
    assert repeats(talks) <= KILLS * len(talks)


def test_two_workers_tell_each_event_once_and_in_order(smartlink, talks):
    with smartlink.another_worker("second"), writing(talks, pause=0.01):
        time.sleep(RACE_SECONDS)

    all_seen(talks)
    assert in_order(talks)
    assert repeats(talks) == 0


@pytest.mark.parametrize(("step", "is_told_again"), STEPS.items())
def test_a_worker_that_dies_at_this_step_loses_nothing(smartlink, talks, step, is_told_again):
    dying_worker = smartlink.another_worker("dying", "tests.faults.dying", DIES=step)
    with smartlink.frozen("broadcasts"), dying_worker as dying, writing(talks):
        assert dying.wait(20) == -SIGKILL
        time.sleep(0.5)

    all_seen(talks)
    assert in_order(talks)
    assert (repeats(talks) > 0) == is_told_again
