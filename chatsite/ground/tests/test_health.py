import time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from chatsite.embedded import free_port
from chatsite.ground import health, heartbeat


@pytest.fixture
def everybody_works():
    for name in (*heartbeat.QUEUES, heartbeat.TIMETABLE):
        heartbeat.beat(name)


@pytest.fixture
def no_redis(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture
def no_postgres(monkeypatch):
    """Every statement meets a Postgres that is gone."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", free_port())
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    yield
    connection.close()


def states(client):
    return {part["name"]: part["state"] for part in client.get("/health/ready").json()["parts"]}


def test_a_live_process_needs_nothing_else(client, no_redis):
    assert client.get("/health/live").json() == {"status": "live"}


def test_ready_names_each_part(client, db, everybody_works):
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ready"
    assert set(states(client)) >= {
        "process",
        "database",
        "redis",
        "timetable",
        "worker broadcasts",
        "worker default",
    }


def test_without_redis_this_process_still_answers(client, db, everybody_works, no_redis):
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert states(client)["redis"] == "degraded"


@pytest.mark.django_db(transaction=True)
def test_without_postgres_it_cannot_answer(client, everybody_works, no_postgres):
    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["status"] == "unavailable"


def test_a_draining_process_asks_for_no_more_requests(client, db, everybody_works):
    health.draining.set()
    try:
        answer = client.get("/health/ready")
    finally:
        health.draining.clear()

    assert answer.status_code == 503


def test_a_worker_that_lives_but_does_nothing_is_noticed(client, db, everybody_works):
    cache.set("alive:default", time.time() - heartbeat.LATE_SECONDS - 1, timeout=None)

    assert states(client)["worker default"] == "degraded"
    assert states(client)["worker broadcasts"] == "ok"


def test_status_tells_scripts_by_its_exit_code(db, capsys, everybody_works):
    with pytest.raises(SystemExit) as well:
        call_command("status")
    cache.delete("alive:timetable")
    with pytest.raises(SystemExit) as unwell:
        call_command("status")

    assert (well.value.code, unwell.value.code) == (0, 1)
    assert "timetable            degraded" in capsys.readouterr().out


def test_metrics_are_for_this_machine_only(client, db):
    near = client.get("/metrics")
    far = client.get("/metrics", REMOTE_ADDR="203.0.113.9")
    # A proxy on this machine would speak for anybody out there.
    through_a_proxy = client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})

    assert near.status_code == 200
    assert b'smartlink_part_up{part="database"} 1.0' in near.content
    assert (far.status_code, through_a_proxy.status_code) == (403, 403)


def test_metrics_need_the_token_where_there_is_one(client, db, settings):
    settings.METRICS_TOKEN = "a long enough token"

    right = client.get("/metrics", headers={"Authorization": "Bearer a long enough token"})
    wrong = client.get("/metrics", headers={"Authorization": "Bearer guessed"})

    assert (right.status_code, wrong.status_code) == (200, 403)
