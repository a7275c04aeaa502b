"""Who comes to a site, in which browsers, and what they look at."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from chatbot.addresses import LONGEST
from chatbot.models.search import VISITOR_WORDS
from chatbot.models.sites import Site

IDENTITY_LENGTH = 200
PAGES_KEPT = 50


class Visitor(models.Model):
    """Somebody on a customer's site: known by the tokens of their browsers, on that site alone.

    What they typed of themselves is theirs to claim. What is called identity was told together
    with a proof of the id by the site's own server; that makes one visitor of several browsers.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="visitors")
    name = models.CharField(max_length=100, blank=True, help_text="As they typed it.")
    email = models.EmailField(blank=True, help_text="As they typed it.")

    identity_id = models.CharField(max_length=IDENTITY_LENGTH, blank=True)
    identity_name = models.CharField(max_length=100, blank=True)
    identity_email = models.EmailField(blank=True)
    identified_at = models.DateTimeField(null=True, blank=True)
    attributes = models.JSONField(
        default=dict, blank=True, help_text="What else the site's page says of them."
    )

    locale = models.CharField(max_length=35, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    ip = models.GenericIPAddressField(
        "address", null=True, blank=True, help_text="Shortened to its network."
    )
    referrer = models.CharField(max_length=LONGEST, blank=True)
    first_page = models.CharField(max_length=LONGEST, blank=True)
    last_page = models.CharField(max_length=LONGEST, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(default=now)
    consent_at = models.DateTimeField(null=True, blank=True)

    is_authenticated = True  # a visitor who got this far has shown the token

    class Meta:
        indexes = [GinIndex(VISITOR_WORDS, name="visitor_words")]
        constraints = [
            # What a conversation's foreign key points to: a visitor together with the site.
            models.UniqueConstraint(fields=["id", "site"], name="visitor_belongs_to_one_site"),
            models.UniqueConstraint(
                fields=["site", "identity_id"],
                condition=~Q(identity_id=""),
                name="visitor_identity_once_per_site",
            ),
            models.CheckConstraint(
                condition=Q(identity_id="", identified_at__isnull=True)
                | (~Q(identity_id="") & Q(identified_at__isnull=False)),
                name="visitor_is_identified_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        # Never the e-mail address: this is what logs show.
        return self.identity_name or self.name or f"Visitor {self.pk}"

    @property
    def is_identified(self) -> bool:
        return self.identity_id != ""

    @property
    def wire_id(self) -> str:
        """Who this is on channels, where users are plain numbers."""
        return f"visitor-{self.pk}"


class VisitorToken(models.Model):
    """A browser that may speak for a visitor. Only a digest of its token is kept."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"A browser of {self.visitor}"


class PageView(models.Model):
    """A page that a visitor looked at. Looking again at the same one makes no second row."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="page_views")
    url = models.CharField("page", max_length=LONGEST)
    title = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["visitor", "-id"], name="pageview_of_visitor")]

    def __str__(self) -> str:
        return self.title or self.url
