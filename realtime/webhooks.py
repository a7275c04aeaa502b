"""Telling other people's servers what happens on channels, in Pusher's format.

Each webhook is told everything in order, one call at a time; a slow one holds up no other.
What is not taken is tried again, less and less often, for five minutes, and then parked.
"""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from chatsite.ground.outgoing import Refused, Unreachable, post
from realtime.applications import Application, by_id
from realtime.changes import Change
from realtime.models import Webhook, WebhookDelivery
from realtime.signing import sign_body

log = structlog.get_logger(__name__)

EVENTS_AT_ONCE = 50
CALL_SECONDS = 5.0
TURN_SECONDS = 5.0
CALLS_AT_ONCE = 8
LONGEST_PAUSE_SECONDS = 60
TRIED_FOR = timedelta(minutes=5)
# A worker that dies while it calls leaves the delivery to another one after this long.
CALL_IS_LOST_AFTER = timedelta(seconds=30)
KEPT_FOR = timedelta(days=7)
ERROR_LENGTH = 500

Status = WebhookDelivery.Status


@dataclass(frozen=True)
class Outcome:
    code: int | None = None
    error: str = ""
    is_final: bool = False

    @property
    def is_success(self) -> bool:
        return self.code is not None and 200 <= self.code < 300


def enqueue(changes: list[Change]) -> None:
    """Store, in the caller's transaction, what each webhook is to be told of these."""
    webhooks = Webhook.objects.filter(is_active=True) if changes else []
    deliveries = [
        WebhookDelivery(webhook=webhook, events=json.dumps(events[start : start + EVENTS_AT_ONCE]))
        for webhook in webhooks
        if (events := [_event(change) for change in changes if _is_wanted(webhook, change)])
        for start in range(0, len(events), EVENTS_AT_ONCE)
    ]
    WebhookDelivery.objects.bulk_create(deliveries)


def send_again(delivery: WebhookDelivery) -> WebhookDelivery:
    """The same events once more, after whatever is waiting; the log keeps what happened before."""
    return WebhookDelivery.objects.create(webhook=delivery.webhook, events=delivery.events)


def deliver() -> None:
    """One turn: whatever is due, of several webhooks at once."""
    switched_off = WebhookDelivery.objects.filter(status=Status.WAITING, webhook__is_active=False)
    switched_off.update(
        status=Status.FAILED, ended_at=timezone.now(), error="The webhook was switched off."
    )
    with ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="webhooks") as threads:
        list(threads.map(_deliver_in_thread, due()))


def due() -> list[int]:
    """The webhooks whose oldest waiting delivery may be tried now."""
    waiting = WebhookDelivery.objects.filter(status=Status.WAITING, webhook__is_active=True)
    oldest = waiting.order_by("webhook_id", "pk").distinct("webhook_id")
    now = timezone.now()
    times = oldest.values_list("webhook_id", "next_try_at")
    return [webhook_id for webhook_id, next_try_at in times if next_try_at <= now]


def forget_old() -> None:
    WebhookDelivery.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()


def _is_wanted(webhook: Webhook, change: Change) -> bool:
    return change.app.id == webhook.app_id and webhook.wants(change.name, change.channel)


def _event(change: Change) -> dict[str, object]:
    told = {name: value for name, value in change.more.items() if name != "user_info"}
    return {"name": change.name, "channel": change.channel, **told}


def _deliver_in_thread(webhook_id: int) -> None:
    try:
        _deliver(webhook_id)
    except Exception:
        # The claim runs out, and the delivery is tried again then.
        log.exception("webhook_not_delivered", webhook=webhook_id)
    finally:
        connection.close()


def _deliver(webhook_id: int) -> None:
    end = time.monotonic() + TURN_SECONDS
    while time.monotonic() < end and (delivery := _claim(webhook_id)):
        outcome = _call(delivery)
        _note(delivery, outcome)
        if not outcome.is_success and not outcome.is_final:
            return


@transaction.atomic
def _claim(webhook_id: int) -> WebhookDelivery | None:
    """The oldest waiting one, if it is due; nobody else will call this webhook meanwhile."""
    waiting = WebhookDelivery.objects.filter(webhook_id=webhook_id, status=Status.WAITING)
    oldest = waiting.select_for_update(of=["self"]).select_related("webhook").first()
    now = timezone.now()
    if oldest is None or oldest.next_try_at > now:
        return None
    if oldest.first_tried_at and oldest.first_tried_at <= now - TRIED_FOR:
        _park(oldest, now)
        return _claim(webhook_id)
    oldest.first_tried_at = oldest.first_tried_at or now
    oldest.attempts += 1
    oldest.next_try_at = now + CALL_IS_LOST_AFTER
    oldest.save(update_fields=["first_tried_at", "attempts", "next_try_at"])
    return oldest


def _park(oldest: WebhookDelivery, now: datetime) -> None:
    """It has had its time, and so has what waited behind it for as long: else a webhook that
    answers nobody would fall behind for ever."""
    waiting = WebhookDelivery.objects.filter(webhook=oldest.webhook, status=Status.WAITING)
    waiting.filter(pk=oldest.pk).update(status=Status.FAILED, ended_at=now)
    behind = waiting.filter(created_at__lte=now - TRIED_FOR)
    behind.update(status=Status.FAILED, ended_at=now, error="Others before it were not taken.")
    log.warning("webhook_parked", webhook=oldest.webhook_id, delivery=oldest.pk)


def _call(delivery: WebhookDelivery) -> Outcome:
    app = by_id(delivery.webhook.app_id)
    if app is None:
        return Outcome(error="The app of this webhook does not exist any more.", is_final=True)
    body = _body(delivery)
    try:
        answer = post(delivery.webhook.url, body, _headers(app, body), timeout=CALL_SECONDS)
    except Refused as reason:
        return Outcome(error=str(reason), is_final=True)
    except Unreachable as reason:
        return Outcome(error=str(reason))
    return Outcome(answer.status, answer.body.decode(errors="replace"))


def _body(delivery: WebhookDelivery) -> bytes:
    # The time of this very call: receivers take nothing that seems older than five minutes.
    return f'{{"time_ms":{time.time_ns() // 10**6},"events":{delivery.events}}}'.encode()


def _headers(app: Application, body: bytes) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "X-Pusher-Key": app.key,
        "X-Pusher-Signature": sign_body(app.secret, body),
    }


def _note(delivery: WebhookDelivery, outcome: Outcome) -> None:
    now = timezone.now()
    error = "" if outcome.is_success else outcome.error.replace("\0", "\N{REPLACEMENT CHARACTER}")
    told: dict[str, object] = {"answer_code": outcome.code, "error": error[:ERROR_LENGTH]}
    if outcome.is_success:
        told |= {"status": Status.DELIVERED, "ended_at": now}
    elif outcome.is_final:
        told |= {"status": Status.FAILED, "ended_at": now}
    else:
        told |= {"next_try_at": now + timedelta(seconds=_pause(delivery.attempts))}
    # Not `save`, which complains when the webhook is being deleted just now.
    WebhookDelivery.objects.filter(pk=delivery.pk).update(**told)


def _pause(attempts: int) -> float:
    longest = min(2**attempts, LONGEST_PAUSE_SECONDS)
    return random.uniform(longest / 2, longest)  # noqa: S311 - no secret
