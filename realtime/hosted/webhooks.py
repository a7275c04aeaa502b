"""What Pusher calls to tell us: who came and went, and what else happened on channels there."""

import time
from dataclasses import dataclass
from typing import Any

import structlog

from realtime.events import JSON
from realtime.hosted import members
from realtime.hosted.account import account
from realtime.hosted.people import infos
from realtime.server.protocol import CHANNEL_NAME, ProtocolError, is_presence, is_user_id, load
from realtime.signing import is_same, sign_body

log = structlog.get_logger(__name__)

# Pusher tries for five minutes. Whoever has overheard a call can repeat it no longer than this.
OLDEST_MILLISECONDS = 600_000


class NotPusher(Exception):
    """Signed with another secret than ours, or long ago."""


class Nonsense(Exception):
    """Signed, and yet not a webhook."""


@dataclass(frozen=True)
class Hook:
    at: int  # milliseconds
    events: list[JSON]


def read(key: str, signature: str, body: bytes) -> Hook:
    ours = account()
    if ours is None or not is_same(ours.secret, signature, sign_body(ours.secret, body)):
        raise NotPusher
    hook = _hook(body)
    if key != ours.key or abs(now() - hook.at) > OLDEST_MILLISECONDS:
        raise NotPusher
    return hook


def take(hook: Hook) -> None:
    """Harmless when it is done twice."""
    known = infos(_somebody(event) for event in hook.events if event["name"] == "member_added")
    for event in hook.events:
        _take(event, known.get(_somebody(event), {}), hook.at)


def now() -> int:
    return int(time.time() * 1000)


def _hook(body: bytes) -> Hook:
    try:
        told = load(body.decode())
    except (ProtocolError, UnicodeDecodeError):
        raise Nonsense from None
    match told:
        case {"time_ms": int(at), "events": list(events)}:
            return Hook(at, [event for event in events if _is_about_a_channel(event)])
    raise Nonsense


def _is_about_a_channel(event: Any) -> bool:
    match event:
        case {"name": str(), "channel": str(channel)}:
            return bool(CHANNEL_NAME.match(channel))
    return False


def _somebody(event: JSON) -> tuple[str, str]:
    return event["channel"], str(event.get("user_id"))


def _take(event: JSON, info: JSON, at: int) -> None:
    channel = event["channel"]
    match event:
        case {"name": "member_added", "user_id": id_} if is_user_id(id_):
            members.join(channel, str(id_), info, at)
        case {"name": "member_removed", "user_id": id_} if is_user_id(id_):
            members.leave(channel, str(id_), at)
        case {"name": "channel_occupied" | "channel_vacated" as name}:
            # On presence channels it is the members who count.
            if not is_presence(channel):
                members.count(channel, int(name == "channel_occupied"), at)
        case {"name": "subscription_count", "subscription_count": int(told)} if told > 0:
            _count(channel, int(told), at)
        case _:
            _report(event)


def _count(channel: str, told: int, at: int) -> None:
    if (total := members.count(channel, told, at)) > 0:
        members.report("subscription_count", channel, subscription_count=total)


def _report(event: JSON) -> None:
    """What leaves nothing behind."""
    match event:
        case {"name": "client_event", "event": str(), "data": _, "socket_id": str()}:
            named = ("event", "data", "socket_id", "user_id")
            more = {name: event[name] for name in named if name in event}
            members.report("client_event", event["channel"], **more)
        case {"name": "cache_miss"}:
            members.report("cache_miss", event["channel"])
        case _:
            log.info("pusher_told_something_else", told=event["name"])
