"""The three doors: sockets and Pusher's HTTP API go to the Pusher server, pages to Django."""

import os
from typing import Any

import django
from channels.routing import ProtocolTypeRouter, URLRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
django.setup(set_prefix=False)

from chatsite.draining import drain_on_sigterm  # noqa: E402 - needs the settings above
from chatsite.handler import OneHopHandler  # noqa: E402
from realtime.server.daphne import guard_daphne  # noqa: E402
from realtime.server.http.api import http_api  # noqa: E402
from realtime.server.hub import hub  # noqa: E402
from realtime.urls import sockets  # noqa: E402

pages = OneHopHandler()


async def http(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Servers publish often, and Django's road to a view would cost more than the publishing."""
    # One of Pusher's SDKs leaves the app out of /users/.
    is_for_servers = scope["path"] == "/up" or scope["path"].startswith(("/apps/", "/users/"))
    await (http_api if is_for_servers else pages)(scope, receive, send)


async def say_goodbye(seconds: float) -> None:
    await hub().upkeep.close_all(seconds)


guard_daphne()
drain_on_sigterm(say_goodbye)
application = ProtocolTypeRouter({"http": http, "websocket": URLRouter(sockets)})
