"""Our app at Pusher, as the settings tell it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

from realtime.applications import Application

NAME = "pusher"  # in BROADCAST_CONNECTION


@dataclass(frozen=True)
class Account:
    app_id: str
    key: str
    secret: str
    cluster: str
    is_encrypted: bool
    host: str  # of a compatible server; empty for Pusher's own, which the cluster names
    port: int

    @property
    def scheme(self) -> str:
        return "https" if self.is_encrypted else "http"


def is_chosen() -> bool:
    return NAME in settings.REALTIME["BROADCASTERS"]


def lacking() -> list[str]:
    """The settings without which nobody can be told anything, each with what is wrong."""
    told = settings.REALTIME["PUSHER"]
    found = [f"PUSHER_APP_{name} is missing." for name in ("KEY", "SECRET") if not told[name]]
    if not (told["APP_ID"].isascii() and told["APP_ID"].isdigit()):
        found.insert(0, "PUSHER_APP_ID must be the app's number.")
    if not (told["HOST"] or told["CLUSTER"]):
        found.append("PUSHER_APP_CLUSTER is missing.")
    return found


@cache
def account() -> Account | None:
    """None where Pusher is not chosen, or where we know too little to reach it."""
    if not is_chosen() or lacking():
        return None
    told = settings.REALTIME["PUSHER"]
    is_encrypted = told["SCHEME"] == "https" if told["SCHEME"] else told["ENCRYPTED"]
    return Account(
        told["APP_ID"], told["KEY"], told["SECRET"], told["CLUSTER"],
        is_encrypted, told["HOST"], told["PORT"] or (443 if is_encrypted else 80),
    )  # fmt: skip


@cache
def application() -> Application | None:
    """What signatures for Pusher's sockets are made with.

    It is none of `realtime.applications`: our own socket server must not know its key.
    """
    ours = account()
    return Application(f"{NAME}-{ours.app_id}", ours.key, ours.secret) if ours else None


@receiver(setting_changed)
def _read_again(**_: Any) -> None:
    account.cache_clear()
    application.cache_clear()
