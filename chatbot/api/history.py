"""Reading a conversation: one way for the first look, the poll, the return and the export."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot.authentication import actor_of
from chatbot.models import Conversation
from chatbot.serializers.answers import HistoryAnswer
from chatbot.serializers.inputs import HistoryQuery
from chatbot.serializers.shapes import ConversationSerializer
from chatbot.typists import typists
from chatsite.ground.fingerprints import fingerprint_of
from realtime.events import JSON


def visible_conversation(request: Request, conversation_id: int) -> Conversation:
    """What is not visible does not exist: 404, so ids tell nothing."""
    visible = Conversation.objects.visible_to(actor_of(request)).for_display()
    return get_object_or_404(visible, pk=conversation_id)


class HistoryView(APIView):
    """`?after=<seq>` reads on from there; with nothing new it costs no look at the messages."""

    @extend_schema(parameters=[HistoryQuery], responses=HistoryAnswer)
    def get(self, request: Request, conversation_id: int) -> HttpResponseBase:
        query = HistoryQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        # Before the messages: whoever reads on from its `last_seq` misses nothing.
        conversation = visible_conversation(request, conversation_id)
        typing = typists(conversation)
        etag = etag_of(conversation, typing)
        answer = get_conditional_response(request._request, etag=etag)
        if answer is None:
            answer = Response(history(conversation, typing, query.validated_data))
        answer["ETag"] = etag
        patch_cache_control(answer, private=True, no_cache=True)
        return answer


def history(
    conversation: Conversation, typing: list[JSON], query: dict[str, int]
) -> dict[str, object]:
    messages, has_more = conversation.messages.with_authors().page(**query)
    found = {"conversation": conversation, "messages": messages, "has_more": has_more}
    return HistoryAnswer(found | {"typing": typing}).data


def etag_of(conversation: Conversation, typing: list[JSON]) -> str:
    """Of all that the answer is made of: each message, new or changed, moves `last_seq`."""
    shown = ConversationSerializer(conversation).data
    return quote_etag(fingerprint_of([shown, str(conversation.visitor), typing]))
