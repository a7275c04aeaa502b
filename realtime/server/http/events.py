"""What an app asks us to publish. Pure: JSON in, events or a refusal out."""

import re
from dataclasses import dataclass
from typing import Any, TypeGuard

from realtime.applications import Application
from realtime.server import protocol
from realtime.server.http.calls import JSON
from realtime.server.http.refusals import Refused

CHANNELS = 100
BATCH = 10
DATA_BYTES = 10 * 1024
RESERVED = ("pusher:", "pusher_internal:")
HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
COUNTS = {"user_count", "subscription_count"}
# What the libraries make of `send_to_user`; no client can subscribe to it.
TO_USER = re.compile(
    rf"\A#server-to-user-[^\x00-\x1f\x7f\ud800-\udfff]{{1,{protocol.USER_ID_LENGTH}}}\Z"
)


@dataclass(frozen=True, slots=True)
class Publication:
    channels: list[str]
    name: str
    data: str
    except_socket: str
    info: set[str]  # what the app wants to know of the channels, in return


def publication(told: JSON, app: Application) -> Publication:
    return Publication(
        channels=channels(told),
        name=name(told.get("name")),
        data=data(told.get("data")),
        except_socket=except_socket(told.get("socket_id")),
        info=info(told.get("info"), app),
    )


def batch(told: JSON, app: Application) -> list[Publication]:
    """All or nothing: one wrong event, and none goes out."""
    items = told.get("batch")
    if not isinstance(items, list) or not 0 < len(items) <= BATCH:
        raise Refused(400, f"batch must be a list of 1 to {BATCH} events.")
    if not all(isinstance(item, dict) for item in items):
        raise Refused(400, "Each event of a batch is an object with name, data and channel.")
    if any(item.get("channels") is not None for item in items):
        raise Refused(400, "An event of a batch has one channel; write several events.")
    return [publication(item, app) for item in items]


def channels(told: JSON) -> list[str]:
    one, many = told.get("channel"), told.get("channels")
    if (one is None) == (many is None):
        raise Refused(400, "An event needs either channel or channels.")
    names = [one] if many is None else many
    if not isinstance(names, list) or not 0 < len(names) <= CHANNELS:
        raise Refused(400, f"channels must be a list of 1 to {CHANNELS} names.")
    # Twice the same channel is one channel: nobody is told a thing twice.
    unique = list(dict.fromkeys(channel(each) for each in names))
    if len(unique) > 1 and any(map(protocol.is_encrypted, unique)):
        # Each has a key of its own, so no data can be meant for two of them.
        raise Refused(400, "An event for an encrypted channel has no other channel.")
    return unique


def channel(told: Any) -> str:
    if not isinstance(told, str) or not (protocol.CHANNEL_NAME.match(told) or TO_USER.match(told)):
        raise Refused(
            400, "The name of a channel has 1 to 164 characters, only of A-Z a-z 0-9 _-=@,.;"
        )
    return told


def name(told: Any) -> str:
    if not is_text(told) or not 0 < len(told) <= protocol.EVENT_LENGTH:
        raise Refused(400, f"name must be a text of 1 to {protocol.EVENT_LENGTH} characters.")
    if told.startswith(RESERVED):
        # Attack: a forged subscription_succeeded or member_added, which browsers would believe.
        raise Refused(400, "Names that begin with pusher: or pusher_internal: are the server's.")
    return told


def data(told: Any) -> str:
    if not is_text(told):
        raise Refused(400, "data must be a text; encode anything else as JSON first.")
    if (size := len(told.encode())) > DATA_BYTES:
        raise Refused(413, f"data is {size} bytes long; it may have {DATA_BYTES}.")
    return told


def is_text(told: Any) -> TypeGuard[str]:
    """JSON can spell half a character, which no UTF-8 can carry on."""
    return isinstance(told, str) and not HALF_CHARACTER.search(told)


def except_socket(told: Any) -> str:
    if told is None:
        return ""
    if not isinstance(told, str) or not protocol.SOCKET_ID.match(told):
        raise Refused(400, "socket_id must be the id of a socket, such as 123.456.")
    return told


def info(told: Any, app: Application, known: set[str] = COUNTS) -> set[str]:
    if told is None or told == "":
        return set()
    asked = set(told.split(",")) if isinstance(told, str) else {""}
    if not asked <= known:
        raise Refused(400, f"info may ask for {' and '.join(sorted(known))}, with commas between.")
    if "subscription_count" in asked and not app.subscription_count:
        raise Refused(400, "This app does not count subscriptions: turn on subscription_count.")
    return asked
