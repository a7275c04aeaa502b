import asyncio
import json
import time
from datetime import timedelta
from io import StringIO

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client import REGISTRY

from chatsite.embedded import free_port
from realtime import applications
from realtime.census import COUNTED, MOST_SHOWN, Question
from realtime.layer import redis_clients
from realtime.metrics import HELP, Realtime
from realtime.models import OutboxEvent, Webhook, WebhookDelivery
from realtime.server import keys
from realtime.server.hub import hub
from realtime.server.leases import LEASE_SECONDS
from realtime.server.metrics import counters
from realtime.status import REDIS_IS_AWAY, status
from realtime.testing import TestSocket, until

pytestmark = pytest.mark.django_db
OTHER = {
    "id": "other",
    "key": "other-public-key",
    "secret": "other-secret",
    "client_events": False,
    "encryption_master_key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
}


@pytest.fixture
def other_app(settings):
    settings.REALTIME = {**settings.REALTIME, "APPS": [OTHER]}
    return applications.by_id("other")


@pytest.fixture
def no_redis(monkeypatch, settings):
    client = redis.Redis(port=free_port(), **settings.REDIS_TIMEOUT)
    monkeypatch.setattr("realtime.census.redis_clients", lambda: [client])


def process(name, *, lives=True, age=100, channels=None, **counted):
    """One that has just told its counters, or whose lease has ended."""
    client, now = redis_clients()[0], int(time.time())
    client.zadd(keys.PROCESSES, {name: now + LEASE_SECONDS if lives else now - 1})
    client.hset(keys.process(name), mapping={"process": name, "started_at": now - age, **counted})
    for place, count in (channels or {}).items():
        client.hset(keys.channels(name), keys.place(*place), count)


def members(name, app, channel, *ids):
    told = {json.dumps(id_): "null" for id_ in ids}
    redis_clients()[0].hset(keys.members(name, app, channel), mapping=told)


def ask(*options):
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("realtime_status", *options, stdout=out, stderr=err)
    return ended.value.code, out.getvalue() + err.getvalue()


def sample(name, **labels):
    return REGISTRY.get_sample_value(f"smartlink_realtime_{name}", labels)


def test_what_two_processes_counted_is_added_up():
    process("a", sockets=2, events=100, **{"sockets:smartlink": 2})
    process("b", sockets=3, events=300, evictions=1, **{"sockets:smartlink": 3})

    found = status()

    assert (found.totals["sockets"], found.totals["events"], found.totals["evictions"]) == (
        5,
        400,
        1,
    )
    assert found.per_second["events"] == pytest.approx(4, abs=0.1)
    assert [app.sockets for app in found.apps] == [5]


def test_a_process_whose_lease_has_ended_does_not_count():
    process("a", sockets=2)
    process("dead", lives=False, sockets=9, channels={("smartlink", "x"): 9})

    found = status()

    assert [each.id for each in found.processes] == ["a"]
    assert found.totals["sockets"] == 2
    assert found.channels.total == 0


def test_a_channel_has_the_subscriptions_of_all_processes_and_each_user_once(other_app):
    process("a", channels={("smartlink", "presence-x"): 2, ("other", "presence-x"): 7})
    process("b", channels={("smartlink", "presence-x"): 1, ("smartlink", "news"): 1})
    members("a", "smartlink", "presence-x", "1", 1)
    members("b", "smartlink", "presence-x", "1")

    listed = status(Question(app="smartlink")).channels.listed

    assert [(each.name, each.subscriptions, each.users) for each in listed] == [
        ("presence-x", 3, 2),  # "1" and 1 are two people
        ("news", 1, None),
    ]
    assert {app.id: app.channels for app in status().apps} == {"smartlink": 2, "other": 1}


def test_the_busiest_channels_are_listed_and_the_rest_counted():
    process("a", channels={("smartlink", f"room-{n:03}"): n + 1 for n in range(MOST_SHOWN + 20)})

    busiest = status().channels
    by_name = status(Question(prefix="room-0", is_by_name=True)).channels

    assert (busiest.found, busiest.more, len(busiest.listed)) == (120, 20, MOST_SHOWN)
    assert busiest.listed[0].name == "room-119"
    assert (by_name.total, by_name.found, by_name.more) == (120, 100, 0)
    assert by_name.listed[0].name == "room-000"


def waiting(name, **more):
    return OutboxEvent.objects.create(
        broadcaster="reverb", name=name, channels=["x"], payload={}, **more
    )


def test_without_redis_it_says_so_and_tells_what_postgres_knows(no_redis):
    waiting("Happened")

    found = status()

    assert found.is_redis_away
    assert found.complaints == [REDIS_IS_AWAY]
    assert [app.sockets for app in found.apps] == [None]
    assert [backlog.waiting for backlog in found.outbox] == [1]
    assert json.dumps(found.as_json())


def test_what_is_told_holds_no_secret(other_app):
    Webhook.objects.create(app_id="other", url="https://x.example/?t=hush", events=["cache_miss"])

    told = json.dumps(status().as_json())

    for secret in ("other-secret", "other-public-key", "test-secret", "AAECAwQF", "hush"):
        assert secret not in told
    options = status().apps[1].options
    assert options == {"client_events": "off", "encryption_master_key": "set"}


def test_webhooks_show_what_waits_what_failed_and_how_the_last_one_went():
    webhook = Webhook.objects.create(
        app_id="smartlink", url="https://x.example", events=["cache_miss"]
    )
    for state in ("delivered", "failed", "failed", "waiting"):
        WebhookDelivery.objects.create(webhook=webhook, events="[]", status=state, answer_code=500)

    (found,) = status().webhooks

    assert (found.waiting, found.failed) == (1, 2)
    assert (found.last_status, found.last_code) == ("waiting", 500)


def test_it_costs_the_same_however_many_webhooks_there_are():
    def add():
        Webhook.objects.create(app_id="smartlink", url="https://x.example", events=["cache_miss"])

    add()
    with CaptureQueriesContext(connection) as few:
        status()
    for _ in range(5):
        add()

    with CaptureQueriesContext(connection) as many:
        status()
    assert len(many) == len(few) <= 3


async def test_a_real_process_is_seen_as_it_is():
    socket = await TestSocket().open()
    await socket.subscribe("presence-x", member={"user_id": "1"})
    key = keys.channels(hub().cluster.process)
    await until(lambda: redis_clients()[0].hlen(key))
    await hub().upkeep._beat()

    found = await asyncio.to_thread(status)

    assert found.totals["sockets"] == 1
    assert [(each.name, each.users) for each in found.channels.listed] == [("presence-x", 1)]
    assert found.processes[0].id == hub().cluster.process


def test_the_command_prints_tables_and_says_that_all_is_well():
    process("a1b2", sockets=2, events=100, channels={("smartlink", "news"): 2})

    code, said = ask()

    assert code == 0
    assert "a1b2" in said
    assert "smartlink  news     2" in said
    assert said.endswith("Realtime is well.\n")


def test_the_command_tells_programs_everything():
    process("a", channels={("smartlink", "news"): 2, ("smartlink", "weather"): 1})

    code, said = ask("--json", "--prefix", "w")

    told = json.loads(said)
    assert code == 0
    assert told["channels"]["listed"] == [
        {"app": "smartlink", "name": "weather", "subscriptions": 1, "users": None}
    ]
    assert told["totals"]["sockets"] == 0


def test_the_command_ends_with_one_when_events_wait_too_long():
    waiting("Happened")
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(seconds=60))

    code, said = ask()

    assert code == 1
    assert "Events for reverb have been waiting for 60 s" in said


def test_the_command_ends_with_two_when_redis_is_away(no_redis):
    code, said = ask()

    assert code == 2
    assert REDIS_IS_AWAY in said
    assert "Channels" not in said.split("Options")[1]


def test_each_counter_has_words_of_its_own_and_is_told_of():
    told = (settings.BASE_DIR / "docs/operations.md").read_text()

    assert set(COUNTED) <= HELP.keys()
    for name in COUNTED:
        assert f"smartlink_realtime_{name}_total" in told, name


def test_metrics_tell_what_this_process_has_counted(client, monkeypatch):
    monkeypatch.setattr(counters, "evictions", 3)

    page = client.get("/metrics").content.decode()

    assert "smartlink_realtime_evictions_total 3.0" in page
    assert f"# HELP smartlink_realtime_evictions_total {HELP['evictions']}" in page
    assert "smartlink_realtime_sockets 0.0" in page
    assert "smartlink_realtime_channels 0.0" in page


def test_metrics_tell_what_waits():
    waiting("Happened", parked_at=None)
    waiting("Spoiled", parked_at=timezone.now())
    webhook = Webhook.objects.create(
        app_id="smartlink", url="https://x.example", events=["cache_miss"]
    )
    WebhookDelivery.objects.create(webhook=webhook, events="[]", status="failed")

    assert sample("outbox_waiting", broadcaster="reverb") == 1
    assert sample("outbox_age_seconds", broadcaster="reverb") > 0
    assert sample("outbox_parked", broadcaster="reverb") == 1
    assert sample("webhook_deliveries", status="failed") == 1
    assert sample("webhook_deliveries", status="waiting") == 0


def test_metrics_are_collected_once():
    collectors = REGISTRY._collector_to_names
    assert sum(isinstance(each, Realtime) for each in collectors) == 1
