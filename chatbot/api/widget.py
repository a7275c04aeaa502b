"""What the widget asks, in the visitor's name. No cookie counts here, so nothing can be forged."""

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.api.history import HistoryView, visible_conversation
from chatbot.api.receipts import ReadView
from chatbot.api.typing import TypingView
from chatbot.authentication import VisitorAuthentication, actor_of, visitor_of
from chatbot.models import Conversation, Message, Visitor
from chatbot.origins import require_origin
from chatbot.serializers.answers import InitAnswer, SentAnswer
from chatbot.serializers.inputs import InitSerializer, NewMessageSerializer
from chatbot.serializers.shapes import ConversationSerializer
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


class Messages(APIView):
    """Says something, safely repeatable; the first message opens the conversation."""

    authentication_classes = (VisitorAuthentication,)

    @extend_schema(request=NewMessageSerializer, responses={201: SentAnswer, 200: SentAnswer})
    def post(self, request: Request) -> Response:
        form = NewMessageSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        chosen = form.validated_data.pop("conversation_id", None)
        message, is_new = services.send_message(
            conversation=chosen_conversation(request, chosen),
            sender=actor_of(request),
            **form.validated_data,
        )
        sent = SentAnswer({"message": message, "conversation": message.conversation})
        return Response(sent.data, status=201 if is_new else 200)


def chosen_conversation(request: Request, conversation_id: int | None) -> Conversation:
    if conversation_id is not None:
        return visible_conversation(request, conversation_id)
    return services.open_conversation(visitor=visitor_of(request))


class History(HistoryView):
    authentication_classes = (VisitorAuthentication,)


class Typing(TypingView):
    authentication_classes = (VisitorAuthentication,)


class Read(ReadView):
    authentication_classes = (VisitorAuthentication,)


class Conversations(ListAPIView[Conversation]):
    """The visitor's own, newest first."""

    authentication_classes = (VisitorAuthentication,)
    serializer_class = ConversationSerializer
    queryset = Conversation.objects.none()  # tells the API's description what this is about

    def get_queryset(self) -> QuerySet[Conversation]:
        return Conversation.objects.visible_to(actor_of(self.request)).for_display()
