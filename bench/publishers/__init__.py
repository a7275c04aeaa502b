"""How each kind of server is told of an event: by what is natural for it, and cheapest.

A module each, so that a publishing process loads only what its server needs.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

# Topics and texts; the answer is when they were committed, where there is such a moment.
Publish = Callable[[Sequence[tuple[str, str]]], float | None]


class Publisher(Protocol):
    def open(self) -> Publish:
        """Called in the publishing process. What it returns publishes one event, or several at once
        where that is possible: no flood can be faster than its publisher."""
