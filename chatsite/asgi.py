"""The two doors: HTTP goes to Django, sockets go to the Pusher server."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
http = get_asgi_application()

from chatsite.draining import drain_on_sigterm  # noqa: E402 - needs the settings above
from realtime.urls import sockets  # noqa: E402

drain_on_sigterm()
application = ProtocolTypeRouter({"http": http, "websocket": URLRouter(sockets)})
