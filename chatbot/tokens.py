"""Visitor tokens: 256 random bits that are the visitor. We keep only a digest."""

import secrets

from django.http import HttpRequest

PREFIX = "slv_"
SECRET_BYTES = 32


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def token_in(request: HttpRequest) -> str | None:
    """`Authorization: Bearer slv_...`; other bearers are somebody else's to judge."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token.startswith(PREFIX) else None
