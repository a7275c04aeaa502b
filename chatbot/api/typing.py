"""Telling that one types: the others hear it at once, or when they poll, and soon forget it."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import typists
from chatbot.api.history import visible_conversation
from chatbot.authentication import actor_of
from chatbot.events import UserTyping
from chatbot.models import Conversation
from chatbot.serializers.inputs import TypingSerializer
from chatsite.ground.serializers import Answer, shaped
from chatsite.ground.throttles import PersonThrottle
from realtime.outbox import publish
from realtime.server.protocol import SOCKET_ID

OWN_SOCKET = OpenApiParameter(
    "X-Socket-ID", str, OpenApiParameter.HEADER, description="Of the socket that is told nothing."
)


class TypingView(APIView):
    """Tell that one types, goes on typing, or has stopped.

    The others hear it at once. It ends with the message, and by itself after a few seconds.
    """

    # Ends are counted too. One that is refused harms nobody: what is not told again soon ends.
    throttle_classes = (PersonThrottle,)
    throttle_scope = "typing"
    serializer_class: type[TypingSerializer] = TypingSerializer

    def conversation(self, request: Request, told: dict[str, Any]) -> Conversation:
        """Where it is."""
        return visible_conversation(request, self.kwargs["conversation_id"])

    @extend_schema(parameters=[OWN_SOCKET], responses=Answer)
    def post(self, request: Request, **_: int) -> Response:
        form = self.serializer_class(data=request.data)
        form.is_valid(raise_exception=True)
        conversation = self.conversation(request, form.validated_data)
        is_typing, typist = form.validated_data["is_typing"], actor_of(request)
        note = typists.start_typing if is_typing else typists.stop_typing
        if note(conversation, typist):
            notice = UserTyping(conversation, typist, is_typing)
            publish(notice, except_socket=own_socket(request))
        return Response(shaped(Answer, {}))


def own_socket(request: Request) -> str:
    """Strict, as it goes on to other servers; nothing, if it is no socket's."""
    told = request.headers.get("X-Socket-ID", "")
    return told if SOCKET_ID.match(told) else ""
