"""The websites that show our widget, and who answers there."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

is_origin = RegexValidator(
    r"^https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?\Z",
    "Scheme, host and port as browsers send them: https://www.example.com, without a path.",
)


class SiteQuerySet(models.QuerySet["Site"]):
    def operated_by(self, user: User) -> Self:
        """The sites whose visitors this user answers: nobody else decides who operates."""
        if not (user.is_active and user.is_staff):
            return self.none()
        return self.all() if user.is_superuser else self.filter(operators=user)


class Site(models.Model):
    """A customer's website that shows our widget."""

    public_key = models.SlugField(
        max_length=40, unique=True, help_text="What the page says as data-site. Not a secret."
    )
    name = models.CharField(max_length=100)
    allowed_origins = ArrayField(
        models.CharField(max_length=255, validators=[is_origin]),
        default=list,
        blank=True,
        help_text="Where the widget may run, besides pages of this server itself.",
    )
    operators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="operated_sites",
        blank=True,
        limit_choices_to={"is_staff": True},
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_key__regex=r"^[a-z0-9-]+$"),
                name="site_key_is_plain",
                violation_error_message="Small letters, digits and hyphens only, please.",
            )
        ]

    def __str__(self) -> str:
        return self.name
