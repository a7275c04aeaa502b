"""For tests of every app: a Pusher client, and what left for the browsers."""

import json
from typing import Any

import pytest
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.conf import settings

from realtime import outbox
from realtime.events import JSON
from realtime.signing import sign_subscription
from realtime.urls import sockets


class TestSocket:
    __test__ = False

    def __init__(self, path: str = "") -> None:
        self.wire = WebsocketCommunicator(
            URLRouter(sockets), path or f"/app/{settings.REALTIME['KEY']}?protocol=7"
        )
        self.id = ""

    async def open(self) -> "TestSocket":
        await self.wire.connect()
        _, hello = await self.read()
        self.id = hello["socket_id"]
        return self

    async def close(self) -> None:
        await self.wire.disconnect()

    async def subscribe(self, channel: str, *, secret: str = "") -> tuple[str, Any]:
        auth = self.signed(channel, secret)
        return await self.say("pusher:subscribe", {"channel": channel, "auth": auth})

    def signed(self, channel: str, secret: str = "") -> str:
        signature = sign_subscription(secret or settings.REALTIME["SECRET"], self.id, channel)
        return f"{settings.REALTIME['KEY']}:{signature}"

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
        frame = json.loads(await self.wire.receive_from(timeout=3))
        return frame["event"], json.loads(frame["data"])

    async def read_until(self, event: str) -> Any:
        name, data = await self.read()
        while name != event:
            name, data = await self.read()
        return data


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, JSON]]:
    """What left for the browsers, drained at commit: (channel, event name, payload)."""
    frames: list[tuple[str, str, JSON]] = []

    class Recorder:
        def send(self, channels: list[str], name: str, payload: JSON) -> None:
            frames.extend((channel, name, payload) for channel in channels)

    monkeypatch.setattr("realtime.outbox.broadcaster", Recorder)
    monkeypatch.setattr("realtime.signals.wake_worker", _drain_here)
    return frames


def _drain_here() -> None:
    while outbox.drain():
        pass
