"""The operators' home: Django's admin, with the one sign-in page that everybody uses."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import logout
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from unfold.sites import UnfoldAdminSite

View = Callable[..., HttpResponseBase]


class OperatorsSite(UnfoldAdminSite):
    """The second step and the lock after wrong passwords hold: there is no other door."""

    index_title = "Overview"

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted, reverse("account_login"))
        if not self.has_permission(request):
            raise PermissionDenied("This part is for operators.")
        return redirect("admin:index")

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        answer: HttpResponseBase = logout(request)
        return answer

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        inner: View = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if self.has_permission(request) and lacks_second_step(request):
                messages.warning(
                    request, "Operators sign in with two steps. Please set that up first."
                )
                return redirect("mfa_activate_totp")
            return inner(request, *args, **kwargs)

        return guarded


def lacks_second_step(request: HttpRequest) -> bool:
    return settings.REQUIRE_STAFF_MFA and not is_mfa_enabled(request.user)
