"""What a site's own servers are told, in calls that are signed: which saves become which calls.

They are told what visitors may see, in the shapes that the API gives visitors: notes and
whatever else only operators see never leave by this road.
"""

import hmac
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import BaseSerializer

from chatbot.models import Conversation, Message, SiteWebhook, SiteWebhookDelivery
from chatbot.serializers.shapes import ConversationSerializer, MessageSerializer
from chatsite.ground.deliveries import Courier, Letter
from chatsite.ground.remembering import remembered

Event = SiteWebhook.Event
Shape = Callable[[Any], BaseSerializer[Any]]

# How long a new webhook may not be told yet: without any, news costs no query.
KEPT_SECONDS = 5
TEST = "test"


@receiver(post_save, sender=Conversation)
def conversation_saved(
    instance: Conversation, created: bool, raw: bool = False, **_: object
) -> None:
    if raw:  # fixtures are not news
        return
    if created:
        tell(instance, Event.CONVERSATION_OPENED, ConversationSerializer, instance)
        return
    if instance.changed("status"):
        tell(instance, Event.STATUS_CHANGED, ConversationSerializer, instance)
    if instance.changed("rating"):
        tell(instance, Event.CONVERSATION_RATED, ConversationSerializer, instance)


@receiver(post_save, sender=Message)
def message_saved(instance: Message, created: bool, raw: bool = False, **_: object) -> None:
    if created and not raw:
        tell(instance.conversation, Event.MESSAGE_CREATED, MessageSerializer, instance)
    elif instance.changed("changed_seq") and not raw:
        tell(instance.conversation, Event.MESSAGE_UPDATED, MessageSerializer, instance)


def tell(conversation: Conversation, event: str, shape: Shape, row: Any) -> None:
    """Store, in the transaction that causes it, what each webhook of the site is to be told."""
    if conversation.site_id is None:  # members talk among themselves
        return
    if conversation.site_id not in sites_with_webhooks():
        return
    of_site = SiteWebhook.objects.filter(site_id=conversation.site_id, is_active=True)
    if webhooks := of_site.filter(events__contains=[event]).select_related("site"):
        _store(list(webhooks), event, shape(row).data, conversation)


def send_test(webhook: SiteWebhook) -> None:
    """To see whether calls arrive, before anything has happened."""
    _store([webhook], TEST, {})


@remembered(seconds=KEPT_SECONDS)
def sites_with_webhooks() -> frozenset[int]:
    active = SiteWebhook.objects.filter(is_active=True)
    return frozenset(active.values_list("site_id", flat=True))


def sign(secret: str, event_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{event_id}.{timestamp}.".encode() + body
    return f"v1={hmac.new(secret.encode(), signed, sha256).hexdigest()}"


def write(delivery: SiteWebhookDelivery) -> Letter:
    event_id, body = str(delivery.event_id), delivery.body.encode()
    # The time of this very call, so that receivers can refuse what somebody kept and replays.
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "SmartLink",
        "SmartLink-Webhook-Id": event_id,
        "SmartLink-Timestamp": timestamp,
        "SmartLink-Signature": sign(delivery.webhook.secret, event_id, timestamp, body),
    }
    return Letter(body, headers)


courier = Courier(
    SiteWebhook,
    SiteWebhookDelivery,
    write,
    tried_for=timedelta(days=1),
    longest_pause=timedelta(minutes=1),
    aside_for=timedelta(minutes=15),
)


def _store(
    webhooks: list[SiteWebhook], event: str, data: Any, conversation: Conversation | None = None
) -> None:
    event_id = uuid.uuid4()
    told = {
        "id": str(event_id),
        "type": event,
        "created_at": timezone.now(),
        "site": webhooks[0].site.public_key,
        "data": data,
    }
    body = JSONRenderer().render(told).decode()
    SiteWebhookDelivery.objects.bulk_create(
        SiteWebhookDelivery(
            webhook=webhook, conversation=conversation, event_id=event_id, event=event, body=body
        )
        for webhook in webhooks
    )
