"""When a site answers, row by row. That no two of them overlap, only a migration can say."""

from datetime import time

from django.db import models
from django.db.models import F, Q

from chatbot.hours import WHOLE_DAY, Interval
from chatbot.models.sites import Site

BACKWARDS = "Hours close after they open; the end of the day is written 00:00."
MIDNIGHT_HELP = "00:00 is the end of the day. What goes on after it is the next day's."
OPEN_FOR_A_WHILE = Q(opens__lt=F("closes")) | Q(closes=time(0))


class WeeklyHours(models.Model):
    class Weekday(models.IntegerChoices):
        MONDAY = 0
        TUESDAY = 1
        WEDNESDAY = 2
        THURSDAY = 3
        FRIDAY = 4
        SATURDAY = 5
        SUNDAY = 6

    site = models.ForeignKey(Site, models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField(help_text=MIDNIGHT_HELP)

    class Meta:
        ordering = ["site", "weekday", "opens"]
        verbose_name_plural = "weekly hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)), name="weeklyhours_weekday_is_known"
            ),
            models.CheckConstraint(
                condition=OPEN_FOR_A_WHILE,
                name="weeklyhours_close_after_they_open",
                violation_error_message=BACKWARDS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.opens:%H:%M} to {self.closes:%H:%M}"

    @property
    def day(self) -> str:
        return self.get_weekday_display()

    @property
    def taken(self) -> Interval:
        return Interval(self.opens, self.closes)


class SpecialHours(models.Model):
    """A date that differs from its weekday: closed, or with other hours."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="special_hours")
    date = models.DateField()
    opens = models.TimeField(null=True, blank=True, help_text="Closed all day without times.")
    closes = models.TimeField(null=True, blank=True, help_text=MIDNIGHT_HELP)

    class Meta:
        ordering = ["site", "date", "opens"]
        verbose_name_plural = "special hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | (Q(opens__isnull=False, closes__isnull=False) & OPEN_FOR_A_WHILE),
                name="specialhours_close_after_they_open",
                violation_error_message=f"{BACKWARDS} A closed day has neither.",
            ),
        ]

    def __str__(self) -> str:
        if self.is_closed:
            return f"{self.day}: closed"
        return f"{self.day}: {self.opens:%H:%M} to {self.closes:%H:%M}"

    @property
    def day(self) -> str:
        return str(self.date)

    @property
    def is_closed(self) -> bool:
        return self.opens is None

    @property
    def taken(self) -> Interval:
        """What no other row of this date may touch: a closed day is taken as a whole."""
        if self.opens is None or self.closes is None:
            return WHOLE_DAY
        return Interval(self.opens, self.closes)
