"""Where events go, as the settings choose."""

import os
import subprocess
import sys

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from realtime import outbox
from realtime.layer import redis_client
from realtime.models import OutboxEvent
from realtime.server import keys
from realtime.testing import TestSocket, drain_here
from realtime.tests.test_outbox import Blinked, Happened

ASK = "from django.conf import settings; print(*settings.REALTIME['BROADCASTERS'])"


def chosen(**environment):
    command = [sys.executable, "-c", ASK]
    known = {name: value for name, value in os.environ.items() if "BROADCAST" not in name}
    given = known | {"DJANGO_SETTINGS_MODULE": "chatsite.settings"} | environment
    return subprocess.run(
        command, check=False, capture_output=True, text=True, env=given, cwd=settings.BASE_DIR
    )


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, "reverb"),
        ({"BROADCAST_CONNECTION": "", "BROADCAST_DRIVER": ""}, "reverb"),
        ({"BROADCAST_DRIVER": "redis"}, "reverb"),
        ({"BROADCAST_CONNECTION": "log", "BROADCAST_DRIVER": "redis"}, "log"),
        ({"BROADCAST_CONNECTION": "pusher,reverb"}, "pusher reverb"),
        ({"BROADCAST_CONNECTION": "null"}, "null"),
    ],
)
def test_the_environment_chooses(environment, names):
    assert chosen(**environment).stdout.split() == names.split()


def test_a_name_that_is_none_is_refused_at_the_start():
    refused = chosen(BROADCAST_CONNECTION="reverb,pigeon")

    assert refused.returncode == 1
    assert refused.stderr.strip() == "BROADCAST_CONNECTION knows no 'pigeon'."


@pytest.mark.django_db(transaction=True)
def test_the_log_says_what_was_told_and_not_the_words(settings, caplog):
    settings.REALTIME = settings.REALTIME | {"BROADCASTERS": ["log"]}

    outbox.publish(Happened(4711))
    drain_here()

    assert "Happened" in caplog.text
    assert "private-a" in caplog.text
    assert "4711" not in caplog.text
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
async def test_our_own_server_tells_in_order_and_remembers_how_far_the_channel_is():
    socket = await TestSocket().open()
    await socket.subscribe("private-a")

    await sync_to_async(publish_and_drain)()

    assert [await socket.read() for _ in range(3)] == [("Happened", {"n": n}) for n in (1, 2, 3)]
    head = redis_client().get(keys.head(settings.REALTIME["APP_ID"], "private-a"))
    assert head == b'{"seq":3}'
    await socket.close()


def publish_and_drain():
    for n in (1, 2, 3):
        outbox.publish(Happened(n))
    drain_here()


@pytest.mark.django_db(transaction=True)
async def test_a_fleeting_event_spares_the_socket_that_caused_it():
    typing, other = await TestSocket().open(), await TestSocket().open()
    for socket in (typing, other):
        await socket.subscribe("private-a")

    await sync_to_async(outbox.publish)(Blinked(1), except_socket=typing.id)

    assert await other.read() == ("Blinked", {"n": 1})
    assert await typing.hears_nothing()
    for socket in (typing, other):
        await socket.close()
