"""Where browsers ask, and where their sockets knock."""

from typing import Any

from django.urls import path, re_path

from realtime import api
from realtime.hosted.api import PusherWebhook
from realtime.server.consumer import Nowhere, SocketConsumer

app_name = "realtime"
urlpatterns = [
    path("broadcasting/auth", api.SubscriptionAuth.as_view(), name="auth"),
    path("broadcasting/user-auth", api.UserAuth.as_view(), name="user-auth"),
    path("broadcasting/webhooks/pusher", PusherWebhook.as_view(), name="pusher-webhook"),
]
# django-stubs knows path() for HTTP views only; Channels uses it for consumers as well.
sockets: list[Any] = [
    path("app/<str:key>", SocketConsumer.as_asgi()),  # type: ignore[arg-type]
    re_path("", Nowhere.as_asgi()),  # type: ignore[arg-type]
]
