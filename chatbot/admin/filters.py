"""What lists of conversations are narrowed by. None of it asks all rows what there is."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from chatbot.admin.scope import user_of
from chatbot.models import Conversation, Site, name_of

Lookups = list[tuple[str, str]]


class Filled(admin.SimpleListFilter):
    """Whether a column says anything, in words of its own."""

    column: str
    words: tuple[str, str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        filled, empty = self.words
        return [("yes", filled), ("no", empty)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(**{f"{self.column}__isnull": self.value() != "yes"})


class Waiting(Filled):
    title = "waiting"
    parameter_name = "waiting"
    column = "waiting_since"
    words = ("The visitor waits", "Nobody waits")


class Rated(Filled):
    title = "rating"
    parameter_name = "rated"
    column = "rating"
    words = ("Rated", "Not rated")


class Assigned(admin.SimpleListFilter):
    """Whose work it is; of the colleagues, those on one's own sites are named."""

    title = "assignee"
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        me = user_of(request)
        sites = Site.objects.operated_by(me)
        operators = User.objects.filter(operated_sites__in=sites).exclude(pk=me.pk)
        colleagues = operators.distinct().order_by("username")
        named = [(str(each.pk), name_of(each)) for each in colleagues]
        return [("me", "Me"), ("none", "Nobody"), *named]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Conversation]
    ) -> QuerySet[Conversation]:
        match self.value():
            case None:
                return queryset
            case "me":
                return queryset.filter(assignee=user_of(request))
            case "none":
                return queryset.filter(assignee=None)
        known = [pk for pk, _ in self.lookup_choices if pk == self.value()]
        return queryset.filter(assignee__in=known)
