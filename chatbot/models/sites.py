"""The websites that show our widget: who answers there, when, and how the widget looks."""

from collections import defaultdict
from datetime import date
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from chatbot.hours import Interval, Timetable
from chatbot.identity import new_secret
from chatbot.texts import check_language, check_texts

LONGEST_KEPT_DAYS = 36_500
IS_COLOUR = r"^#[0-9a-f]{6}$"
COLOUR_HELP = "Six hex digits after a #, please: #007081."

is_origin = RegexValidator(
    r"^https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?\Z",
    "Scheme, host and port as browsers send them: https://www.example.com, without a path.",
)
is_colour = RegexValidator(IS_COLOUR.replace("$", r"\Z"), COLOUR_HELP)


class Asked(models.TextChoices):
    NO = "no", "not asked"
    OPTIONAL = "optional", "may be left empty"
    REQUIRED = "required", "has to be answered"


def is_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("A time zone is named like Europe/Berlin.")


def kept_days(what: str) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(
        f"keep {what} for",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_KEPT_DAYS)],
        help_text="Days. Empty: for ever.",
    )


def asked(what: str) -> "models.CharField[str, str]":
    """In the form that visitors see before they chat."""
    return models.CharField(what, max_length=8, choices=Asked, default=Asked.NO)


class SiteQuerySet(models.QuerySet["Site"]):
    def operated_by(self, user: User) -> Self:
        """The sites whose visitors this user answers: nobody else decides who operates."""
        if not (user.is_active and user.is_staff):
            return self.none()
        return self.all() if user.is_superuser else self.filter(operators=user)


class Site(models.Model):
    """A customer's website that shows our widget."""

    class Position(models.TextChoices):
        LEFT = "left"
        RIGHT = "right"

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

    accent_colour = models.CharField(max_length=7, default="#007081", validators=[is_colour])
    header_colour = models.CharField(max_length=7, default="#007081", validators=[is_colour])
    position = models.CharField(max_length=5, choices=Position, default=Position.RIGHT)
    language = models.CharField(
        "default language",
        max_length=20,
        default="en",
        validators=[check_language],
        help_text="For visitors whose own language has no texts.",
    )
    texts = models.JSONField(
        default=dict,
        blank=True,
        validators=[check_texts],
        help_text=(
            "In each language that the site speaks. What is left out is said in our own words,"
            " or, where we have none in that language, in those of the default language."
        ),
    )

    time_zone = models.CharField(max_length=64, default="UTC", validators=[is_time_zone])

    asks_consent = models.BooleanField(
        "ask for consent",
        default=False,
        help_text="Nothing of a visitor is stored before the answer is yes.",
    )
    asks_name = asked("name")
    asks_email = asked("e-mail address")
    asks_question = asked("a question of your own")

    messages_kept_days = kept_days("messages")
    files_kept_days = kept_days("files")
    addresses_kept_days = kept_days("addresses")

    identity_secret = models.CharField(
        max_length=64,
        default=new_secret,
        editable=False,
        help_text="Your server proves with it who is logged in. It must never be in a page.",
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_key__regex=r"^[a-z0-9-]+$"),
                name="site_key_is_plain",
                violation_error_message="Small letters, digits and hyphens only, please.",
            ),
            models.CheckConstraint(
                condition=Q(accent_colour__regex=IS_COLOUR, header_colour__regex=IS_COLOUR),
                name="site_colours_are_hex",
                violation_error_message=COLOUR_HELP,
            ),
            models.CheckConstraint(
                condition=Q(position__in=["left", "right"]), name="site_position_is_known"
            ),
            models.CheckConstraint(
                condition=Q(asks_name__in=Asked.values)
                & Q(asks_email__in=Asked.values)
                & Q(asks_question__in=Asked.values),
                name="site_asks_what_it_can",
            ),
            models.CheckConstraint(
                condition=~Q(identity_secret=""), name="site_has_an_identity_secret"
            ),
            models.CheckConstraint(
                condition=(Q(messages_kept_days__isnull=True) | Q(messages_kept_days__gte=1))
                & (Q(files_kept_days__isnull=True) | Q(files_kept_days__gte=1))
                & (Q(addresses_kept_days__isnull=True) | Q(addresses_kept_days__gte=1)),
                name="site_keeps_for_a_day_at_least",
                violation_error_message="One day is the least that something can be kept.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def renew_identity_secret(self) -> None:
        """What was proven with the old one counts no more; who is known by now, stays known."""
        self.identity_secret = new_secret()
        self.save(update_fields=["identity_secret"])

    def timetable(self) -> Timetable:
        """When it answers, as its rows say now."""
        week: defaultdict[int, list[Interval]] = defaultdict(list)
        special: defaultdict[date, list[Interval]] = defaultdict(list)
        for hours in self.weekly_hours.all():
            week[hours.weekday].append(hours.taken)
        for day in self.special_hours.all():
            special[day.date] += [] if day.is_closed else [day.taken]
        return Timetable(ZoneInfo(self.time_zone), week, special)
