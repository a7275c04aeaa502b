"""Whom a site's own servers are, and what they have been told."""

import uuid
from secrets import token_urlsafe

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from chatbot.models.conversations import Conversation
from chatbot.models.sites import Site
from chatsite.ground.deliveries import Delivery, Recipient


def new_secret() -> str:
    return token_urlsafe(32)


class SiteWebhook(Recipient):
    """A server of the site's owner that wants to know what happens there."""

    class Event(models.TextChoices):
        CONVERSATION_OPENED = "conversation.opened", "A conversation begins"
        STATUS_CHANGED = "conversation.status_changed", "A conversation has another status"
        CONVERSATION_RATED = "conversation.rated", "A visitor has rated a conversation"
        MESSAGE_CREATED = "message.created", "Something is said"
        MESSAGE_UPDATED = "message.updated", "A message has changed"

    site = models.ForeignKey(Site, models.CASCADE, related_name="webhooks")
    events = ArrayField(models.CharField(max_length=32, choices=Event))
    secret = models.CharField(
        max_length=64, default=new_secret, editable=False, help_text="What signs our calls."
    )

    class Meta(Recipient.Meta):
        verbose_name = "webhook of a site"
        verbose_name_plural = "webhooks of sites"
        constraints = [
            models.CheckConstraint(
                condition=~Q(events=[]),
                name="sitewebhook_wants_something",
                violation_error_message="Choose at least one kind of event.",
            )
        ]

    def __str__(self) -> str:
        # Never the address: people put secrets into these, and this is what logs show.
        return f"Webhook {self.pk} of {self.site}"

    def renew_secret(self) -> None:
        self.secret = new_secret()
        self.save(update_fields=["secret", "updated_at"])


class SiteWebhookDelivery(Delivery):
    """One piece of news for one webhook: the same bytes at each try, and the same id."""

    content = ("conversation", "event_id", "event", "body")

    webhook = models.ForeignKey(SiteWebhook, models.CASCADE, related_name="deliveries")
    # What is erased with the conversation must not stay here.
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, related_name="+")
    event_id = models.UUIDField(default=uuid.uuid4)
    event = models.CharField(max_length=32)
    body = models.TextField(help_text="What is posted, in JSON.")

    class Meta(Delivery.Meta):
        verbose_name = "delivery to a site"
        verbose_name_plural = "deliveries to sites"
