from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.api.history import visible_conversation
from chatbot.authentication import VisitorAuthentication, actor_of, visitor_of
from chatbot.models import Conversation
from chatbot.serializers.answers import SentAnswer
from chatbot.serializers.inputs import NewMessageSerializer


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
