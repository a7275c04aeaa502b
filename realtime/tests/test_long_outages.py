"""Rights that end while a socket process cannot hear of it."""

import json

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from realtime.layer import CONTROL, layer, redis_clients
from realtime.server import hub, keys
from realtime.testing.endings import listen, told_the_sockets

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3600


async def test_a_process_that_was_cut_off_for_long_closes_the_sockets_when_it_is_back(alice):
    # Attack: to lose one's rights while the process that holds one's socket hears nothing.
    browser = AsyncClient()
    await sync_to_async(browser.force_login)(alice)
    socket = await listen(browser, f"private-user.{alice.pk}")
    layer().here().leave(CONTROL)
    alice.is_active = False
    await alice.asave()
    await told_the_sockets()
    an_hour_passes()

    hub.hub().restored()

    assert (await socket.closed())[0] == 4200


def an_hour_passes():
    """Since the socket was opened, and since its owner's rights have ended."""
    for socket in hub.hub().sockets.values():
        socket.opened_at -= 2 * HOUR
    home = redis_clients()[0]
    for text in home.zrange(keys.REVOCATIONS, 0, -1):
        message = json.loads(text)
        message["at"] -= HOUR
        message["sockets"] = []
        home.zrem(keys.REVOCATIONS, text)
        home.zadd(keys.REVOCATIONS, {json.dumps(message): message["at"]})
