"""The first pages: everybody's, the members' and the operators'."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from chatsite.ground import health


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/home.html")


@login_required
def members(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/members.html")


def admin_index(_: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What unfold's index page is given: the health cards' first state."""
    live = {"url": reverse("ground:ready"), "report": health.report().as_json()}
    return context | {"health": live}
