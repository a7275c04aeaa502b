"""Browsers at the API: the session says who they are, the CSRF token that they meant it."""

from rest_framework.authentication import SessionAuthentication as DRFSessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request


class SessionAuthentication(DRFSessionAuthentication):
    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise PermissionDenied(
                "The CSRF token is missing or wrong. Reload the page and try again.",
                code="csrf_failed",
            ) from None
