"""How each kind of server is told of an event: by what is natural for it, and cheapest.

A module each, so that a publishing process loads only what its server needs.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

Publish = Callable[[Sequence[tuple[str, str]]], None]  # topics and texts


class Publisher(Protocol):
    def open(self) -> Publish:
        """Called in the publishing process. What it returns publishes one event, or several at once
        where that is possible: no flood can be faster than its publisher."""
