"""Who asks: a visitor by token, or whoever the API's other doors let in."""

from django.contrib.auth.models import User
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request

from chatbot.models import Actor, Visitor
from chatbot.origins import require_origin
from chatbot.tokens import token_in
from chatsite.ground.fingerprints import digest


class VisitorAuthentication(BaseAuthentication):
    """The token comes in a header, never in a cookie: no other site makes a browser send it."""

    def authenticate(self, request: Request) -> tuple[Visitor, None] | None:
        token = token_in(request)
        if token is None:
            return None
        known = Visitor.objects.select_related("site").filter(token_digest=digest(token))
        visitor = known.first()
        if visitor is None:
            raise AuthenticationFailed("This visitor's token is unknown.")
        require_origin(request, visitor.site)
        return visitor, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="SmartLink"'


def actor_of(request: Request) -> Actor:
    """The user or visitor behind the request."""
    actor: object = request.user
    if isinstance(actor, User | Visitor):
        return actor
    raise NotAuthenticated


def visitor_of(request: Request) -> Visitor:
    actor = actor_of(request)
    if isinstance(actor, Visitor):
        return actor
    raise NotAuthenticated
