"""A worker that is alive and does nothing, which no process table shows, is noticed."""

from chatsite.ground.heartbeat import BEAT_SECONDS
from realtime.health import LATE_SECONDS
from tests.faults.talks import all_seen, writing
from tests.running import wait_for


def test_a_deaf_worker_is_noticed_and_catches_up(smartlink, talks):
    with smartlink.frozen("broadcasts"):
        with writing(talks):
            wait_for(lambda: smartlink.part("outbox") == "degraded", LATE_SECONDS + 5)
        assert smartlink.health()["status"] == "degraded"
        assert smartlink.status() == 1

    all_seen(talks)
    wait_for(lambda: smartlink.health()["status"] == "ready", BEAT_SECONDS + 5)
    assert smartlink.status() == 0
