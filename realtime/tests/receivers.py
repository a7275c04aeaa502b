"""What makes Pusher's webhooks happen, for their tests."""

from realtime import reading
from realtime.models import Webhook, WebhookDelivery
from realtime.tests import hubs

ALL = Webhook.Event.values


def hook(receiver, **more):
    fields = {"app_id": "smartlink", "url": receiver.url, "events": ALL} | more
    return Webhook.objects.create(**fields)


def miss(*channels):
    for channel in channels:
        hubs.tell("cache_miss", channel)
    reading.read()


def log():
    return list(WebhookDelivery.objects.values_list("status", "attempts", "answer_code"))
