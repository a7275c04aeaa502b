"""What the operators' pages ask for as JSON."""

from django.contrib.auth.models import User
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.api.history import HistoryView, visible_conversation
from chatbot.api.receipts import ReadView
from chatbot.api.typing import TypingView
from chatbot.serializers.answers import ReplyAnswer
from chatbot.serializers.inputs import MarkReadSerializer, ReplySerializer
from dashboard.permissions import HasSecondStep


class IsOperator(BasePermission):
    """Nobody is asked to sign in first; to members these addresses do not exist."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        if not request.user.is_staff:
            raise Http404
        return True


class Messages(HistoryView):
    permission_classes = (IsOperator, HasSecondStep)


class Typing(TypingView):
    permission_classes = (IsOperator, HasSecondStep)


class MarkRead(ReadView):
    permission_classes = (IsOperator, HasSecondStep)
    serializer_class = MarkReadSerializer


class Reply(APIView):
    """Answers the visitor, unless somebody wrote what this operator has not seen."""

    permission_classes = (IsOperator, HasSecondStep)

    @extend_schema(request=ReplySerializer, responses={201: ReplyAnswer, 200: ReplyAnswer})
    def post(self, request: Request, conversation_id: int) -> Response:
        conversation = visible_conversation(request, conversation_id)
        form = ReplySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said, operator = form.validated_data, request.user
        assert isinstance(operator, User)  # IsOperator let in nobody else
        message, is_new = services.reply(
            conversation=conversation,
            operator=operator,
            body=said["body"],
            client_message_id=said["client_message_id"],
            last_seen_seq=None if said["force"] else said["last_seen_seq"],
        )
        return Response(ReplyAnswer({"message": message}).data, status=201 if is_new else 200)
