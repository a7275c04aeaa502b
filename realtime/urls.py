"""Where sockets knock. HTTP has its own `urlpatterns` elsewhere."""

from typing import Any

from django.urls import path

from realtime.server.consumer import SocketConsumer

# django-stubs knows path() for HTTP views only; Channels uses it for consumers as well.
sockets: list[Any] = [path("app/<str:key>", SocketConsumer.as_asgi())]  # type: ignore[arg-type]
