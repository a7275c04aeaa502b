"""Other people's servers are told what happens on channels."""

import json
import re
import time
from datetime import timedelta

import pytest
from pusher import Pusher

from realtime import reading, tasks, webhooks
from realtime.changes import SIGNALS
from realtime.models import Webhook, WebhookDelivery
from realtime.signing import sign_body
from realtime.tests import hubs
from realtime.tests.receivers import ALL, hook, log, miss

pytestmark = pytest.mark.django_db(transaction=True)
Status = WebhookDelivery.Status


def test_a_body_is_what_pushers_own_sdk_accepts(told, receiver, settings):
    ours = settings.REALTIME
    sdk = Pusher("1", ours["KEY"], ours["SECRET"], host="localhost")
    miss("cache-x")

    webhooks.courier.deliver()

    ((headers, body),) = receiver.calls
    read = sdk.validate_webhook(headers["X-Pusher-Key"], headers["X-Pusher-Signature"], body)
    assert read["events"] == [{"name": "cache_miss", "channel": "cache-x"}]
    assert abs(read["time_ms"] - time.time() * 1000) < 5000
    assert headers["X-Pusher-Signature"] == sign_body(ours["SECRET"], body)
    assert headers["Content-Type"] == "application/json"
    assert log() == [(Status.DELIVERED, 1, 200)]


def test_each_kind_of_event_has_pushers_shape(told, receiver, monkeypatch):
    monkeypatch.setattr("realtime.occupancy.GRACE", timedelta(0))
    who = {"user_id": "5", "user_info": {"name": "Alice", "phone": "private"}}
    said = {"event": "client-x", "data": '{"a":1}', "socket_id": "1.1"}
    channel = {"channel": "presence-x"}
    hubs.tell("channel_occupied", **channel)
    hubs.tell("member_added", **channel, **who)
    hubs.tell("client_event", **channel, **said, user_id="5")
    hubs.tell("client_event", "private-x", **said)
    hubs.tell("subscription_count", "public", subscription_count=3)
    hubs.tell("cache_miss", "cache-x")
    hubs.tell("member_removed", **channel, **who)
    hubs.tell("channel_vacated", **channel)
    reading.read()

    webhooks.courier.deliver()

    assert receiver.events() == [
        {"name": "channel_occupied", **channel},
        {"name": "member_added", **channel, "user_id": "5"},
        {"name": "client_event", **channel, **said, "user_id": "5"},
        {"name": "client_event", "channel": "private-x", **said},
        {"name": "subscription_count", "channel": "public", "subscription_count": 3},
        {"name": "cache_miss", "channel": "cache-x"},
        {"name": "member_removed", **channel, "user_id": "5"},
        {"name": "channel_vacated", **channel},
    ]


def test_a_webhook_hears_what_it_chose_of_its_own_app(receive, settings):
    other = {"id": "other", "key": "k", "secret": "s"}
    settings.REALTIME = {**settings.REALTIME, "APPS": [other]}
    chosen, prefixed, foreign, off = receive(), receive(), receive(), receive()
    hook(chosen, events=["cache_miss"])
    hook(prefixed, channel_prefix="private-cache-")
    hook(foreign, app_id="other")
    hook(off, is_active=False)
    hubs.tell("cache_miss", "cache-x")
    hubs.tell("cache_miss", "private-cache-x")
    hubs.tell("subscription_count", "cache-x", subscription_count=1)
    hubs.tell("cache_miss", "cache-y", "other")
    reading.read()

    webhooks.courier.deliver()

    assert chosen.channels() == ["cache-x", "private-cache-x"]
    assert prefixed.channels() == ["private-cache-x"]
    assert foreign.channels() == ["cache-y"]
    assert foreign.calls[0][0]["X-Pusher-Key"] == "k"
    assert off.calls == []


def test_events_travel_together_but_not_too_many(told, receiver):
    names = [f"cache-{number}" for number in range(120)]
    miss(*names)

    webhooks.courier.deliver()

    assert receiver.channels() == names
    assert [len(json.loads(body)["events"]) for _, body in receiver.calls] == [50, 50, 20]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/", "https://127.0.0.1/", "https://10.0.0.1/", "ftp://x.example/"]
)
def test_our_own_network_is_never_called(settings, url):
    # Attack (SSRF): a webhook that has us knock at doors behind the firewall.
    settings.OUTGOING_ALLOW_INSECURE = False
    Webhook.objects.create(app_id="smartlink", url=url, events=ALL)
    miss("cache-x")

    webhooks.courier.deliver()

    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.attempts, delivery.answer_code) == (Status.FAILED, 1, None)
    assert re.match("The address ", delivery.error)


def test_text_that_postgres_cannot_keep_stops_nothing(told, receiver):
    # Attack: a client event with characters that jsonb refuses, to block everybody's webhooks.
    said = {"event": "client-x", "data": "\0 \ud800", "socket_id": "1.1"}
    hubs.tell("client_event", "private-x", **said)
    miss("cache-x")

    webhooks.courier.deliver()

    first, second = receiver.events()
    assert first["data"] == "\0 \ud800"
    assert second["channel"] == "cache-x"


def test_the_reader_calls_for_delivery_once_and_only_when_something_is_due(told, monkeypatch):
    called = []
    monkeypatch.setattr(tasks.deliver_webhooks, "apply_async", lambda **_: called.append(1))
    tasks.read_changes()
    assert called == []

    hubs.tell("cache_miss", "cache-x")
    for _ in range(3):
        tasks.read_changes()
    assert called == [1]

    tasks.deliver_webhooks()
    hubs.tell("cache_miss", "cache-y")
    tasks.read_changes()

    assert called == [1, 1]


def test_whatever_hubs_tell_can_be_chosen():
    assert set(ALL) == SIGNALS.keys()
