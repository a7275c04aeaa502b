"""The Pusher apps that live here. Each is a world of its own: their channels never meet.

The first is our own; others come from REVERB_APPS, for programs that only need a server.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import receiver

from realtime.signing import is_master_key


@dataclass(frozen=True)
class Application:
    id: str
    key: str
    secret: str
    enabled: bool = True
    tls_only: bool = False
    max_connections: int = 10_000
    allowed_origins: tuple[str, ...] = ("*",)
    client_events: bool = True
    subscription_count: bool = False
    presence_max_members: int = 100
    require_auth_within: int = 0  # seconds; 0: nobody is kicked for it
    encryption_master_key: str = ""  # base64 of 32 bytes
    activity_timeout: int = 30  # never 0: pusher-js would take its own two minutes
    ping_interval: int = 15


def own() -> Application:
    return all_applications()[0]


def by_key(key: str) -> Application | None:
    return _by_key().get(key)


def by_id(app_id: str) -> Application | None:
    return _by_id().get(app_id)


@cache
def all_applications() -> list[Application]:
    ours = settings.REALTIME
    mine = {"id": ours["APP_ID"], "key": ours["KEY"], "secret": ours["SECRET"]}
    found = [application(mine | ours["OPTIONS"]), *map(application, ours["APPS"])]
    for name in ("id", "key"):
        if len({getattr(app, name) for app in found}) < len(found):
            raise ImproperlyConfigured(f"Two apps of REVERB_APPS have the same {name}.")
    return found


def application(told: dict[str, Any]) -> Application:
    if unknown := told.keys() - {field.name for field in fields(Application)}:
        raise ImproperlyConfigured(f"REVERB_APPS: an app has no option {min(unknown)!r}.")
    if missing := {"id", "key", "secret"} - told.keys():
        raise ImproperlyConfigured(f"REVERB_APPS: an app needs its {min(missing)!r}.")
    origins = told.get("allowed_origins", ["*"])
    made = Application(**told | {"id": str(told["id"]), "allowed_origins": tuple(origins)})
    if made.encryption_master_key and not is_master_key(made.encryption_master_key):
        raise ImproperlyConfigured(f"The app {made.id}: its master key is not 32 bytes in base64.")
    return made


@cache
def _by_key() -> dict[str, Application]:
    return {app.key: app for app in all_applications() if app.key}


@cache
def _by_id() -> dict[str, Application]:
    return {app.id: app for app in all_applications() if app.key}


@receiver(setting_changed)
def _read_again(**_: Any) -> None:
    for read in (all_applications, _by_key, _by_id):
        read.cache_clear()
