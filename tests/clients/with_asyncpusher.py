"""asyncpusher, in a process of its own: with_asyncpusher OPTIONS, then one order a line."""

import asyncio
import json
import sys

from asyncpusher.pusher import Pusher

from tests.clients.clients import signed
from tests.clients.telling import EVENTS, say, tell


async def main():
    options = json.loads(sys.argv[1])

    async def sign(asked):
        told = {"socketId": asked["socket_id"], "channelName": asked["channel_name"]}
        return signed(told, options["user"])

    client = Pusher(
        options["key"],
        secure=False,
        custom_host="127.0.0.1",
        custom_port=options["port"],
        channel_authenticator=sign,
    )
    await client.connect()
    say(event="connected", data=client.connection.socket_id)
    while line := await asyncio.to_thread(sys.stdin.readline):
        await obey(client, json.loads(line))


async def obey(client, order):
    channel = order["channel"]
    match order["verb"]:
        case "subscribe":
            await subscribe(client, channel)
        case "unsubscribe":
            await client.unsubscribe(channel)
        case "trigger":
            told = {"event": order["event"], "data": order["data"]}
            await client.channels[channel].trigger(told)


async def subscribe(client, channel):
    subscribed = await client.subscribe(channel)
    for event in EVENTS:

        async def heard(data, event=event):
            tell(channel, event, data)

        subscribed.bind(event, heard)


if __name__ == "__main__":
    asyncio.run(main())
