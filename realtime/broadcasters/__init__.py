"""Hop 5, broadcaster: the last step out of Django, to whatever holds the sockets.

BROADCAST_CONNECTION chooses among them: one, several with commas, or `null` for none.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

from realtime.broadcasters.base import Away, Broadcaster, Refused, Telling, notice
from realtime.broadcasters.hosted import HostedPusher
from realtime.broadcasters.log import Log
from realtime.broadcasters.own import OwnServer, tell

__all__ = ["Away", "Broadcaster", "Refused", "Telling", "broadcasters", "notice", "outlets", "tell"]

KNOWN: dict[str, type[Broadcaster]] = {"reverb": OwnServer, "pusher": HostedPusher, "log": Log}


@cache
def broadcasters() -> dict[str, Broadcaster]:
    """Those that events go to, by the name that the outbox keeps."""
    chosen = settings.REALTIME["BROADCASTERS"]
    return {name: KNOWN[name]() for name in chosen if name != "null"}


def outlets() -> dict[str, Broadcaster]:
    """The same, and always our own server: sockets may stand there although no events go there,
    and are closed when rights end.
    """
    return {"reverb": OwnServer()} | broadcasters()


@receiver(setting_changed)
def _choose_again(setting: str, **_: Any) -> None:
    if setting == "REALTIME":
        broadcasters.cache_clear()
