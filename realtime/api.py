"""What a browser asks over HTTP before it may listen."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatsite.ground.serializers import ErrorSerializer
from chatsite.ground.throttles import PersonThrottle
from realtime import applications, sockets
from realtime.actors import shown_name, wire_id
from realtime.applications import Application
from realtime.channels import authorize
from realtime.hosted import account, signatures
from realtime.serializers import (
    SocketSerializer,
    SubscriptionAnswer,
    SubscriptionSerializer,
    UserAnswer,
)
from realtime.server.protocol import is_encrypted, is_presence
from realtime.signing import NoMasterKey, shared_secret, sign_subscription, sign_user

APP = OpenApiParameter("app", str, description="The key of the app to sign for; ours by default.")
ERRORS = {
    403: "You may not listen to this, or the connection belongs to somebody else.",
    404: "There is no app with this key.",
    422: "The socket id or the channel's name is malformed.",
    429: "Too many connections or too many requests; `Retry-After` says when to ask again.",
}
ERROR_ANSWERS = {
    status: OpenApiResponse(ErrorSerializer, description) for status, description in ERRORS.items()
}


class Signing(APIView):
    """For people who are signed in, by session or by token, and for visitors with theirs."""

    # What is refused counts as well: nobody may try out for ever which channels there are.
    throttle_classes = (PersonThrottle,)
    throttle_scope = "listening"

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        # laravel-echo sends the token against forged requests under the name it has in Laravel.
        if token := request.headers.get("X-CSRF-TOKEN"):
            request.META.setdefault(settings.CSRF_HEADER_NAME, token)
        return super().initialize_request(request, *args, **kwargs)

    def get_authenticators(self) -> list[BaseAuthentication]:
        # Apps above this one know more kinds of people than users: visitors, for example.
        return [import_string(name)() for name in settings.REALTIME["AUTHENTICATION"]]


class SubscriptionAuth(Signing):
    """Ask for the signature that lets a socket listen to a channel.

    Pusher's clients ask this by themselves, as a form. The socket process trusts the signature.
    """

    @extend_schema(
        parameters=[APP],
        request=SubscriptionSerializer,
        responses={200: SubscriptionAnswer, **ERROR_ANSWERS},
    )
    def post(self, request: Request) -> Response:
        form = SubscriptionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        app = asked_app(request)
        channel, socket_id = form.validated_data["channel_name"], form.validated_data["socket_id"]
        verdict = authorize(request.user, channel)
        if not verdict:
            raise PermissionDenied("You may not listen to this channel.")
        extras = extras_of(app, request.user, channel, verdict)
        count(app, socket_id, request)
        signature = sign_subscription(app.secret, socket_id, channel, extras.get("channel_data"))
        return Response({"auth": f"{app.key}:{signature}", **extras})


class UserAuth(Signing):
    """Ask for the signature that tells a socket who its user is.

    Pusher's clients ask this by themselves, for `pusher:signin`.
    """

    @extend_schema(
        parameters=[APP], request=SocketSerializer, responses={200: UserAnswer, **ERROR_ANSWERS}
    )
    def post(self, request: Request) -> Response:
        form = SocketSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        app = asked_app(request)
        socket_id = form.validated_data["socket_id"]
        count(app, socket_id, request)
        data = user_data(request.user)
        signature = sign_user(app.secret, socket_id, data)
        return Response({"auth": f"{app.key}:{signature}", "user_data": data})


def asked_app(request: Request) -> Application:
    """The app whose key the address names, be it at Pusher, or our own."""
    key = request.query_params.get("app")
    app = applications.own() if key is None else hosted(key) or applications.by_key(key)
    if app is None or not (app.key and app.secret):
        raise NotFound("There is no app with this key.", code="unknown_app")
    if not app.enabled:
        raise PermissionDenied("This app is switched off.", code="app_disabled")
    return app


def hosted(key: str) -> Application | None:
    app = account.application()
    return app if app and app.key == key else None


def count(app: Application, socket_id: str, request: Request) -> None:
    """Give the socket its owner where it is one of ours; nobody may have too many."""
    if app == account.application():
        signatures.count(request)
    else:
        sockets.register(socket_id, request)


def extras_of(app: Application, actor: Any, channel: str, verdict: Any) -> dict[str, str]:
    """What goes with the signature on channels of some kinds."""
    if is_presence(channel):
        return {"channel_data": channel_data(actor, verdict)}
    if is_encrypted(channel):
        return {"shared_secret": secret_of(app, channel)}
    return {}


def secret_of(app: Application, channel: str) -> str:
    try:
        return shared_secret(app.encryption_master_key, channel)
    except NoMasterKey:
        raise PermissionDenied(
            "Encrypted channels need a master key of 32 bytes, which this app does not have.",
            code="no_master_key",
        ) from None


def channel_data(actor: Any, verdict: Any) -> str:
    """Who listens, as the others on a presence channel will see it; the rule gave the member."""
    member = verdict if isinstance(verdict, dict) else {}
    return json.dumps({"user_id": wire_id(actor), "user_info": member})


def user_data(actor: Any) -> str:
    # Nobody here watches others come and go; an empty list says so.
    return json.dumps(
        {"id": wire_id(actor), "user_info": {"name": shown_name(actor)}, "watchlist": []}
    )
