from django.db import models
from django.db.models import Q

from chatbot.models.sites import Site

LABEL_LENGTH = 40


class Label(models.Model):
    """What operators of a site may call a conversation. The conversation keeps the name."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="labels")
    name = models.CharField(max_length=LABEL_LENGTH)
    colour = models.CharField(max_length=7, default="#64748b", help_text="Such as #64748b.")

    class Meta:
        ordering = ["site", "name"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="label_once_per_site"),
            models.CheckConstraint(condition=~Q(name=""), name="label_has_a_name"),
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9a-f]{6}$"),
                name="label_colour_is_hex",
                violation_error_message="Six hex digits after a #, please: #64748b.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
