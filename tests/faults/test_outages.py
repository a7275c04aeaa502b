"""Redis or Postgres is away for a while: nobody who writes waits, and nothing is lost."""

import time
from random import uniform

from tests.cluster.figures import FIGURES, LONG
from tests.faults.talks import all_seen, in_order, repeats, steps, writing
from tests.running import wait_for

SOON_SECONDS = 10  # as we promise
# Celery by itself looks again after 2, 6, 12, 20, 30 and 42 s: too late for a promise of 10.
AWAY_SECONDS = 32 if FIGURES is LONG else 3
CUTS = 20 if FIGURES is LONG else 5


def test_a_dead_redis_keeps_nobody_waiting_and_loses_nothing(smartlink, talks):
    with writing(talks):
        time.sleep(0.5)
        smartlink.valkey.kill()
        time.sleep(AWAY_SECONDS)
        smartlink.valkey.start()
        wait_for(smartlink.has_told_all, SOON_SECONDS)
        time.sleep(0.5)

    all_seen(talks)
    assert min(steps(talks)) == 1
    assert slowest(talks) < AWAY_SECONDS  # nobody waited for its return


def test_neither_does_one_that_says_nothing(smartlink, talks):
    with writing(talks):
        time.sleep(0.5)
        smartlink.valkey.pause()
        time.sleep(AWAY_SECONDS)
        smartlink.valkey.resume()
        wait_for(smartlink.has_told_all, SOON_SECONDS)
        time.sleep(0.5)

    all_seen(talks)
    assert slowest(talks) < AWAY_SECONDS  # nobody waited for its return


def test_postgres_may_cut_every_connection_in_the_middle_of_a_drain(smartlink, talks):
    with writing(talks):
        for _ in range(CUTS):
            time.sleep(uniform(0.05, 0.5))
            smartlink.cut_connections()

    wait_for(smartlink.has_told_all, SOON_SECONDS)
    all_seen(talks)
    assert in_order(talks)
    assert repeats(talks) <= CUTS * len(talks)


def slowest(talks):
    return max(seconds for talk in talks for seconds in talk.writer.waits)
