"""Redis says nothing any more: who has committed does not wait for it."""

import subprocess
import sys
import threading
import time

import pytest
import redis
from django.conf import settings

from realtime import workers
from realtime.layer import redis_client

SILENT_SECONDS = 1.5
FORKS = """
import os, django
django.setup()
from realtime import workers
workers.asking.thread.submit(int).result()
if child := os.fork():
    os.waitpid(child, 0)
else:
    workers.wake_workers()
    workers.asking.thread.submit(int).result()
    os._exit(0)
"""


@pytest.fixture
def asking(monkeypatch):
    """Nothing that another test has asked for is in the way."""
    workers.ask("realtime.tasks.sweep_outbox")  # what is opened only once, is
    redis_client().delete(workers.woken("reverb"))
    monkeypatch.setattr(workers, "asking", workers.Asking())
    yield workers.asking
    workers.asking.thread.shutdown()


@pytest.fixture
def silent_redis(asking):
    redis.Redis.from_url(settings.REDIS_URL).client_pause(int(SILENT_SECONDS * 1000))
    end = time.monotonic() + SILENT_SECONDS
    yield lambda: time.monotonic() < end
    time.sleep(max(0.0, end - time.monotonic()))


def done(asking):
    """Once all that was asked for so far has been tried."""
    asking.thread.submit(int).result(5)


def is_asked_for():
    return redis_client().exists(workers.woken("reverb")) == 1


def test_whoever_has_committed_does_not_wait_until_workers_are_asked(asking):
    is_free = threading.Event()
    asking.thread.submit(is_free.wait)

    workers.wake_workers()
    workers.wake_workers()

    assert not is_asked_for()
    is_free.set()
    done(asking)
    assert is_asked_for()


def test_the_thread_that_asks_gives_up_before_redis_speaks_again(silent_redis, asking):
    workers.wake_workers()
    done(asking)

    assert silent_redis()
    assert asking.rests_until > time.monotonic()


def test_so_does_whoever_asks_a_worker_while_the_broker_is_silent(silent_redis):
    workers.ask("realtime.tasks.sweep_outbox")  # without a key, so at the broker at once

    assert silent_redis()


def test_after_the_rest_workers_are_asked_again(asking):
    asking.rests_until = time.monotonic() + 0.2

    workers.wake_workers()
    done(asking)
    assert not is_asked_for()
    time.sleep(0.25)
    workers.wake_workers()
    done(asking)

    assert is_asked_for()


def test_a_process_that_was_forked_asks_with_a_thread_of_its_own(asking):
    # Celery forks its processes; a thread that stayed behind would never ask.
    subprocess.run([sys.executable, "-c", FORKS], check=True, cwd=settings.BASE_DIR, timeout=30)

    assert is_asked_for()
