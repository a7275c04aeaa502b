"""What hubs tell of channels and their members, as the rest of the platform hears it.

A receiver runs in the worker, in the transaction that notes the change as read: whatever it
saves or publishes happens with it or not at all.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.dispatch import Signal

from realtime.applications import Application, by_id
from realtime.server.protocol import CHANNEL_NAME, is_user_id

# Each is sent with `app`, `channel` and `at`, and with what FIELDS names.
channel_occupied = Signal()
channel_vacated = Signal()  # nobody came back for three seconds
member_added = Signal()
member_removed = Signal()
client_event = Signal()
cache_miss = Signal()
subscription_count = Signal()

SIGNALS = {
    "channel_occupied": channel_occupied,
    "channel_vacated": channel_vacated,
    "member_added": member_added,
    "member_removed": member_removed,
    "client_event": client_event,
    "cache_miss": cache_miss,
    "subscription_count": subscription_count,
}
FIELDS = {
    "member_added": ("user_id", "user_info"),
    "member_removed": ("user_id", "user_info"),
    "client_event": ("event", "data", "socket_id"),  # and `user_id` on presence channels
    "subscription_count": ("subscription_count",),
}
USER_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


class NotAChange(ValueError):
    """An entry of the stream that no hub of ours can have written."""


@dataclass(frozen=True)
class Change:
    app: Application
    name: str
    channel: str
    at: datetime
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, str]:
        return self.app.id, self.channel

    @property
    def user_number(self) -> int | None:
        """The member's id where it is that of a user of ours."""
        told = self.more.get("user_id")
        return int(told) if isinstance(told, str) and USER_NUMBER.fullmatch(told) else None

    @property
    def has_receivers(self) -> bool:
        return SIGNALS[self.name].has_listeners(Change)

    def tell(self) -> None:
        SIGNALS[self.name].send(
            sender=Change, app=self.app, channel=self.channel, at=self.at, **self.more
        )


def parse(entry: dict[bytes, bytes]) -> Change:
    """Strict: one odd entry must not spoil what is done for many at once."""
    try:
        told = json.loads(entry[b"change"])
        return _change(told["name"], told["channel"], told)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise NotAChange(type(error).__name__) from None


def _change(name: str, channel: str, told: dict[str, Any]) -> Change:
    app, at = by_id(told["app"]), datetime.fromtimestamp(told["at"] / 1000, UTC)
    more = {field: told[field] for field in FIELDS.get(name, ())}
    if name == "client_event" and "user_id" in told:
        more["user_id"] = told["user_id"]
    if app is None or name not in SIGNALS or not CHANNEL_NAME.match(channel):
        raise NotAChange
    if "user_id" in more and not is_user_id(more["user_id"]):
        raise NotAChange
    return Change(app, name, channel, at, more)
