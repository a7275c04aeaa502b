"""What a webhook's server does not take is told again, and holds up nobody else."""

import threading
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from chatsite.ground.deliveries import courier
from realtime import tasks, webhooks
from realtime.models import Webhook, WebhookDelivery
from realtime.tests.receivers import hook, log, miss

pytestmark = pytest.mark.django_db(transaction=True)
Status = WebhookDelivery.Status


@pytest.fixture
def soon(monkeypatch):
    """No pause between two attempts."""
    monkeypatch.setattr(courier, "_pause", lambda *_: timedelta(0))


def test_what_is_not_taken_is_told_again_before_anything_newer(told, receiver, soon):
    receiver.codes = [500, 302, 404]
    miss("cache-1")
    miss("cache-2")

    for _ in range(4):
        webhooks.courier.deliver()

    assert receiver.channels() == ["cache-1"] * 4 + ["cache-2"]
    assert log() == [(Status.DELIVERED, 4, 200), (Status.DELIVERED, 1, 200)]


def test_the_pause_grows_and_what_failed_is_written_down(told, receiver, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    receiver.codes = [500] * 99
    miss("cache-x")
    began, tried = timezone.now(), []

    for _ in range(370):
        before = len(receiver.calls)
        webhooks.courier.deliver()
        if len(receiver.calls) > before:
            tried.append((timezone.now() - began).total_seconds())
        time_machine.shift(1)

    pauses = [later - earlier for earlier, later in pairwise(tried)]
    assert 7 <= len(tried) <= 14
    assert pauses[0] <= 2
    assert 29 <= pauses[-1] <= 61
    assert tried[-1] <= 300
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.answer_code) == (Status.FAILED, 500)
    assert delivery.error.startswith("thanks ��!!!")
    assert len(delivery.error) == 500
    assert delivery.ended_at


def test_a_server_that_answers_nobody_does_not_fall_behind_for_ever(
    told, receiver, time_machine, soon
):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    receiver.codes = [500]
    for number in range(4):
        miss(f"cache-{number}")
    webhooks.courier.deliver()

    time_machine.shift(301)
    miss("cache-new")
    webhooks.courier.deliver()

    assert [status for status, *_ in log()] == [Status.FAILED] * 4 + [Status.DELIVERED]
    assert receiver.channels() == ["cache-0", "cache-new"]


def test_what_waited_for_a_worker_is_told_however_old(told, receiver, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    miss("cache-x")

    time_machine.shift(3600)
    webhooks.courier.deliver()

    assert log() == [(Status.DELIVERED, 1, 200)]


def test_a_slow_server_holds_up_nobody(receive, monkeypatch):
    monkeypatch.setattr(courier, "CALL_SECONDS", 1.0)
    tar_pits, quick = [receive() for _ in range(5)], receive()
    for tar_pit in tar_pits:
        tar_pit.seconds = 1.5
        hook(tar_pit)
    hook(quick)
    miss("cache-x")
    began = time.monotonic()

    turn = threading.Thread(target=webhooks.courier.deliver)
    turn.start()
    while not quick.calls:
        assert time.monotonic() - began < 0.9
        time.sleep(0.01)
    turn.join()

    slow = WebhookDelivery.objects.filter(status=Status.WAITING)
    assert slow.count() == 5
    assert all(delivery.error.endswith("within 1 seconds.") for delivery in slow)


def test_one_call_at_a_time_whoever_delivers(told, receiver):
    receiver.seconds = 0.05
    names = [f"cache-{number}" for number in range(5)]
    for name in names:
        miss(name)

    turns = [threading.Thread(target=webhooks.courier.deliver) for _ in range(3)]
    for turn in turns:
        turn.start()
    for turn in turns:
        turn.join()

    assert receiver.most_at_once == 1
    assert receiver.channels() == names


def test_a_worker_that_died_while_calling_is_replaced(told, receiver, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    miss("cache-x")
    webhooks.courier._claim(told.pk)

    webhooks.courier.deliver()
    assert receiver.calls == []
    time_machine.shift(31)
    webhooks.courier.deliver()

    assert log() == [(Status.DELIVERED, 2, 200)]


def test_a_webhook_that_is_switched_off_gives_up_what_waits(told, receiver):
    miss("cache-x")
    told.is_active = False
    told.save()

    webhooks.courier.deliver()

    assert receiver.calls == []
    assert WebhookDelivery.objects.get().error == "The webhook was switched off."


def test_an_app_that_is_gone_is_told_nothing(told, receiver):
    miss("cache-x")
    Webhook.objects.update(app_id="gone")

    webhooks.courier.deliver()

    assert log() == [(Status.FAILED, 1, None)]


def test_sending_again_keeps_the_log(told, receiver):
    miss("cache-x")
    webhooks.courier.deliver()

    WebhookDelivery.objects.get().again()
    webhooks.courier.deliver()

    assert receiver.channels() == ["cache-x", "cache-x"]
    assert log() == [(Status.DELIVERED, 1, 200)] * 2


def test_the_log_is_kept_for_a_week(told):
    miss("cache-old")
    WebhookDelivery.objects.update(created_at=timezone.now() - timedelta(days=7, seconds=1))
    miss("cache-new")

    tasks.forget_old_deliveries()

    assert "cache-new" in WebhookDelivery.objects.get().events
