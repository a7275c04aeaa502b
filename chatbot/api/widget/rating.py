"""How a conversation ends for its visitor: closed, rated, taken home."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.authentication import VisitorAuthentication, visitor_of
from chatbot.models import Conversation
from chatbot.serializers.privacy import ConversationAnswer, RatingSerializer, TranscriptSerializer
from chatsite.ground.serializers import Answer
from chatsite.ground.throttles import PersonThrottle


class Rating(APIView):
    """Rate a conversation; said again, the last word counts."""

    authentication_classes = (VisitorAuthentication,)
    throttle_classes = (PersonThrottle,)
    throttle_scope = "visitors_messages"

    @extend_schema(request=RatingSerializer, responses=ConversationAnswer)
    def post(self, request: Request, conversation_id: int) -> Response:
        form = RatingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        rated = services.rate(
            conversation_id=conversation_id, visitor=visitor_of(request), **form.validated_data
        )
        return Response(ConversationAnswer({"conversation": rated}).data)


class Closing(APIView):
    """Close a conversation. Whoever writes into it within a week opens it again."""

    authentication_classes = (VisitorAuthentication,)
    throttle_classes = (PersonThrottle,)
    throttle_scope = "visitors_messages"

    @extend_schema(request=None, responses=ConversationAnswer)
    def post(self, request: Request, conversation_id: int) -> Response:
        closed = services.change_status(
            conversation_id=conversation_id,
            actor=visitor_of(request),
            status=Conversation.Status.CLOSED,
        )
        return Response(ConversationAnswer({"conversation": closed}).data)


class TranscriptByMail(APIView):
    """Have a copy of the conversation sent by mail.

    It leaves in a moment. Asked for again, it is sent again only if more was said.
    """

    authentication_classes = (VisitorAuthentication,)
    throttle_classes = (PersonThrottle,)
    throttle_scope = "transcripts"

    @extend_schema(request=TranscriptSerializer, responses=Answer)
    def post(self, request: Request, conversation_id: int) -> Response:
        form = TranscriptSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        services.ask_for_transcript(
            conversation_id=conversation_id, visitor=visitor_of(request), **form.validated_data
        )
        return Response(Answer({}).data)
