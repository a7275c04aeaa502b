"""Who comes to a site."""

from django.db import models
from django.utils import timezone

from chatbot.models.sites import Site


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
