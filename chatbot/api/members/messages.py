"""What members say, where they say it, and what becomes of it."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot import services
from chatbot.api.history import HistoryView
from chatbot.authentication import member_of
from chatbot.models import Conversation, Message
from chatbot.serializers.answers import ReadAnswer, ReplyAnswer
from chatbot.serializers.members import (
    EditSerializer,
    NewTalkMessageSerializer,
    PrivateMessageSerializer,
    TalkHistoryAnswer,
    TalkQuery,
)
from chatsite.ground.operations import NOT_MODIFIED
from chatsite.ground.serializers import shaped
from chatsite.ground.throttles import PersonThrottle


class Writing(APIView):
    throttle_classes = (PersonThrottle,)
    throttle_scope = "members_messages"


@extend_schema_view(
    get=extend_schema(parameters=[TalkQuery], responses={200: TalkHistoryAnswer, 304: NOT_MODIFIED})
)
class Messages(Writing, HistoryView):
    query_class = TalkQuery
    answer_class = TalkHistoryAnswer

    def conversation(self, request: Request, told: dict[str, Any]) -> Conversation:
        return visible_talk(request, told.get("conversation_id"))

    @extend_schema(request=NewTalkMessageSerializer, responses={201: ReplyAnswer, 200: ReplyAnswer})
    def post(self, request: Request) -> Response:
        """Say something, to everybody or in a conversation of yours.

        It may be repeated: with the same `client_message_id` it is said once, and answered
        with 200.
        """
        form = NewTalkMessageSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return said(*services.say(member=member_of(request), **form.validated_data))


class Private(Writing):
    """Say something to one other member alone.

    The two have one conversation, whoever begins.
    """

    @extend_schema(request=PrivateMessageSerializer, responses={201: ReplyAnswer, 200: ReplyAnswer})
    def post(self, request: Request) -> Response:
        form = PrivateMessageSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return said(*services.say_privately(member=member_of(request), **form.validated_data))


class OneMessage(Writing):
    @extend_schema(request=EditSerializer, responses=ReplyAnswer)
    def patch(self, request: Request, message_id: int) -> Response:
        """Say a message of yours in other words, within 15 minutes."""
        form = EditSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        mended = services.edit_message(
            message_id=message_id, member=member_of(request), **form.validated_data
        )
        return Response(shaped(ReplyAnswer, {"message": mended}))

    @extend_schema(responses={200: ReplyAnswer})
    def delete(self, request: Request, message_id: int) -> Response:
        """Take back a message of yours, within 15 minutes.

        Its place stays, without words.
        """
        left = services.delete_message(message_id=message_id, member=member_of(request))
        return Response(shaped(ReplyAnswer, {"message": left}))


class Read(APIView):
    """Tell that a message was read, and everything before it.

    It never goes back. Whoever wrote what is now read is told.
    """

    @extend_schema(request=None, responses=ReadAnswer)
    def post(self, request: Request, message_id: int) -> Response:
        member = member_of(request)
        read_up_to = services.mark_talk_read(message_id=message_id, member=member)
        return Response(shaped(ReadAnswer, {"read_up_to": read_up_to}))


def visible_talk(request: Request, conversation_id: int | None) -> Conversation:
    """What is not visible does not exist: 404, so ids tell nothing."""
    visible = Conversation.objects.joined_by(member_of(request)).for_members()
    return get_object_or_404(visible, pk=conversation_id or Conversation.objects.general().pk)


def said(message: Message, is_new: bool) -> Response:
    return Response(shaped(ReplyAnswer, {"message": message}), status=201 if is_new else 200)
