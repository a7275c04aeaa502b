"""Comparing what is written here with what Pusher says: a webhook can be lost."""

import random
from typing import Any

from realtime.hosted import calls, members
from realtime.hosted.people import Somebody, infos
from realtime.hosted.webhooks import now
from realtime.layer import redis_client
from realtime.server import keys
from realtime.server.protocol import is_presence

COMPARED = "smartlink:hosted:compared"  # while it stands, it is not time yet
COMPARE_SECONDS = 300
MISSED = "smartlink:hosted:missed"  # set: who was not there any more when we looked last
# Each costs a call. Where there are more, chance decides, and others have their turn next time.
MOST_ROSTERS = 100
# What webhooks told in the last seconds may be newer than what we are answered.
MARGIN_MILLISECONDS = 5000
SOMEBODY = ""  # where it is not known who: channels without a roster


def follow() -> None:
    """The timetable repeats this: keep our part alive, and compare it when it is time."""
    is_known = members.renew(now())
    if not is_known or not redis_client().exists(COMPARED):
        compare()
        redis_client().set(COMPARED, 1, ex=COMPARE_SECONDS)


def compare() -> None:
    as_of = now() - MARGIN_MILLISECONDS
    occupied = calls.occupied()
    rosters = {channel for channel in occupied if is_presence(channel)}
    asked = set(random.sample(sorted(rosters), min(len(rosters), MOST_ROSTERS)))
    there = {(channel, id_) for channel in asked for id_ in calls.users_on(channel)}
    there |= {(channel, SOMEBODY) for channel in occupied - rosters}
    here = _here(members.written_channels() - (rosters - asked))
    _add(there - here, as_of)
    _remove(_missed_twice(here - there), as_of)


def _here(channels: set[str]) -> set[Somebody]:
    return {
        (channel, id_)
        for channel in channels
        for id_ in (members.written(channel) if is_presence(channel) else [SOMEBODY])
    }


def _add(people: set[Somebody], as_of: int) -> None:
    known = infos(people)
    for channel, id_ in people:
        if id_ == SOMEBODY:
            members.count(channel, 1, as_of)
        else:
            members.join(channel, id_, known[channel, id_], as_of)


def _remove(people: set[Somebody], as_of: int) -> None:
    for channel, id_ in people:
        if id_ == SOMEBODY:
            members.count(channel, 0, as_of)
        else:
            members.leave(channel, id_, as_of)


def _missed_twice(missing: set[Somebody]) -> set[Somebody]:
    """Whoever loads a page again is away for a second, and Pusher tells nobody of it."""
    named = {keys.place(*somebody): somebody for somebody in missing}
    known: Any = redis_client().smembers(MISSED)
    with redis_client().pipeline() as pipeline:
        pipeline.delete(MISSED)
        if named:
            pipeline.sadd(MISSED, *named)
        pipeline.execute()
    return {named[name] for name in named.keys() & {each.decode() for each in known}}
