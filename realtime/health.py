"""Realtime's parts of health: events that wait too long mean that somebody is away or deaf."""

from collections.abc import Iterator

import redis
from django.db import Error as DatabaseError

from chatsite.ground.health import Unwell, part
from realtime import outbox
from realtime.hosted import account, troubles
from realtime.outbox import Backlog

LATE_SECONDS = 15


@part("outbox")
def outbox_is_drained() -> str:
    try:
        complaints = [words for each in outbox.backlogs() for words in complaints_of(each)]
    except DatabaseError:
        raise Unwell("The outbox cannot be read.") from None
    if complaints:
        raise Unwell(" ".join(complaints))
    return "Every event has been told."


def complaints_of(backlog: Backlog) -> Iterator[str]:
    if backlog.age_seconds > LATE_SECONDS:
        yield (
            f"Events for {backlog.broadcaster} have been waiting for {backlog.age_seconds:.0f} s: "
            "it is away, or the broadcasts worker is."
        )
    if backlog.parked:
        yield (
            f"Events that {backlog.broadcaster} would not take: {backlog.parked}. "
            "See the outbox in the admin."
        )


@part("pusher")
def pusher_takes_events() -> str:
    if not account.is_chosen():
        return "Pusher is not chosen."
    if lacking := account.lacking():
        raise Unwell(" ".join(lacking))
    try:
        trouble = troubles.trouble()
    except redis.RedisError:
        raise Unwell("Pusher cannot be seen while Redis is away.") from None
    if trouble:
        raise Unwell(trouble)
    return "Nobody has had trouble with Pusher lately."
