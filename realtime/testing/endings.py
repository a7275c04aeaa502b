"""Whose sockets are about to be closed: for tests of what ends rights."""

from typing import Any

from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from chatsite.ground.fingerprints import digest
from realtime.actors import mark_of, name_of
from realtime.models import OutboxEvent
from realtime.revocations import DISCONNECT
from realtime.testing.road import drain_here
from realtime.testing.sockets import TestSocket

Ending = tuple[str, str]  # the actor, and the mark of one session or token; empty for all


def ended() -> set[Ending]:
    told = [row.payload for row in OutboxEvent.objects.filter(name=DISCONNECT)]
    return {(each["actor"], each["session"]) for each in told}


def all_of(*actors: Any) -> set[Ending]:
    return {(name_of(actor), "") for actor in actors}


def session_of(actor: Any, client: Client) -> set[Ending]:
    return {(name_of(actor), mark_of(digest(client.session.session_key or "")))}


async def ask(browser: AsyncClient, socket: TestSocket, channel: str) -> Any:
    told = {"socket_id": socket.id, "channel_name": channel}
    return await browser.post("/broadcasting/auth", told)


async def listen(browser: AsyncClient, channel: str) -> TestSocket:
    """A socket that comes to the channel as pusher-js does."""
    socket = await TestSocket().open()
    answer = await ask(browser, socket, channel)
    event, _ = await socket.say("pusher:subscribe", {"channel": channel, **answer.json()})
    assert event == "pusher_internal:subscription_succeeded"
    return socket


async def told_the_sockets() -> None:
    """What the worker does after the commit."""
    await sync_to_async(drain_here)()
