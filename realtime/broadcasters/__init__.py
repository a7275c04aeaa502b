"""Hop 5, broadcaster: the last step out of Django, to whatever holds the sockets.

BROADCAST_CONNECTION chooses among them: one, several with commas, or `null` for none.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver

from realtime.broadcasters.base import Away, Broadcaster, Telling
from realtime.broadcasters.log import Log
from realtime.broadcasters.own import OwnServer, tell

__all__ = ["Away", "Broadcaster", "Telling", "broadcasters", "tell"]

KNOWN: dict[str, type[Broadcaster]] = {"reverb": OwnServer, "log": Log}
NONE = "null"


@cache
def broadcasters() -> dict[str, Broadcaster]:
    """Those that events go to, by the name that the outbox keeps."""
    chosen = [name for name in settings.REALTIME["BROADCASTERS"] if name != NONE]
    if unknown := set(chosen) - KNOWN.keys():
        raise ImproperlyConfigured(
            f"BROADCAST_CONNECTION knows no {min(unknown)!r}; "
            f"there are {', '.join([*KNOWN, NONE])}."
        )
    return {name: KNOWN[name]() for name in chosen}


@receiver(setting_changed)
def _choose_again(**_: Any) -> None:
    broadcasters.cache_clear()
