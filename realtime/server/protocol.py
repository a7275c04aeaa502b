"""The Pusher protocol, version 7: frames in, frames out. No sockets, no Django."""

import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn

SOCKET_ID = re.compile(r"\A[0-9]{1,20}\.[0-9]{1,20}\Z")
CHANNEL_NAME = re.compile(r"\A[A-Za-z0-9_\-=@,.;]{1,164}\Z")
HALF = re.compile(r"[\ud800-\udfff]")
EVENT_LENGTH = 200
CLIENT_EVENT_BYTES = 10_240
USER_BYTES = 1024
USER_ID_LENGTH = 128
WATCHLIST_LENGTH = 100
DEPTH = 32
OLDEST, NEWEST = 5, 7

# Said as messages. The socket closes with the first group only; see `Goodbye`.
TLS_REQUIRED, UNKNOWN_APP, DISABLED_APP, OVER_QUOTA = 4000, 4001, 4003, 4004
BAD_VERSION, UNSUPPORTED, NO_VERSION, UNAUTHORISED = 4006, 4007, 4008, 4009
OVER_CAPACITY, COME_BACK, NO_PONG, TOO_OLD = 4100, 4200, 4201, 4202
BAD_FRAME, NOT_ALLOWED, WATCHLIST_TOO_LONG = 4300, 4301, 4302


class ProtocolError(Exception):
    """Something the client did wrong: it is told, and the socket stays open."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code

    def frame(self) -> str:
        return encode("pusher:error", {"code": self.code, "message": str(self)})


class SubscriptionError(ProtocolError):
    """A subscription that is refused; the channel is told as well."""

    def __init__(self, channel: str, code: int, message: str, kind: str, status: int) -> None:
        super().__init__(code, message)
        self.channel = channel
        self.told = {"type": kind, "error": message, "status": status}

    def frames(self) -> list[str]:
        return [encode("pusher:subscription_error", self.told, self.channel), self.frame()]


class Goodbye(ProtocolError):
    """What ends the connection. Clients stay away for good after most of these codes."""


@dataclass(frozen=True)
class Frame:
    event: str
    data: Any
    about: str = ""  # a client event's channel stands beside its data

    @property
    def channel(self) -> str:
        """The channel it is about; strict, since the name goes into signatures and group names."""
        name = self.about or self.field("channel")
        if not isinstance(name, str) or not CHANNEL_NAME.match(name):
            raise ProtocolError(BAD_FRAME, "This is not the name of a channel.")
        return name

    def text(self, name: str) -> str:
        value = self.field(name)
        return value if isinstance(value, str) else ""

    def field(self, name: str) -> Any:
        return self.data.get(name) if isinstance(self.data, dict) else None


@dataclass(frozen=True)
class Member:
    """Somebody on a presence channel; both parts are JSON, as ids keep their type."""

    id: str
    info: str
    is_hidden: bool = False  # signed by us for those who only look: on no roster


@dataclass(frozen=True)
class User:
    id: str
    info: str
    watchlist: tuple[str, ...] = ()
    is_watchlist_cut: bool = False


def check_version(told: str) -> None:
    if not told:
        raise Goodbye(NO_VERSION, "The address needs ?protocol=7.")
    if not told.isascii() or not told.isdigit():
        raise Goodbye(BAD_VERSION, "The protocol's version is a number, such as 7.")
    if not OLDEST <= int(told[:9]) <= NEWEST:
        raise Goodbye(
            UNSUPPORTED, f"Only versions {OLDEST} to {NEWEST} of the protocol are spoken."
        )


def parse(text: str) -> Frame:
    """Read what a client sent; real clients send `data` as an object or as JSON in a string."""
    frame = load(text)
    event = frame.get("event") if isinstance(frame, dict) else None
    if not isinstance(event, str) or not 0 < len(event) <= EVENT_LENGTH:
        raise ProtocolError(BAD_FRAME, "A frame needs the name of an event.")
    data, about = frame.get("data"), frame.get("channel")
    if event.startswith("pusher:") and isinstance(data, str):
        data = load(data) if data else {}
    return Frame(event, data, about if isinstance(about, str) else "")


def load(text: str) -> Any:
    """JSON that means one thing to everybody, and not much of it within itself."""
    try:
        loaded = json.loads(
            text, object_pairs_hook=_distinct, parse_constant=_refuse, parse_float=_finite
        )
    except (ValueError, RecursionError):
        raise ProtocolError(BAD_FRAME, "This is not a frame of the Pusher protocol.") from None
    if is_deeper(loaded, DEPTH):
        raise ProtocolError(BAD_FRAME, "This frame is nested too deeply.")
    return loaded


def is_deeper(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return False
    return depth == 0 or any(is_deeper(inner, depth - 1) for inner in value)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("A key stands there twice.")
    return found


def _finite(number: str) -> float:
    if not math.isfinite(found := float(number)):
        raise ValueError(f"{number} is more than a number can be.")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON.")


def member(channel_data: str) -> Member:
    """Who subscribes to a presence channel, as the signed text says."""
    told = load(channel_data)
    if not isinstance(told, dict) or not is_user_id(told.get("user_id")):
        raise ProtocolError(BAD_FRAME, "A presence channel needs channel_data with a user_id.")
    found = Member(
        dump(told["user_id"]), dump(told.get("user_info")), is_hidden=told.get("hidden") is True
    )
    _check_info(found.info)
    return found


def user(user_data: str) -> User:
    """Who signs in, as the signed text says."""
    told = load(user_data)
    if not isinstance(told, dict) or not is_user_id(told.get("id")):
        raise ProtocolError(UNAUTHORISED, "To sign in, user_data needs an id.")
    watched = told.get("watchlist") or []
    if not isinstance(watched, list):
        raise ProtocolError(BAD_FRAME, "A watchlist is a list of user ids.")
    ids = tuple(dict.fromkeys(str(each) for each in watched if is_user_id(each)))
    info = dump(told.get("user_info"))
    _check_info(info)
    return User(
        str(told["id"]), info, ids[:WATCHLIST_LENGTH], is_watchlist_cut=len(ids) > WATCHLIST_LENGTH
    )


def _check_info(info: str) -> None:
    if size(info) > USER_BYTES:
        raise ProtocolError(BAD_FRAME, f"user_info is longer than {USER_BYTES} bytes.")


def is_user_id(value: Any) -> bool:
    is_simple = isinstance(value, str | int) and not isinstance(value, bool)
    # Half a character has no bytes, and the id goes into names that have.
    return is_simple and 0 < len(str(value)) <= USER_ID_LENGTH and not HALF.search(str(value))


def encode(event: str, data: Any = None, channel: str = "") -> str:
    return encode_event(event, dump({} if data is None else data), channel)


# Made once: json.dumps makes another one for each call that wants anything of its own.
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def encode_event(event: str, data: str, channel: str, user_id: str = "") -> str:
    """A frame with data that is text already; `user_id` is JSON."""
    frame = f'{{"event":{dump(event)},"data":{dump(data)}'
    if channel:
        frame += f',"channel":{dump(channel)}'
    if user_id:
        frame += f',"user_id":{user_id}'
    return frame + "}"


def dump(value: Any) -> str:
    """JSON in as few bytes as there are: JSON in JSON would triple those of a Hebrew message."""
    text = _encode(value)
    return text if text.isascii() else text.encode(errors="replace").decode()


def size(text: str) -> int:
    return len(text.encode(errors="replace"))


def roster(members: dict[str, str]) -> str:
    """What somebody who joins a presence channel is told of those who are there."""
    ids = ",".join(members)
    infos = ",".join(f"{_as_key(id_)}:{info}" for id_, info in members.items())
    return f'{{"presence":{{"count":{len(members)},"ids":[{ids}],"hash":{{{infos}}}}}}}'


def membership(id_: str, info: str = "") -> str:
    return f'{{"user_id":{id_},"user_info":{info}}}' if info else f'{{"user_id":{id_}}}'


def _as_key(id_: str) -> str:
    return id_ if id_.startswith('"') else f'"{id_}"'


def is_presence(channel: str) -> bool:
    return channel.startswith("presence-")


def is_encrypted(channel: str) -> bool:
    return channel.startswith("private-encrypted-")


def is_guarded(channel: str) -> bool:
    return channel.startswith(("private-", "presence-"))


def is_cache(channel: str) -> bool:
    return channel.startswith(
        ("cache-", "private-cache-", "presence-cache-", "private-encrypted-cache-")
    )
