"""Telling that one types: the others hear it at once, or when they poll, and soon forget it."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import typists
from chatbot.api.history import visible_conversation
from chatbot.authentication import actor_of
from chatbot.events import UserTyping
from chatbot.serializers.answers import Answer
from chatbot.serializers.inputs import TypingSerializer
from realtime.outbox import publish
from realtime.server.protocol import SOCKET_ID

OWN_SOCKET = OpenApiParameter(
    "X-Socket-ID", str, OpenApiParameter.HEADER, description="Of the socket that is told nothing."
)


class TypingView(APIView):
    """The asker types, goes on typing, or has stopped."""

    @extend_schema(parameters=[OWN_SOCKET], request=TypingSerializer, responses=Answer)
    def post(self, request: Request, conversation_id: int) -> Response:
        conversation = visible_conversation(request, conversation_id)
        form = TypingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        is_typing, typist = form.validated_data["is_typing"], actor_of(request)
        note = typists.start_typing if is_typing else typists.stop_typing
        if note(conversation, typist):
            notice = UserTyping(conversation.pk, typist, is_typing)
            publish(notice, except_socket=own_socket(request))
        return Response(Answer({}).data)


def own_socket(request: Request) -> str:
    """Strict, as it goes on to other servers; nothing, if it is no socket's."""
    told = request.headers.get("X-Socket-ID", "")
    return told if SOCKET_ID.match(told) else ""
