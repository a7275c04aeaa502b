"""A Pusher client for tests: it knows our secret, so it may hear whatever it likes."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator

from realtime import applications
from realtime.applications import Application
from realtime.events import JSON
from realtime.signing import sign_subscription, sign_user
from realtime.urls import sockets


class TestSocket:
    __test__ = False

    def __init__(self, path: str = "", app: Application | None = None, **headers: str) -> None:
        self.app = app or applications.own()
        told = [(name.encode(), value.encode()) for name, value in headers.items()]
        address = path or f"/app/{self.app.key}?protocol=7"
        self.wire = WebsocketCommunicator(URLRouter(sockets), address, headers=told)
        self.id = ""

    async def open(self) -> "TestSocket":
        await self.wire.connect()
        _, hello = await self.read()
        self.id = hello["socket_id"]
        return self

    async def close(self) -> None:
        await self.wire.disconnect()

    async def subscribe(
        self, channel: str, *, member: JSON | None = None, secret: str = ""
    ) -> tuple[str, Any]:
        data = json.dumps(member) if member is not None else None
        told = {"channel": channel, "auth": self.signed(channel, data, secret)}
        if data is not None:
            told["channel_data"] = data
        return await self.say("pusher:subscribe", told)

    def signed(self, channel: str, data: str | None = None, secret: str = "") -> str:
        signature = sign_subscription(secret or self.app.secret, self.id, channel, data)
        return f"{self.app.key}:{signature}"

    async def sign_in(self, user: JSON, *, secret: str = "") -> tuple[str, Any]:
        data = json.dumps(user)
        auth = f"{self.app.key}:{sign_user(secret or self.app.secret, self.id, data)}"
        return await self.say("pusher:signin", {"auth": auth, "user_data": data})

    async def tell(self, event: str, data: JSON | None = None) -> None:
        await self.wire.send_to(text_data=json.dumps({"event": event, "data": data or {}}))

    async def say(self, event: str, data: JSON | None = None) -> tuple[str, Any]:
        """Send one frame and read one answer."""
        await self.tell(event, data)
        return await self.read()

    async def say_raw(self, text: str) -> tuple[str, Any]:
        await self.wire.send_to(text_data=text)
        return await self.read()

    async def read(self) -> tuple[str, Any]:
        frame = await self.frame()
        return frame["event"], json.loads(frame["data"])

    async def frame(self, seconds: float = 3) -> JSON:
        """All of the next one, with its channel and who sent it."""
        frame: JSON = json.loads(await self.wire.receive_from(timeout=seconds))
        return frame

    async def closed(self) -> tuple[int, str]:
        """With which code and reason the server closed, once it has."""
        while (output := await self.wire.receive_output(timeout=5))["type"] == "websocket.send":
            pass
        return output["code"], output["reason"]

    async def hears_nothing(self) -> bool:
        return await self.wire.receive_nothing(timeout=0.3)

    async def read_until(self, event: str) -> Any:
        name, data = await self.read()
        while name != event:
            name, data = await self.read()
        return data


async def until(is_true: Callable[[], Any], seconds: float = 3) -> None:
    """Wait for what another task brings about; Redis has no event to wait for."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "It has not come about in time."
        await asyncio.sleep(0.02)
