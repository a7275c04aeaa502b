"""How processes know of each other's life and death."""

from collections.abc import Iterator
from typing import Any

import structlog

from realtime.applications import Application, by_id
from realtime.lines import AskingLine
from realtime.server import keys, scripts
from realtime.server.cluster import Cluster
from realtime.server.protocol import Member

log = structlog.get_logger(__name__)

LEASE_SECONDS = 60
MOVING_SECONDS = 4  # pusher-js comes back after one


async def renew(cluster: Cluster, counters: dict[str, Any]) -> bool:
    """Live on; answers whether Redis still knew us on every host."""
    known = [
        await line.ask("EVAL", scripts.RENEW, 0, cluster.process, LEASE_SECONDS)
        for line in cluster.layer.lines()
    ]
    told = [part for pair in counters.items() for part in pair]
    key = keys.process(cluster.process)
    await cluster.home.ask_all([("HSET", key, *told), ("EXPIRE", key, LEASE_SECONDS)])
    return all(known)


async def end(cluster: Cluster) -> None:
    """Give up the lease: what was here is buried as soon as whoever moves is elsewhere."""
    for line in cluster.layer.lines():
        await line.ask("EVAL", scripts.END, 0, cluster.process, MOVING_SECONDS)


async def bury_the_dead(cluster: Cluster) -> None:
    """Tell what was true of processes whose lease has ended, and is not any more."""
    for line in cluster.layer.lines():
        while dead := await line.ask("EVAL", scripts.CLAIM, 0):
            log.warning("socket_process_gone", process=dead.decode())
            await _bury(cluster, line, dead.decode())
            await line.ask("ZREM", keys.GRAVES, dead)


async def _bury(cluster: Cluster, line: AskingLine, process: str) -> None:
    rosters, occupied, signed_in = await line.ask_all(
        [
            ("SMEMBERS", keys.rosters(process)),
            ("HKEYS", keys.channels(process)),
            ("HKEYS", keys.users(process)),
        ]
    )
    for app, channel in _known(rosters):
        members = await line.ask("HGETALL", keys.members(process, app.id, channel))
        for id_, info in keys.pairs(members):
            await cluster.leave(app, channel, Member(id_, info), process)
    for app, channel in _known(occupied):
        await cluster.tally_channels(app, {channel: 0}, process)
    for app, user_id in _known(signed_in):
        await cluster.tally_user(app, user_id, 0, process)


def _known(places: list[bytes]) -> Iterator[tuple[Application, str]]:
    for place in places:
        app_id, name = keys.app_and_name(place.decode())
        if app := by_id(app_id):
            yield app, name
