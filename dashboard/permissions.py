"""Who may use the API at all. DRF's settings name it, so it must not import DRF's views."""

from typing import Any

from django.contrib.auth.models import User
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from dashboard.site import lacks_second_step


class HasSecondStep(BasePermission):
    """Where operators must sign in with two steps, no other door is left: no socket, no token."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user: object = request.user
        if isinstance(user, User) and user.is_staff and lacks_second_step(request):
            raise PermissionDenied("Set up the second step first.", code="second_step_missing")
        return True
