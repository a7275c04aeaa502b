"""Telling other people's servers what happens on channels, in Pusher's format.

Each webhook is told everything in order. What is not taken is tried again for five minutes.
"""

import json
import time
from datetime import timedelta

from chatsite.ground.deliveries import Courier, Letter
from chatsite.ground.outgoing import Refused
from realtime.applications import by_id
from realtime.changes import Change
from realtime.models import Webhook, WebhookDelivery
from realtime.signing import sign_body

EVENTS_AT_ONCE = 50


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


def write(delivery: WebhookDelivery) -> Letter:
    app = by_id(delivery.webhook.app_id)
    if app is None:
        raise Refused("The app of this webhook does not exist any more.")
    # The time of this very call: receivers take nothing that seems older than five minutes.
    body = f'{{"time_ms":{time.time_ns() // 10**6},"events":{delivery.events}}}'.encode()
    headers = {
        "Content-Type": "application/json",
        "X-Pusher-Key": app.key,
        "X-Pusher-Signature": sign_body(app.secret, body),
    }
    return Letter(body, headers)


courier = Courier(
    Webhook,
    WebhookDelivery,
    write,
    tried_for=timedelta(minutes=5),
    longest_pause=timedelta(minutes=1),
)


def _is_wanted(webhook: Webhook, change: Change) -> bool:
    return change.app.id == webhook.app_id and webhook.wants(change.name, change.channel)


def _event(change: Change) -> dict[str, object]:
    told = {name: value for name, value in change.more.items() if name != "user_info"}
    return {"name": change.name, "channel": change.channel, **told}
