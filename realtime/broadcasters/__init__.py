"""Hop 5, broadcaster: the last step out of Django, to whatever holds the sockets.

BROADCAST_CONNECTION chooses among them: one, several with commas, or `null` for none.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

from realtime.broadcasters.base import Away, Broadcaster, Telling, notice
from realtime.broadcasters.hosted import HostedPusher
from realtime.broadcasters.log import Log
from realtime.broadcasters.own import OwnServer, tell

__all__ = ["Away", "Broadcaster", "Telling", "broadcasters", "notice", "tell"]

KNOWN: dict[str, type[Broadcaster]] = {"reverb": OwnServer, "pusher": HostedPusher, "log": Log}


@cache
def broadcasters() -> dict[str, Broadcaster]:
    """Those that events go to, by the name that the outbox keeps."""
    chosen = settings.REALTIME["BROADCASTERS"]
    return {name: KNOWN[name]() for name in chosen if name != "null"}


@receiver(setting_changed)
def _choose_again(**_: Any) -> None:
    broadcasters.cache_clear()
