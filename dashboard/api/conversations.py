from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from chatbot import services
from chatbot.api.history import HistoryView
from chatbot.api.receipts import ReadView
from chatbot.api.typing import OWN_SOCKET, TypingView
from chatbot.models import Conversation
from chatbot.serializers.inputs import MarkReadSerializer
from chatbot.serializers.shapes import StaffConversationSerializer
from chatbot.serializers.staff import (
    InboxQuery,
    StaffHistoryAnswer,
    StaffHistoryQuery,
    StaffTypingSerializer,
)
from chatsite.ground.operations import CONDITIONAL, NOT_MODIFIED
from chatsite.ground.pagination import Pages
from chatsite.ground.serializers import Answer
from dashboard.api.operators import OfOperators, operator_of


@extend_schema_view(
    get=extend_schema(
        parameters=[StaffHistoryQuery, *CONDITIONAL],
        responses={200: StaffHistoryAnswer, 304: NOT_MODIFIED},
    )
)
class Messages(OfOperators, HistoryView):
    """Read a conversation as operators see it, or read on where one was.

    The public log as its visitor reads it, and beside it the staff log: `after_staff` and
    `before_staff` do for `notes` what `after` and `before` do for `messages`.
    """

    query_class = StaffHistoryQuery
    answer_class = StaffHistoryAnswer

    def conversation(self, request: Request, told: dict[str, Any]) -> Conversation:
        visible = Conversation.objects.support_of(operator_of(request)).for_operators()
        return get_object_or_404(visible, pk=self.kwargs["conversation_id"])

    def page(self, conversation: Conversation, told: dict[str, Any]) -> dict[str, Any]:
        notes, has_more = conversation.notes.for_display().page(
            after=told.get("after_staff"), before=told.get("before_staff"), limit=told["limit"]
        )
        found = super().page(conversation, told)
        return found | {"notes": notes, "has_more_notes": has_more}


class Typing(OfOperators, TypingView):
    serializer_class = StaffTypingSerializer

    @extend_schema(parameters=[OWN_SOCKET], responses=Answer)
    def post(self, request: Request, **numbers: int) -> Response:
        """Tell the visitor that one types, goes on typing, or has stopped.

        It ends with the message, and by itself after a few seconds.
        """
        form = self.serializer_class(data=request.data)
        form.is_valid(raise_exception=True)
        if form.validated_data["is_note"]:
            self.conversation(request, form.validated_data)
            return Response(Answer({}).data)
        return super().post(request, **numbers)


class MarkRead(OfOperators, ReadView):
    serializer_class = MarkReadSerializer


class NewestFirst(Pages):
    ordering = ("-last_message_at", "-pk")


@extend_schema_view(get=extend_schema(parameters=[InboxQuery]))
class Inbox(OfOperators, ListAPIView[Conversation]):
    """List the conversations of one's sites, the newest first.

    It is no log: whoever listens fetches again what is shown, and the row with the higher
    `last_seq` or `staff_seq` wins.
    """

    serializer_class = StaffConversationSerializer
    pagination_class = NewestFirst
    queryset = Conversation.objects.none()  # tells the API's description what this is about

    def get_queryset(self) -> QuerySet[Conversation]:
        query = InboxQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        return services.inbox(operator=operator_of(self.request), **query.validated_data)
