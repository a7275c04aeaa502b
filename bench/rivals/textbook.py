"""The way of Channels' tutorial: a consumer and a membership in a group for each socket."""

import os

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import path

LAYER = {
    "BACKEND": "channels_redis.core.RedisChannelLayer",
    # With the default of 100 most of a flood would be lost without a word.
    "CONFIG": {"hosts": [os.environ["REDIS_URL"]], "capacity": 100_000},
}
settings.configure(SECRET_KEY="only for measuring", CHANNEL_LAYERS={"default": LAYER})
django.setup()


class Listener(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.topic = self.scope["url_route"]["kwargs"]["topic"]
        await self.channel_layer.group_add(self.topic, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.topic, self.channel_name)

    async def news(self, message: dict[str, str]) -> None:
        await self.send(text_data=message["text"])


# django-stubs knows path() for HTTP views only; Channels uses it for consumers as well.
listeners = [path("<str:topic>", Listener.as_asgi())]  # type: ignore[arg-type]
application = ProtocolTypeRouter({"websocket": URLRouter(listeners)})  # type: ignore[arg-type]
