"""Hop 3, outbox: events wait here from the commit that caused them until a worker sends them.

One row for each audience and broadcaster, so that one provider's outage never stops another.
"""

from realtime.outbox.backlog import Backlog, backlogs, forget_old, send_again
from realtime.outbox.draining import End, drain, drain_all, waits
from realtime.outbox.recording import disconnect, publish

__all__ = [
    "Backlog",
    "End",
    "backlogs",
    "disconnect",
    "drain",
    "drain_all",
    "forget_old",
    "publish",
    "send_again",
    "waits",
]
