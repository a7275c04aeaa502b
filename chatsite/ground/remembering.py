"""What rarely changes and is asked for at every request, kept by each process for a moment.

Not in Redis: that may be away, and these questions are asked all the same.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """A question whose answer may be as old as the moment is long."""

    def __init__(self, ask: Callable[[], T], seconds: float) -> None:
        self.seconds = seconds
        self._answer = lru_cache(maxsize=1)(lambda _moment: ask())
        self.cache_clear = self._answer.cache_clear

    def __call__(self) -> T:
        return self._answer(int(time.monotonic() / self.seconds))


def remembered(*, seconds: float) -> Callable[[Callable[[], T]], Remembered[T]]:
    return lambda ask: Remembered(ask, seconds)
