"""The operators' page Realtime: drawn once here, then kept up to date by its island."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboard.permissions import SEE_REALTIME, USE_CONSOLE
from dashboard.requests import MemberRequest
from dashboard.serializers import StatusQuery
from dashboard.views.conversations import operators_only
from realtime.applications import all_applications
from realtime.census import Question
from realtime.configuration import address
from realtime.status import status

LISTS = {
    "webhooks": "webhook",
    "deliveries": "webhookdelivery",
    "outbox": "outboxevent",
    "last seen": "lastseen",
}


@operators_only
@require_safe
def realtime(request: MemberRequest) -> HttpResponse:
    if not request.user.has_perm(SEE_REALTIME):
        raise PermissionDenied("Your groups do not give you the right to see this page.")
    query = StatusQuery(data=request.GET)
    question = query.question() if query.is_valid() else Question()
    found = status(question).as_json()
    props = {
        "status": found,
        "question": {
            "app": question.app,
            "prefix": question.prefix,
            "sort": "name" if question.is_by_name else "count",
        },
        "url": reverse("dashboard:realtime-status"),
        "lists": lists(request),
        "console": console(request) if request.user.has_perm(USE_CONSOLE) else None,
    }
    shown = {"title": "Realtime", "found": found, "props": props}
    return render(request, "dashboard/realtime.html", admin.site.each_context(request) | shown)


def lists(request: MemberRequest) -> dict[str, str]:
    """The lists of the admin that our page stands before, as far as they open for this person."""
    return {
        title: reverse(f"admin:realtime_{model}_changelist")
        for title, model in LISTS.items()
        if request.user.has_perm(f"realtime.view_{model}")
    }


def console(request: HttpRequest) -> dict[str, Any]:
    return {
        "apps": [{"id": app.id, "key": app.key} for app in all_applications() if app.key],
        "address": address(request),
        "urls": {
            "auth": reverse("dashboard:realtime-auth"),
            "publish": reverse("dashboard:realtime-publish"),
        },
    }
