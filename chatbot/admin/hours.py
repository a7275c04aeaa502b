"""A site's hours, edited together with it: what overlaps is told before anything is stored."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.forms import PaginationInlineFormSet

from chatbot.hours import Interval, overlap
from chatbot.models import SpecialHours, WeeklyHours


class HoursFormSet(PaginationInlineFormSet):
    """All rows are looked at as they will be: one by one, moved times would seem to overlap."""

    def clean(self) -> None:
        super().clean()
        by_day: defaultdict[str, list[Interval]] = defaultdict(list)
        for form in self.forms:
            if form.is_valid() and form.has_changed() | bool(form.instance.pk):
                hours: WeeklyHours | SpecialHours = form.instance
                by_day[hours.day] += [] if form in self.deleted_forms else [hours.taken]
        for day, intervals in by_day.items():
            if overlap(intervals):
                raise ValidationError(f"{day}: two of these hours overlap.")


class HoursInline(TabularInline):
    formset = HoursFormSet
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("chatbot.view_site")) or self._may_edit(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_edit(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_edit(request)

    def _may_edit(self, request: HttpRequest) -> bool:
        """Hours are a part of the site: they need no right of their own."""
        return bool(request.user.has_perm("chatbot.change_site"))


class WeeklyHoursInline(HoursInline):
    model = WeeklyHours
    verbose_name_plural = "Weekly hours (always open without any)"


class SpecialHoursInline(HoursInline):
    model = SpecialHours
    verbose_name_plural = "Days that differ (closed without times)"
