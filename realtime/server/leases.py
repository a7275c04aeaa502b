"""How processes know of each other's life and death."""

from typing import Any

import structlog

from realtime.applications import by_id
from realtime.lines import AskingLine
from realtime.server import keys, scripts
from realtime.server.cluster import Cluster, pairs
from realtime.server.protocol import Member, is_presence

log = structlog.get_logger(__name__)

LEASE_SECONDS = 60
ABANDONED_SECONDS = 600


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
    """Give up the lease at once, so that nobody has to wait for its end."""
    for line in cluster.layer.lines():
        await line.ask("ZADD", keys.PROCESSES, "XX", 1, cluster.process)


async def bury_the_dead(cluster: Cluster) -> None:
    """Tell what was true of processes whose lease has ended, and is not any more."""
    for line in cluster.layer.lines():
        while dead := await line.ask("EVAL", scripts.CLAIM, 0):
            log.warning("socket_process_gone", process=dead.decode())
            await _bury(cluster, line, dead.decode())


async def _bury(cluster: Cluster, line: AskingLine, process: str) -> None:
    occupied, signed_in = (
        [field for field, _ in pairs(answer)]
        for answer in await line.ask_all(
            [("HGETALL", keys.channels(process)), ("HGETALL", keys.users(process))]
        )
    )
    for field in occupied:
        app_id, channel = keys.app_and_name(field)
        if is_presence(channel):
            await _bury_members(cluster, line, process, app_id, channel)
        if app := by_id(app_id):
            await cluster.tally_channels(app, {channel: 0}, process)
    for field in signed_in:
        app_id, user_id = keys.app_and_name(field)
        if app := by_id(app_id):
            await cluster.tally_user(app, user_id, 0, process)


async def _bury_members(
    cluster: Cluster, line: AskingLine, process: str, app_id: str, channel: str
) -> None:
    key = keys.members(process, app_id, channel)
    # Should we die as well at this: nobody else claims it, so it must go by itself.
    members, _ = await line.ask_all([("HGETALL", key), ("EXPIRE", key, ABANDONED_SECONDS)])
    if app := by_id(app_id):
        for id_, info in pairs(members):
            await cluster.leave(app, channel, Member(id_, info), process)
