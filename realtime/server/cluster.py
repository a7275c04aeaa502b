"""What this process tells the others through Redis, and what it knows of them.

Each process writes only what it has itself, under a lease. What is true of the cluster is
the sum over all that live, so a process that dies takes its part with it.
"""

import itertools
import json
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from realtime.applications import Application
from realtime.events import JSON
from realtime.layer import SteadyLoopLayer, group_of, wire_name
from realtime.lines import Argument, AskingLine
from realtime.server import keys, scripts
from realtime.server.protocol import Member, dump, encode

CACHE_SECONDS = 1800
CHANGES_KEPT = 100_000
AT_ONCE = 1000

T = TypeVar("T")
Members = dict[str, str]  # id -> info, both in JSON


class Cluster:
    def __init__(self, layer: SteadyLoopLayer) -> None:
        self.layer = layer
        self.process = secrets.token_hex(8)
        self.home = layer.lines()[0]
        # Redis lacks something of ours: it was away when we told it.
        self.is_behind = False
        self.clock_ahead = time.time() - time.monotonic()

    # Members of presence channels

    async def join(self, app: Application, channel: str, member: Member, socket_id: str) -> int:
        """1: new on the channel; 0: was there already, perhaps elsewhere; -1: it is full."""
        message = membership_message(member, is_added=True, except_socket=socket_id)
        answer = await self._evaluate(
            app, channel, scripts.JOIN, self.process, f"{app.id}:{channel}", member.id, member.info,
            app.presence_max_members, wire_name(group_of(app.id, channel)),
            self._packed(message), member_change("member_added", app, channel, member),
            keys.place(app.id, channel),
        )  # fmt: skip
        return int(answer)

    async def leave(
        self, app: Application, channel: str, member: Member, process: str = ""
    ) -> None:
        message = membership_message(member, is_added=False)
        await self._evaluate(
            app, channel, scripts.LEAVE, process or self.process, f"{app.id}:{channel}", member.id,
            wire_name(group_of(app.id, channel)), self._packed(message),
            member_change("member_removed", app, channel, member),
            keys.place(app.id, channel),
        )  # fmt: skip

    async def members(self, app: Application, channel: str) -> Members:
        return (await self._members(app, [channel]))[channel]

    async def member_counts(self, app: Application, channels: list[str]) -> dict[str, int]:
        found = await self._members(app, channels)
        return {channel: len(members) for channel, members in found.items()}

    async def _members(self, app: Application, channels: list[str]) -> dict[str, Members]:
        answers = await self._ask_of_each(
            app,
            {
                channel: ("EVAL", scripts.GATHER, 0, "members", f"{app.id}:{channel}")
                for channel in channels
            },
        )
        return {
            channel: {id_: info for each in hashes for id_, info in keys.pairs(each)}
            for channel, hashes in answers.items()
        }

    async def written_members(self, app: Application, channel: str) -> Members:
        """What Redis has of this process."""
        line = self.layer.line(group_of(app.id, channel))
        key = keys.members(self.process, app.id, channel)
        return dict(keys.pairs(await line.ask("HGETALL", key)))

    # How many listen, how many are signed in

    async def tally_channels(
        self, app: Application, counts: dict[str, int], process: str = ""
    ) -> dict[str, int]:
        """Write how many subscriptions are here; answers how many there are in all."""
        return await self._ask_of_each(
            app,
            {
                channel: (
                    "EVAL", scripts.TALLY, 0, "channels", process or self.process,
                    keys.place(app.id, channel), count, "", "", "",
                    change("channel_occupied", app, channel),
                    change("channel_vacated", app, channel),
                )
                for channel, count in counts.items()
            },
        )  # fmt: skip

    async def tally_user(
        self, app: Application, user_id: str, count: int, process: str = ""
    ) -> None:
        """Write how often a user is signed in here; watchers hear of the first and the last."""
        watchers = group_of(app.id, watchers_of(user_id))
        first, last = (self._packed(watch_message(user_id, name)) for name in ("online", "offline"))
        await self._line(watchers).ask(
            "EVAL", scripts.TALLY, 0, "users", process or self.process,
            keys.place(app.id, user_id), count, wire_name(watchers), first, last, "", "",
        )  # fmt: skip

    async def online(self, app: Application, user_ids: Sequence[str]) -> list[str]:
        """Those of these users who are signed in anywhere."""
        counts = await self._counts(app, "users", {watchers_of(id_): id_ for id_ in user_ids})
        return [id_ for id_ in user_ids if counts[watchers_of(id_)]]

    async def channels(self, app: Application) -> dict[str, int]:
        """The occupied channels and their subscriptions."""
        return await self._gather(app, "channels")

    async def subscriptions(self, app: Application, channels: Sequence[str]) -> dict[str, int]:
        return await self._counts(app, "channels", dict(zip(channels, channels, strict=True)))

    async def _counts(self, app: Application, kind: str, names: dict[str, str]) -> dict[str, int]:
        """How many there are of each, by the channel on whose host that is kept."""
        commands = {
            channel: ("EVAL", scripts.COUNT, 0, kind, keys.place(app.id, name))
            for channel, name in names.items()
        }
        return await self._ask_of_each(app, commands)

    async def counters(self) -> list[dict[str, str]]:
        """What each process that lives has counted."""
        hashes = await self.home.ask("EVAL", scripts.GATHER, 0, "process", "")
        return [dict(keys.pairs(each)) for each in hashes]

    async def sockets_elsewhere(self) -> Counter[str]:
        """How many sockets of each app the other processes had at their last beat."""
        found: Counter[str] = Counter()
        for counted in await self.counters():
            if counted.get("process") != self.process:
                for name, count in counted.items():
                    if name.startswith("sockets:"):
                        found[name.removeprefix("sockets:")] += int(count)
        return found

    async def _gather(self, app: Application, kind: str) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for line in self.layer.lines():
            for each in await line.ask("EVAL", scripts.GATHER, 0, kind, ""):
                for field, count in keys.pairs(each):
                    app_id, name = keys.app_and_name(field)
                    if app_id == app.id:
                        found[name] += int(count)
        return dict(found)

    async def written_channels(self) -> set[tuple[str, str]]:
        """What Redis has of this process."""
        return await self._written(keys.channels(self.process))

    async def written_users(self) -> set[tuple[str, str]]:
        return await self._written(keys.users(self.process))

    async def _written(self, key: str) -> set[tuple[str, str]]:
        hashes = [await line.ask("HKEYS", key) for line in self.layer.lines()]
        return {keys.app_and_name(field.decode()) for each in hashes for field in each}

    # What cache channels remember

    async def remember(self, app: Application, frames: dict[str, str]) -> None:
        commands = {
            channel: ("SET", keys.cache(app.id, channel), frame, "EX", CACHE_SECONDS)
            for channel, frame in frames.items()
        }
        await self._ask_of_each(app, commands)

    async def cached(self, app: Application, channel: str) -> tuple[str, int] | None:
        """The last event's frame, and for how many seconds it will be kept."""
        line, key = self.layer.line(group_of(app.id, channel)), keys.cache(app.id, channel)
        frame, seconds = await line.ask_all([("GET", key), ("TTL", key)])
        return (frame.decode(), seconds) if frame else None

    def redis_time(self, monotonic: float) -> float:
        """When that was by Redis' clock, by which all processes agree."""
        return monotonic + self.clock_ahead

    async def now(self) -> float:
        seconds, microseconds = await self.home.ask("TIME")
        return int(seconds) + int(microseconds) / 1_000_000

    async def set_clock(self) -> None:
        self.clock_ahead = await self.now() - time.monotonic()

    async def write_down(self, message: dict[str, Any]) -> None:
        """For hubs that may not hear of it."""
        old = message["at"] - keys.REVOKED_SECONDS
        await self.home.ask_all(
            [
                ("ZADD", keys.REVOCATIONS, message["at"], dump(message)),
                ("ZREMRANGEBYSCORE", keys.REVOCATIONS, "-inf", old),
            ]
        )

    async def revocations(self, since: float) -> AsyncIterator[dict[str, Any]]:
        """What `realtime.revocations` has told, for those who may not have heard it."""
        for start in itertools.count(0, AT_ONCE):
            part = ("LIMIT", start, AT_ONCE)
            told = await self.home.ask("ZRANGEBYSCORE", keys.REVOCATIONS, since, "+inf", *part)
            for message in told:
                yield json.loads(message)
            if len(told) < AT_ONCE:
                return

    # Changes, for the workers

    async def report(self, changes: list[str]) -> None:
        add = ("XADD", keys.CHANGES, "MAXLEN", "~", CHANGES_KEPT, "*", "change")
        await self.home.ask_all([(*add, told) for told in changes])

    # How far logs have come

    async def heads(
        self, app: Application, line: AskingLine, channels: Sequence[str]
    ) -> list[JSON | None]:
        """Of these channels, whose host this line leads to; most have no numbered log."""
        told = await line.ask("MGET", *(keys.head(app.id, channel) for channel in channels))
        return [json.loads(head) if head else None for head in told]

    def by_line(self, app: Application, channels: Iterable[str]) -> dict[AskingLine, list[str]]:
        """The channels of each host."""
        found = defaultdict(list)
        for channel in channels:
            found[self._line(group_of(app.id, channel))].append(channel)
        return found

    async def _ask_of_each(
        self, app: Application, commands: Mapping[str, tuple[Argument, ...]]
    ) -> dict[str, Any]:
        """What the host of each channel answers; one round trip to each host."""
        answers: dict[str, Any] = {}
        for line, channels in self.by_line(app, commands).items():
            # Not more than is answered in the time that nobody waits longer than.
            for part in in_parts(channels, AT_ONCE):
                told = await line.ask_all([commands[channel] for channel in part])
                answers |= zip(part, told, strict=True)
        return answers

    async def _evaluate(
        self, app: Application, channel: str, script: str, *arguments: Argument
    ) -> Any:
        return await self._line(group_of(app.id, channel)).ask("EVAL", script, 0, *arguments)

    def _line(self, group: str) -> AskingLine:
        return self.layer.line(group)

    def _packed(self, message: dict[str, Any]) -> bytes:
        packed: bytes = self.layer.channel_layer.serialize(message)
        return packed


def in_parts(whole: list[T], at_once: int) -> Iterator[list[T]]:
    for start in range(0, len(whole), at_once):
        yield whole[start : start + at_once]


def membership_message(
    member: Member, *, is_added: bool, except_socket: str = ""
) -> dict[str, Any]:
    who = {"id": member.id, "info": member.info, "except": except_socket}
    return {"type": "member", "is_added": is_added, **who}


def watchers_of(user_id: str) -> str:
    """A channel that nobody can subscribe to: those hear it whose watchlist has this user."""
    return f"#watchers-of-{user_id}"


def watch_message(user_id: str, name: str) -> dict[str, Any]:
    return {"type": "event", "frame": watch_frame(name, [user_id])}


def watch_frame(name: str, user_ids: list[str]) -> str:
    events = [{"name": name, "user_ids": user_ids}]
    return encode("pusher_internal:watchlist_events", {"events": events})


def change(name: str, app: Application, channel: str, **more: Any) -> str:
    """What happened, for the workers' stream."""
    at = int(time.time() * 1000)
    return dump({"app": app.id, "name": name, "channel": channel, "at": at, **more})


def member_change(name: str, app: Application, channel: str, member: Member) -> str:
    who = {"user_id": json.loads(member.id), "user_info": json.loads(member.info)}
    return change(name, app, channel, **who)
