from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.models import Conversation, Message, Visitor
from chatbot.origins import require_origin
from chatbot.serializers.beginning import InitAnswer, InitSerializer
from chatbot.tokens import token_in
from realtime.configuration import realtime_configuration


class Open(APIView):
    """For everybody: a visitor who has no token yet must begin somewhere."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class Config(Open):
    """Where sockets are."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response({"success": True, **realtime_configuration(request)})


class Init(Open):
    """Who I am, what was said, and how to hear more: all that a widget begins with."""

    @extend_schema(request=InitSerializer, responses={201: InitAnswer, 200: InitAnswer})
    def post(self, request: Request) -> Response:
        form = InitSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        site = form.validated_data["site"]
        require_origin(request, site)
        shown = token_in(request)
        visitor, token = services.welcome_visitor(token=shown, **form.validated_data)
        found = {"visitor": visitor, "token": token, "site": site, **talk_of(visitor)}
        answer = InitAnswer(found | {"realtime": realtime_configuration(request)})
        # The only answer with a secret in it.
        headers = {"Cache-Control": "no-store"}
        return Response(answer.data, status=200 if token == shown else 201, headers=headers)


def talk_of(visitor: Visitor) -> dict[str, object]:
    """The conversation that goes on, with its newest page, or nothing yet."""
    visible = Conversation.objects.visible_to(visitor).not_closed().for_display()
    conversation = visible.first()
    messages: list[Message] = []
    if conversation:
        messages, _ = conversation.messages.with_authors().page()
    return {"conversation": conversation, "messages": messages}
