"""Who takes part: sites that show our widget, their visitors, and actors: whoever asks."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

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


class Visitor(models.Model):
    """Somebody on a customer's site: known by a token alone, and on that site alone."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="visitors")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(default=timezone.now)

    is_authenticated = True  # a visitor who got this far has shown the token

    class Meta:
        constraints = [
            # What a conversation's foreign key points to: a visitor together with the site.
            models.UniqueConstraint(fields=["id", "site"], name="visitor_belongs_to_one_site"),
        ]

    def __str__(self) -> str:
        # Never the e-mail address: this is what logs show.
        return self.name or f"Visitor {self.pk}"

    @property
    def wire_id(self) -> str:
        """Who this is on channels, where users are plain numbers."""
        return f"visitor-{self.pk}"


# Whoever asks. The ids of the two overlap, so an actor is never told by an id alone.
Actor = User | Visitor


def side_of(actor: Actor) -> str:
    """On which side of a support conversation they are, in the words of the wire."""
    return "visitor" if isinstance(actor, Visitor) else "admin"


def name_of(actor: Actor) -> str:
    """How the others see them."""
    return str(actor) if isinstance(actor, Visitor) else actor.get_full_name() or actor.username
