"""Who may use the API at all. DRF's settings name it, so it must not import DRF's views."""

from typing import Any

from django.contrib.auth.models import User
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from dashboard.site import lacks_second_step

SEE_REALTIME, USE_CONSOLE = "realtime.view_console", "realtime.use_console"


class HasSecondStep(BasePermission):
    """Where operators must sign in with two steps, no other door is left: no socket, no token."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user: object = request.user
        if isinstance(user, User) and user.is_staff and lacks_second_step(request):
            raise PermissionDenied("Set up the second step first.", code="second_step_missing")
        return True


class MaySeeRealtime(BasePermission):
    permission = SEE_REALTIME

    def has_permission(self, request: Request, view: Any) -> bool:
        user: object = request.user
        if not isinstance(user, User) or not user.has_perm(self.permission):
            raise PermissionDenied("Your groups do not give you this right.", code="no_permission")
        return True


class MayUseConsole(MaySeeRealtime):
    permission = USE_CONSOLE

    def has_permission(self, request: Request, view: Any) -> bool:
        # A program's token lies about in files; with it alone nobody shall overhear people.
        if request.auth is not None:
            raise PermissionDenied("A token opens no console: sign in.", code="token_refused")
        return super().has_permission(request, view)
