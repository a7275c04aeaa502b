"""What realtime remembers: what waits to be told, who was there, and who else wants to know."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from chatsite.ground.deliveries import Delivery, Recipient


class OutboxEvent(models.Model):
    """What one broadcaster has yet to tell one audience, committed together with its cause."""

    broadcaster = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    channels = models.JSONField()
    payload = models.JSONField()
    heads = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it has failed.")
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    parked_at = models.DateTimeField(
        null=True, help_text="When it was given up: it has failed too often."
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["broadcaster", "id"],
                condition=Q(parked_at=None),
                name="outboxevent_waiting",
            ),
            models.Index(
                fields=["parked_at"],
                condition=Q(parked_at__isnull=False),
                name="outboxevent_parked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} to {', '.join(self.channels) or 'all socket processes'}"


class LastSeen(models.Model):
    """When a user was last on a presence channel of ours. Only `realtime.attendance` writes it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="last_seen_entry"
    )
    last_seen = models.DateTimeField(db_index=True)
    is_online = models.BooleanField(default=False)
    channels = ArrayField(
        models.CharField(max_length=164), default=list, help_text="Where they are at the moment."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-last_seen"]
        verbose_name_plural = "last seen"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_online=True) ^ Q(channels=[]),
                name="lastseen_is_online_iff_on_a_channel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.last_seen:%Y-%m-%d %H:%M}"


class OccupiedChannel(models.Model):
    """A channel that was told to be occupied, until its vacancy has been told as well."""

    app_id = models.CharField(max_length=64)
    channel = models.CharField(max_length=164)
    vacancy_due_at = models.DateTimeField(
        null=True, db_index=True, help_text="When to look whether it is still empty, and to say so."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["app_id", "channel"], name="occupiedchannel_is_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.app_id}: {self.channel}"


class ReadChanges(models.Model):
    """What was read last of the hubs' stream on one host, stored with the work that came of it.

    An entry that is still in the stream although it stands here was not removed in time.
    """

    host = models.PositiveSmallIntegerField(primary_key=True)
    entries = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Host {self.host}"


class Webhook(Recipient):
    """An address that wants to be told what happens on the channels of an app."""

    class Event(models.TextChoices):
        CHANNEL_OCCUPIED = "channel_occupied", "A channel has its first subscriber"
        CHANNEL_VACATED = "channel_vacated", "A channel has lost its last subscriber"
        MEMBER_ADDED = "member_added", "Somebody came to a presence channel"
        MEMBER_REMOVED = "member_removed", "Somebody left a presence channel"
        CLIENT_EVENT = "client_event", "A client sent an event"
        CACHE_MISS = "cache_miss", "A cache channel had nothing to show"
        SUBSCRIPTION_COUNT = "subscription_count", "The number of subscribers changed"

    app_id = models.CharField("app", max_length=64)
    events = ArrayField(models.CharField(max_length=32, choices=Event))
    channel_prefix = models.CharField(
        max_length=164, blank=True, help_text="Only channels that begin like this; empty for all."
    )

    class Meta(Recipient.Meta):
        permissions = [
            ("view_console", "May see how realtime is: sockets, channels, processes"),
            ("use_console", "May listen to any channel and publish test events"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(events=[]),
                name="webhook_wants_something",
                violation_error_message="Choose at least one kind of event.",
            )
        ]

    def __str__(self) -> str:
        # Never the address: people put secrets into these, and this is what logs show.
        return f"Webhook {self.pk} of {self.app_id}"

    def wants(self, name: str, channel: str) -> bool:
        return name in self.events and channel.startswith(self.channel_prefix)


class WebhookDelivery(Delivery):
    """Some events for one webhook, and how telling them went."""

    content = ("events",)

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    # Text, not jsonb: what clients send may have characters that Postgres keeps only escaped.
    events = models.TextField(help_text="A list in JSON.")

    class Meta(Delivery.Meta):
        verbose_name_plural = "webhook deliveries"
