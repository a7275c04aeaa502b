"""Clients that keep all they hear, and that can be asked afterwards whether it was right."""

import asyncio
import json
import time
from contextlib import asynccontextmanager, suppress

import websockets

from realtime.signing import sign_subscription, sign_user
from tests.cluster.processes import MAIN


class Ear:
    def __init__(self, wire, app):
        self.wire = wire
        self.app = app
        self.heard = []  # all of it, in order: (when, frame)
        self.closed = None  # code and reason
        self._unread = []
        self._news = asyncio.Event()
        self._listening = asyncio.ensure_future(self._listen())

    async def introduced(self):
        self.id = (await self.hears("pusher:connection_established"))["socket_id"]
        return self

    async def say(self, event, data=None, channel=""):
        frame = {"event": event, "data": {} if data is None else data}
        await self.wire.send(json.dumps(frame | ({"channel": channel} if channel else {})))

    async def subscribe(self, channel, user_id="", secret=""):
        """What the server answers."""
        data = json.dumps({"user_id": user_id, "user_info": {}}) if user_id else None
        signature = sign_subscription(secret or self.app.secret, self.id, channel, data)
        told = {"channel": channel, "auth": f"{self.app.key}:{signature}"}
        await self.say("pusher:subscribe", told | ({"channel_data": data} if data else {}))
        return await self.hears("pusher_internal:subscription_succeeded", channel)

    async def sign_in(self, user_id, *watched):
        data = json.dumps({"id": user_id, "watchlist": watched})
        signature = sign_user(self.app.secret, self.id, data)
        told = {"auth": f"{self.app.key}:{signature}", "user_data": data}
        await self.say("pusher:signin", told)
        await self.hears("pusher:signin_success")

    async def hears(self, event, channel="", seconds=5):
        """The data of the first such event that nobody has asked for yet."""
        return (await self.frame(event, channel, seconds))["data"]

    async def frame(self, event, channel="", seconds=5):
        deadline = time.monotonic() + seconds
        while True:
            for frame in self._unread:
                if frame["event"] == event and channel in {"", frame.get("channel")}:
                    self._unread.remove(frame)
                    return frame
            left = deadline - time.monotonic()
            assert left > 0, f"No {event} on {channel or 'any channel'}, only {self._unread}"
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)

    async def is_closed(self, seconds=5):
        """With which code and reason."""
        await asyncio.wait_for(asyncio.shield(self._listening), seconds)
        return self.closed

    def unread(self, channel):
        return [frame["event"] for frame in self._unread if frame.get("channel") == channel]

    def numbers(self, channel):
        """What `Speaker` has said there, as it was heard."""
        return [
            frame["data"]["n"]
            for _, frame in self.heard
            if frame["event"] == "Said" and frame.get("channel") == channel
        ]

    async def close(self):
        await self.wire.close()
        await self._listening

    async def _listen(self):
        try:
            async for text in self.wire:
                self._take(json.loads(text))
        except websockets.ConnectionClosedError:
            pass
        self.closed = (self.wire.close_code, self.wire.close_reason)

    def _take(self, frame):
        frame["data"] = json.loads(frame["data"])
        self.heard.append((time.monotonic(), frame))
        if frame["event"] == "pusher:ping":
            self._answer = asyncio.ensure_future(self.say("pusher:pong"))
            return
        self._unread.append(frame)
        self._news.set()


async def listen(process, app=MAIN):
    wire = await websockets.connect(
        process.address(app),
        compression=None,
        ping_interval=None,
        max_queue=None,
        open_timeout=20,
        proxy=None,
    )
    return await Ear(wire, app).introduced()


@asynccontextmanager
async def ears(*processes, app=MAIN):
    """One at each of these processes."""
    opened = [await listen(process, app) for process in processes]
    try:
        yield opened
    finally:
        await asyncio.gather(*(ear.close() for ear in opened))


async def until(holds, seconds=5):
    """Wait for what nobody is told about."""
    deadline = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < deadline, "It did not come about in time."
        await asyncio.sleep(0.05)
