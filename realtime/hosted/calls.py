"""What we ask of Pusher. All of it raises `Absent` or `Refused`."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypedDict

from django.core.signals import setting_changed
from django.dispatch import receiver
from pusher.http import POST, Request
from pusher.pusher_client import PusherClient

from realtime.hosted.account import account, lacking
from realtime.hosted.line import Absent, Line

AT_ONCE = 10  # more are refused


class Item(TypedDict, total=False):
    name: str
    channel: str
    data: str
    socket_id: str  # of whom to leave out


def tell(items: Sequence[Item]) -> None:
    """All of these, in this order."""
    for start in range(0, len(items), AT_ONCE):
        # The SDK takes the memory that a text needs here for its length: one emoji in a long
        # message, and it would refuse what Pusher takes. `already_encoded` spares us that.
        client().trigger_batch(list(items[start : start + AT_ONCE]), already_encoded=True)


def end_connections(user_id: str) -> None:
    """Close the sockets that have signed in as this user."""
    # The SDK's own method leaves the app out of the path.
    path = f"/apps/{client().app_id}/users/{user_id}/terminate_connections"
    client().http.send_request(Request(client(), POST, path, {}))


def occupied() -> set[str]:
    return set(client().channels_info()["channels"])


def users_on(channel: str) -> set[str]:
    return {str(user["id"]) for user in client().users_info(channel)["users"]}


@cache
def client() -> PusherClient:
    ours = account()
    if ours is None:
        raise Absent(" ".join(lacking()) or "Pusher is not chosen.")
    return PusherClient(
        ours.app_id,
        ours.key,
        ours.secret,
        ssl=ours.is_encrypted,
        host=ours.host or None,
        port=ours.port,
        cluster=ours.cluster,
        backend=Line,
    )


@receiver(setting_changed)
def _connect_anew(**_: Any) -> None:
    client.cache_clear()
