"""What travels: an event is a fact, the channels it concerns and what to tell them."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

JSON = dict[str, Any]


class Event(ABC):
    """Subclasses are frozen dataclasses named after what happened, in the past tense."""

    durable: ClassVar[bool] = True  # False: worth nothing a second later, so never stored

    @property
    def name(self) -> str:
        return type(self).__name__

    @abstractmethod
    def channels(self) -> list[str]: ...

    @abstractmethod
    def payload(self, channel: str) -> JSON:
        """What this channel's audience is told: the object that REST answers to them."""

    def head(self, channel: str) -> JSON | None:
        """How far the channel's log has come with this event, such as `{"seq": 7}`.

        From it, whoever has missed the event learns so. Most channels have no numbered log.
        """
        return None
