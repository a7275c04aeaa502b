"""SIGTERM to a web process: say that we are not ready, say good-bye to each socket, then stop.

Daphne by itself would cut everybody at once, before the load balancer knows.
"""

import asyncio
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from django.conf import settings

from chatsite.ground import health

LAST_WORDS_SECONDS = 0.3

SayGoodbye = Callable[[float], Awaitable[None]]


def drain_on_sigterm(say_goodbye: SayGoodbye) -> None:
    """Under Daphne in the main thread; elsewhere SIGTERM keeps its meaning.

    `say_goodbye` closes all sockets in so many seconds. New ones are refused from the start.
    """
    reactor = sys.modules.get("twisted.internet.reactor")
    if reactor is not None and threading.current_thread() is threading.main_thread():
        reactor.callWhenRunning(
            signal.signal, signal.SIGTERM, partial(_begin, reactor, say_goodbye)
        )


def _begin(reactor: Any, say_goodbye: SayGoodbye, *_: Any) -> None:
    if not health.draining.is_set():
        health.draining.set()
        reactor.callFromThread(_start, reactor, say_goodbye)


def _start(reactor: Any, say_goodbye: SayGoodbye) -> None:
    # The loop forgets a task that nobody holds.
    reactor.draining = asyncio.ensure_future(_drain(reactor, say_goodbye))


async def _drain(reactor: Any, say_goodbye: SayGoodbye) -> None:
    try:
        await asyncio.gather(say_goodbye(settings.DRAIN_SECONDS), _wait_for_balancers())
        await asyncio.sleep(LAST_WORDS_SECONDS)  # what was said last is on its way
    finally:
        reactor.stop()


async def _wait_for_balancers() -> None:
    """Requests may come until they have noticed, whether there are sockets or not."""
    await asyncio.sleep(settings.DRAIN_SECONDS)
