"""Who did what to whom: one row per action of somebody with power, never changed again."""

import re
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from chatsite.ground.models import AuditLog
from chatsite.ground.proxies import shortened

SYSTEM = "system"
SECRET = re.compile(r"passw|secret|token|hash|digest|cookie|authorization|otp|recovery", re.I)


def record(
    *,
    actor: User | AnonymousUser | None,
    action: str,
    target: Model | None,
    request: HttpRequest | None = None,
    **details: Any,
) -> AuditLog:
    """Add the row, in the caller's transaction: an action that fails was never done."""
    return AuditLog.objects.create(
        actor_id=actor.pk if actor else None,
        actor_name=actor.get_username() if actor else SYSTEM,
        action=action,
        details=discreet(details),
        ip=shortened(request.META.get("REMOTE_ADDR")) if request else None,
        **_described(target),
    )


def discreet(details: Any) -> Any:
    """The details without what opens a door, however deep it lies."""
    if isinstance(details, dict):
        return {
            name: "…" if SECRET.search(str(name)) else discreet(below)
            for name, below in details.items()
        }
    if isinstance(details, (list, tuple)):
        return [discreet(below) for below in details]
    return details


def _described(target: Model | None) -> dict[str, str]:
    if target is None:
        return {}
    return {
        "target_type": target._meta.label_lower,
        "target_id": str(target.pk),
        "target_label": str(target)[:200],
    }


class AuditedAdmin(admin.ModelAdmin):
    """A ModelAdmin whose every change is also a row of the audit log."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._record(request, obj, "added", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._record(request, obj, "changed", message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            self._record(request, obj, "deleted", [])
        return super().log_deletions(request, queryset)

    def _record(self, request: HttpRequest, obj: Model, verb: str, message: Any) -> None:
        # Django's message names the fields that changed and no value of theirs.
        action = f"{obj._meta.model_name}.{verb}"
        record(actor=request.user, action=action, target=obj, request=request, changes=message)
