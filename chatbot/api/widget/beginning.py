from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.models import Conversation, Message, Visitor
from chatbot.origins import require_origin
from chatbot.serializers.beginning import ConfigAnswer, InitAnswer, InitSerializer
from chatbot.tokens import token_in
from chatsite.ground.proxies import shortened
from chatsite.ground.throttles import AddressThrottle
from realtime.configuration import realtime_configuration


class Open(APIView):
    """For everybody: a visitor who has no token yet must begin somewhere."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class Config(Open):
    """Ask where sockets are.

    There is never a secret in it.
    """

    @extend_schema(responses=ConfigAnswer)
    def get(self, request: Request) -> Response:
        return Response(ConfigAnswer(realtime_configuration(request)).data)


class Init(Open):
    """Begin, or go on where one was: who I am, what was said, and how to hear more.

    With an earlier token in the header the same visitor goes on. The token is told here alone.
    """

    throttle_classes = (AddressThrottle,)
    throttle_scope = "beginning"

    @extend_schema(request=InitSerializer, responses={201: InitAnswer, 200: InitAnswer})
    def post(self, request: Request) -> Response:
        form = InitSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        site = form.validated_data["site"]
        require_origin(request, site)
        shown, ip = token_in(request), shortened(request.META["REMOTE_ADDR"])
        welcome = services.welcome_visitor(token=shown, ip=ip, **form.validated_data)
        found = {"site": site, **who_of(welcome), "realtime": realtime_configuration(request)}
        answer = InitAnswer(found, context={"locale": form.validated_data.get("locale", "")})
        is_new = welcome is not None and welcome[1] != shown
        # The only answer with a secret in it.
        headers = {"Cache-Control": "no-store"}
        return Response(answer.data, status=201 if is_new else 200, headers=headers)


def who_of(welcome: tuple[Visitor, str] | None) -> dict[str, object]:
    """The visitor and what was said; nobody, where consent is asked for and was not given."""
    if welcome is None:
        return {"visitor": None, "token": None, "conversation": None, "messages": []}
    visitor, token = welcome
    return {"visitor": visitor, "token": token, **talk_of(visitor)}


def talk_of(visitor: Visitor) -> dict[str, object]:
    """The conversation that goes on or was just closed, with its newest page, or nothing."""
    visible = Conversation.objects.support_of(visitor).going_on().for_visitors()
    conversation = visible.first()
    messages: list[Message] = []
    if conversation:
        messages, _ = conversation.messages.for_display().page()
    return {"conversation": conversation, "messages": messages}
