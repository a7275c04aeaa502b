"""How often somebody may have signatures for Pusher's sockets.

Of our own sockets we know whose they are, and hubs renew it while they live. Of Pusher's nobody
tells us, so they have no owner here, and people could make up as many socket ids as they like:
it is the person who is counted, not the socket.
"""

from typing import Any

import redis
from django.conf import settings
from rest_framework.request import Request

from chatsite.ground.errors import SlowDown, Unavailable
from realtime.actors import name_of
from realtime.hosted.account import NAME
from realtime.layer import redis_client
from realtime.server import keys

MOST_PER_MINUTE = 1000  # twenty tabs with some dozens of channels, all coming back at once


def count(request: Request) -> None:
    """One more, or say why not."""
    try:
        signed = _count(f"{NAME}:{name_of(request.user)}")
    except redis.RedisError:
        raise Unavailable from None
    if signed > MOST_PER_MINUTE and settings.RATE_LIMITS:
        raise SlowDown("This is too much at once. Wait a minute.", wait=60)


def _count(who: str) -> int:
    with redis_client().pipeline() as pipeline:
        pipeline.incr(keys.signatures(who))
        pipeline.expire(keys.signatures(who), 60, nx=True)
        answers: Any = pipeline.execute()
    return int(answers[0])
