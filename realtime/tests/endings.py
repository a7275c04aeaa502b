"""Whose sockets are about to be closed, for the tests of those who end rights."""

from asgiref.sync import sync_to_async

from chatsite.ground.fingerprints import digest
from realtime.actors import mark_of, name_of
from realtime.models import OutboxEvent
from realtime.revocations import DISCONNECT
from realtime.testing import TestSocket, drain_here


def ended():
    """(actor, mark of one session or token), with an empty mark for all of the actor's."""
    told = [row.payload for row in OutboxEvent.objects.filter(name=DISCONNECT)]
    return {(each["actor"], each["session"]) for each in told}


def all_of(*actors):
    return {(name_of(actor), "") for actor in actors}


def session_of(actor, client):
    return {(name_of(actor), mark_of(digest(client.session.session_key)))}


async def ask(browser, socket, channel):
    told = {"socket_id": socket.id, "channel_name": channel}
    return await browser.post("/broadcasting/auth", told)


async def listen(browser, channel):
    """A socket that comes to the channel as pusher-js does."""
    socket = await TestSocket().open()
    answer = await ask(browser, socket, channel)
    event, _ = await socket.say("pusher:subscribe", {"channel": channel, **answer.json()})
    assert event == "pusher_internal:subscription_succeeded"
    return socket


async def told_the_sockets():
    """What the worker does after the commit."""
    await sync_to_async(drain_here)()
