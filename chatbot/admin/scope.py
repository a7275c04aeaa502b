"""Whose rows a page of the admin shows."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from chatbot.models import Site


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin let nobody else in
    return request.user


class OwnSites(admin.RelatedFieldListFilter):
    """Django's own name every site, also other operators', or ask all rows which they have."""

    include_empty_choice = False

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return [(site.pk, site.name) for site in Site.objects.operated_by(user_of(request))]


BY_SITE = ("site", OwnSites)
