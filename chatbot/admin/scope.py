"""Whose rows a page of the admin shows."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from chatbot.models import Site


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin let nobody else in
    return request.user


class OfOwnSites(admin.ModelAdmin):
    """Rows that belong to a site: operators see those of their own, and give none to others."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(site__in=Site.objects.operated_by(user_of(request)))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **options: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "site":
            options["queryset"] = Site.objects.operated_by(user_of(request))
        return super().formfield_for_foreignkey(db_field, request, **options)


class OwnSites(admin.RelatedFieldListFilter):
    """Django's own name every site, also other operators', or ask all rows which they have."""

    include_empty_choice = False

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return [(site.pk, site.name) for site in Site.objects.operated_by(user_of(request))]


BY_SITE = ("site", OwnSites)
