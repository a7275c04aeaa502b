"""Closing the sockets of somebody whose rights have ended, wherever they are.

The message on the layer is quick and can be lost, so it is also written down: hubs whose line
was broken read what they missed. It names the sockets that were signed for, as some may hold
a signature that they have not shown yet.
"""

import json
from typing import Any

from redis import Redis

from realtime.layer import CONTROL, redis_clients, send_to_group
from realtime.server import keys

DISCONNECT = "disconnect"


def revoke(told: dict[str, Any]) -> None:
    """`told` names the actor, a session or none, and whether it is a ban."""
    home = redis_clients()[0]
    signed_for = _sockets_of(home, told["actor"], told["session"])
    now = _time(home)
    message = {"type": DISCONNECT, "sockets": signed_for, "at": now, **told}
    home.zadd(keys.REVOCATIONS, {json.dumps(message): now})
    home.zremrangebyscore(keys.REVOCATIONS, "-inf", now - keys.REVOKED_SECONDS)
    send_to_group(CONTROL, message)


def _time(home: Redis) -> float:
    """By Redis' clock: sockets that were opened later are not concerned."""
    told: Any = home.time()
    return float(told[0] + told[1] / 1_000_000)


def _sockets_of(home: Redis, actor: str, session: str) -> list[str]:
    found: Any = home.zrange(keys.sockets(actor), 0, -1)
    ids = [socket_id.decode() for socket_id in found]
    entries: Any = home.mget([keys.socket(socket_id) for socket_id in ids]) if ids else []
    owners = [json.loads(entry) if entry else {} for entry in entries]
    return [
        socket_id
        for socket_id, owner in zip(ids, owners, strict=True)
        if owner.get("actor") == actor and session in {"", owner.get("session")}
    ]
