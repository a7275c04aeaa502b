"""SIGTERM to a web process: say that we are not ready, go on answering for a while, then stop.

Daphne by itself would cut everybody at once, before the load balancer knows.
"""

import signal
import sys
import threading
from typing import Any

from django.conf import settings

from chatsite.ground import health


def drain_on_sigterm() -> None:
    """Under Daphne in the main thread; elsewhere SIGTERM keeps its meaning."""
    reactor = sys.modules.get("twisted.internet.reactor")
    if reactor is None or not settings.DRAIN_SECONDS:
        return
    if threading.current_thread() is threading.main_thread():
        reactor.callWhenRunning(signal.signal, signal.SIGTERM, _drain)


def _drain(*_: Any) -> None:
    reactor: Any = sys.modules["twisted.internet.reactor"]
    health.draining.set()
    reactor.callFromThread(reactor.callLater, settings.DRAIN_SECONDS, reactor.stop)
