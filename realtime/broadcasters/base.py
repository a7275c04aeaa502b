"""What a broadcaster is, and what it is given."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from realtime.events import JSON
from realtime.heads import NOTICE


@dataclass(frozen=True)
class Telling:
    """What an audience is told: the channels that hear the same."""

    name: str
    channels: list[str]
    payload: JSON
    heads: dict[str, JSON] = field(default_factory=dict)  # how far the log of a channel has come
    except_socket: str = ""


def notice(channel: str, head: JSON) -> Telling:
    """What hubs tell as well: how far the log of the channel has come."""
    return Telling(NOTICE, [channel], {"channel": channel, **head}, {channel: head})


class Away(Exception):
    """The provider does not answer, which is nobody's fault: all of it is sent again later."""


class Refused(Exception):
    """The provider will not take this, and says why."""


class Broadcaster(ABC):
    """Anything that is raised but `Away` is held against what was to be sent."""

    at_once: ClassVar[int] = 100  # so many events are taken from the outbox in one transaction
    is_near: ClassVar[bool] = True  # quick enough to be called within a request

    @abstractmethod
    def send(self, tellings: Sequence[Telling]) -> None:
        """All of these, in this order."""

    @abstractmethod
    def end_rights(self, told: JSON) -> None:
        """Close the sockets of whom `realtime.outbox.disconnect` has named."""
