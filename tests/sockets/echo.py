"""An application with the habits that a server and its wires must bear. No Django behind it.

What a socket does is told by its path; `POST /say` speaks to all that are on `/hub`.
"""

import asyncio
import json
import os
import random
import time
from pathlib import Path

from chatsite.draining import drain_on_sigterm
from realtime.server.daphne import guard_daphne
from realtime.server.transport import Batch, Wire, wire_of

hub: dict[int, Wire] = {}
PAGE = os.sysconf("SC_PAGE_SIZE")


async def application(scope, receive, send):
    if scope["type"] == "http":
        await answer(scope, receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await HABITS[scope["path"]](receive, send)


async def say_goodbye(seconds):
    wires = random.sample(list(hub.values()), len(hub))
    for wire in wires:
        wire.close(4100, "Going away.")
        await asyncio.sleep(seconds / len(wires))


async def echo(receive, send):
    wire = await accepted(send)
    async for message in messages(receive):
        if message.get("text") is not None:
            wire.write(Batch([message["text"]]))
        else:
            await send({"type": "websocket.send", "bytes": message["bytes"]})


async def echo_by_asgi(receive, send):
    await send({"type": "websocket.accept"})
    async for message in messages(receive):
        await send(message | {"type": "websocket.send"})


async def echo_by_both(receive, send):
    """Every other message goes the server's own way, to the same socket."""
    wire = await accepted(send)
    is_direct = True
    async for message in messages(receive):
        is_direct = not is_direct
        if is_direct:
            wire.write(Batch([message["text"]]))
        else:
            await send({"type": "websocket.send", "text": message["text"]})


async def listen(receive, send):
    wire = hub[id(send)] = await accepted(send)
    wire.write(Batch(["Welcome."]))
    try:
        async for message in messages(receive):
            wire.write(Batch([message["text"]]))
    finally:
        del hub[id(send)]


async def sleep_first(receive, send):
    """Takes nothing for a while, then says what there was."""
    wire = await accepted(send)
    await asyncio.sleep(0.7)
    seen = []
    async for message in messages(receive):
        seen.append(message["text"])
        if message["text"] == "last":
            in_order = seen[:-1] == sorted(seen[:-1])
            wire.write(Batch([json.dumps({"count": len(seen), "in_order": in_order})]))


async def sleep_for_good(receive, send):
    await send({"type": "websocket.accept"})
    await asyncio.sleep(60)


async def close(receive, send):
    wire = await accepted(send)
    async for message in messages(receive):
        code, _, reason = message["text"].partition(" ")
        wire.write(Batch(["Last words."]))
        wire.close(int(code), reason)
        wire.write(Batch(["Words after the last."]))


async def crash(receive, send):
    await send({"type": "websocket.accept"})
    await receive()
    raise ValueError("This application crashes, as it should.")


async def reject(receive, send):
    await send({"type": "websocket.close"})


async def leave(receive, send):
    """Ends without a word."""
    await send({"type": "websocket.accept"})


async def think_first(receive, send):
    """Accepts late: what the client says meanwhile has to wait."""
    await asyncio.sleep(0.3)
    await echo(receive, send)


HABITS = {
    "/echo": echo,
    "/echo-by-asgi": echo_by_asgi,
    "/echo-by-both": echo_by_both,
    "/hub": listen,
    "/sleep-first": sleep_first,
    "/sleep-for-good": sleep_for_good,
    "/close": close,
    "/crash": crash,
    "/reject": reject,
    "/leave": leave,
    "/think-first": think_first,
}


async def accepted(send):
    await send({"type": "websocket.accept"})
    return wire_of(send)


async def messages(receive):
    while (message := await receive())["type"] == "websocket.receive":
        yield message


async def answer(scope, receive, send):
    told = {"rss": rss(), "sockets": len(hub), "wire": {type(w).__name__ for w in hub.values()}}
    if scope["path"] == "/say":
        order = json.loads((await receive())["body"])
        for number in range(order["first"], order["first"] + order["count"]):
            batch = Batch([f"{number:08}" + "x" * order["size"]])
            for wire in list(hub.values()):
                wire.write(batch)
    elif scope["path"] == "/tick":
        now = time.monotonic()
        for wire in [each for each in hub.values() if each.is_stuck(now)]:
            wire.abort()
    body = json.dumps(told, default=sorted).encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def rss():
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


if "STOCK" not in os.environ:
    guard_daphne()
drain_on_sigterm(say_goodbye)
