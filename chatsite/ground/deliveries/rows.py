"""The columns that calls need, for the models of the apps that make them."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Recipient(models.Model):
    """An address that is told things, one call at a time."""

    url = models.URLField("address", max_length=500)
    is_active = models.BooleanField("active", default=True)
    failing_since = models.DateTimeField(
        null=True, editable=False, help_text="Since when it has taken nothing, if so."
    )
    rests_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["pk"]


class Delivery(models.Model):
    """What one recipient is told, its `webhook`, and how telling it went.

    `content` names the fields that say what is told.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"

    content: ClassVar[tuple[str, ...]]
    webhook: Any
    webhook_id: int

    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    answer_code = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    first_tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["webhook", "id"], condition=Q(status="waiting"), name="%(class)s_waiting"
            ),
            models.Index(fields=["webhook"], condition=Q(status="failed"), name="%(class)s_failed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "delivered", "failed"]),
                name="%(class)s_status_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"

    def again(self) -> Self:
        """The same once more, after whatever is waiting; the log keeps what happened before."""
        content = {name: getattr(self, name) for name in self.content}
        return type(self)._default_manager.create(webhook=self.webhook, **content)
