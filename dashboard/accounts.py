"""How people come in: where they land, who may register, and when a name is locked."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

MISMATCH = "This name and password do not belong together. Please check both."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def get_client_ip(self, request: HttpRequest) -> str:
        # ClientAddressMiddleware has already looked through the proxies.
        return str(request.META["REMOTE_ADDR"])


def home_of(user: User | AnonymousUser) -> str:
    return reverse("admin:index" if user.is_staff else "dashboard:members")


def attempted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name a lock is kept for: "Olga" and "olga " open the same door and count together."""
    known = credentials or {}
    name = known.get("username") or known.get("email") or request.POST.get("login") or ""
    return str(name).strip().casefold()


def locked_out(
    request: HttpRequest, _: HttpResponse | None, __: dict[str, Any] | None
) -> HttpResponse:
    """Answers every further attempt for that name from that address, right password or not."""
    cool_off = get_cool_off(request)
    minutes = round(cool_off.total_seconds() / 60)
    page = {
        "status": 429,
        "title": "Too many wrong passwords",
        "message": f"To protect this account, signing in with this name is closed for {minutes} "
        "minutes. If you have forgotten the password, reset it in the meantime.",
        "action_url": reverse("account_reset_password"),
        "action": "Reset the password",
    }
    answer = render(request, "errors/page.html", page, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer
