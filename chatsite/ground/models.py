"""What the ground remembers: who changed what, which requests were answered, who may come in."""

from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone


class AuditLog(models.Model):
    """One action of somebody with power. A trigger refuses every change, also ours.

    The actor is a plain id and a name: a key to the user could not survive the user.
    """

    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    action = models.CharField(max_length=64, db_index=True)
    actor_id = models.BigIntegerField(null=True, help_text="Empty for the system itself.")
    actor_name = models.CharField(max_length=150)
    target_type = models.CharField(max_length=64, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    target_label = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    ip = models.GenericIPAddressField("address", null=True, help_text="Shortened to its network.")

    class Meta:
        ordering = ["-pk"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit log"
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="auditlog_target"),
            models.Index(fields=["actor_id"], name="auditlog_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action}"


class IdempotencyKey(models.Model):
    """The answer to a request that may come again."""

    slot = models.CharField(
        max_length=64, unique=True, help_text="Digest of owner, method, path and key."
    )
    owner = models.CharField(max_length=64, db_index=True)
    fingerprint = models.CharField(max_length=64, help_text="Digest of the request's body.")
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.owner}: {self.status}"


class PersonalToken(models.Model):
    """Lets a user's own program in. The secret is shown once and kept only as a digest."""

    USE_IS_NOTED_EVERY = timedelta(minutes=1)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="personal_tokens"
    )
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=8, help_text="How the secret begins, to recognise it.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_usable(self) -> bool:
        is_expired = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.revoked_at is None and not is_expired and self.user.is_active

    @transaction.atomic
    def revoke(self) -> None:
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])

    def note_use(self) -> None:
        """Remember the moment, roughly: most requests write nothing."""
        now = timezone.now()
        if self.last_used_at is None or self.last_used_at <= now - self.USE_IS_NOTED_EVERY:
            # Not `save`, which complains when the token is being deleted just now.
            PersonalToken.objects.filter(pk=self.pk).update(last_used_at=now)
