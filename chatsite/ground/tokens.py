"""Personal tokens: how a user's own programs say who they are."""

import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.models import User
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from chatsite.ground.models import PersonalToken

PREFIX = "slp_"
SECRET_BYTES = 32


def issue(
    *, user: User, name: str, expires_at: datetime | None = None
) -> tuple[PersonalToken, str]:
    """A new token and its secret, which nobody can read again."""
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = PersonalToken.objects.create(
        user=user, name=name, prefix=secret[:8], digest=_digest(secret), expires_at=expires_at
    )
    return token, secret


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer slp_...`; other bearers are somebody else's to judge."""

    def authenticate(self, request: Request) -> tuple[User, PersonalToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.startswith(PREFIX):
            return None
        token = _usable(secret)
        token.note_use()
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="SmartLink"'


def _usable(secret: str) -> PersonalToken:
    token = PersonalToken.objects.select_related("user").filter(digest=_digest(secret)).first()
    if token is None or not token.is_usable:
        # One sentence for all: whoever tries secrets must not learn which one was real.
        raise AuthenticationFailed("This token is unknown, expired or revoked.")
    return token


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash; equal digests are found by an index, not compared here.
    return hashlib.sha256(secret.encode()).hexdigest()
