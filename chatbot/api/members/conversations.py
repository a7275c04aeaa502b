from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from rest_framework.generics import ListAPIView
from rest_framework.request import Request

from chatbot import services
from chatbot.api.members.messages import visible_talk
from chatbot.api.typing import TypingView
from chatbot.authentication import member_of
from chatbot.models import Conversation, Message
from chatbot.serializers.members import TalkRowSerializer, TalkTypingSerializer
from chatsite.ground.pagination import Pages


class Typing(TypingView):
    serializer_class = TalkTypingSerializer

    def conversation(self, request: Request, told: dict[str, Any]) -> Conversation:
        if other_id := told.get("recipient_id"):
            return services.direct_conversation(member=member_of(request), other_id=other_id)
        return visible_talk(request, told.get("conversation_id"))


class NewestFirst(Pages):
    # Where nothing was said yet, its beginning counts.
    ordering = "-newest_at"
    results_name = "conversations"


class Conversations(ListAPIView[Conversation]):
    """List one's rooms and conversations of two, with how much in each was not read yet.

    Those come first in which something was said last.
    """

    serializer_class = TalkRowSerializer
    pagination_class = NewestFirst
    queryset = Conversation.objects.none()  # tells the API's description what this is about

    def get_queryset(self) -> QuerySet[Conversation]:
        member = member_of(self.request)
        Conversation.objects.general()
        talks = Conversation.objects.joined_by(member).for_members().with_unread(member)
        # Of two who have said nothing to each other yet there is nothing to show.
        begun = talks.exclude(kind=Conversation.Kind.DIRECT, last_seq=0)
        return begun.annotate(newest_at=Coalesce("last_message_at", "started_at"))

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset) or []
        bring_last_messages(page)
        return page


def bring_last_messages(talks: Iterable[Any]) -> None:
    """In one query for all of them."""
    by_id = Message.objects.for_display().in_bulk([talk.latest_id for talk in talks])
    for talk in talks:
        talk.last_message = by_id.get(talk.latest_id)
        if talk.last_message:
            talk.last_message.conversation = talk
