"""The two doors: HTTP goes to Django, sockets go to the Pusher server."""

import os

import django
from channels.routing import ProtocolTypeRouter, URLRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
django.setup(set_prefix=False)

from chatsite.draining import drain_on_sigterm  # noqa: E402 - needs the settings above
from chatsite.handler import OneThreadHandler  # noqa: E402
from realtime.urls import sockets  # noqa: E402

drain_on_sigterm()
application = ProtocolTypeRouter({"http": OneThreadHandler(), "websocket": URLRouter(sockets)})
