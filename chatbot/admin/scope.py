"""Whose rows a page of the admin shows."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

# Django's own would name every site, also those of other operators.
BY_SITE = ("site", admin.RelatedOnlyFieldListFilter)


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin let nobody else in
    return request.user
