"""Who asks: a visitor by token, or whoever the API's other doors let in."""

from django.contrib.auth.models import User
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request

from chatbot.models import Actor, Visitor
from chatbot.origins import require_origin
from chatbot.tokens import token_in
from chatsite.ground.fingerprints import digest
from chatsite.ground.questions import Given, Question

whose = Question(
    lambda: Visitor.objects.select_related("site").filter(tokens__digest=Given("digest"))
)


class VisitorAuthentication(BaseAuthentication):
    """The token comes in a header, never in a cookie: no other site makes a browser send it."""

    needs_consent = True

    def authenticate(self, request: Request) -> tuple[Visitor, None] | None:
        token = token_in(request)
        if token is None:
            return None
        visitor = next(iter(whose(digest=digest(token))), None)
        if visitor is None:
            raise AuthenticationFailed("This visitor's token is unknown.")
        site = visitor.site
        require_origin(request, site)
        if self.needs_consent and site.asks_consent and visitor.consent_at is None:
            # They came before the site began to ask: their token is good again once they agree.
            raise AuthenticationFailed("The visitor has not agreed yet.", code="consent_needed")
        return visitor, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="SmartLink"'


class OwnDataAuthentication(VisitorAuthentication):
    """Who wants nothing to be held of them need not agree to it first."""

    needs_consent = False


def actor_of(request: Request) -> Actor:
    """The user or visitor behind the request."""
    actor: object = request.user
    if isinstance(actor, User | Visitor):
        return actor
    raise NotAuthenticated


def member_of(request: Request) -> User:
    actor = actor_of(request)
    if isinstance(actor, User):
        return actor
    raise NotAuthenticated


def visitor_of(request: Request) -> Visitor:
    actor = actor_of(request)
    if isinstance(actor, Visitor):
        return actor
    raise NotAuthenticated
