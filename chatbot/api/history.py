"""Reading a conversation: one way for the first look, the poll, the return and the export."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chatbot.authentication import actor_of
from chatbot.models import Conversation, Visitor
from chatbot.serializers.answers import HistoryAnswer
from chatbot.serializers.inputs import HistoryQuery
from chatbot.typists import typists
from chatsite.ground.fingerprints import fingerprint_of
from chatsite.ground.operations import CONDITIONAL, NOT_MODIFIED
from chatsite.ground.questions import Given, Question
from chatsite.ground.serializers import ready, shaped
from realtime.events import JSON

seen_by_visitor = Question(
    lambda: Conversation.objects.for_visitors().filter(visitor=Given("visitor"), pk=Given("named"))
)


def visible_conversation(request: Request, conversation_id: int) -> Conversation:
    """What is not visible does not exist: 404, so ids tell nothing."""
    actor = actor_of(request)
    if isinstance(actor, Visitor):
        found = seen_by_visitor(visitor=actor.pk, named=conversation_id)
    else:
        found = [*Conversation.objects.support_of(actor).for_visitors().filter(pk=conversation_id)]
    if not found:
        raise Http404
    return found[0]


class HistoryView(APIView):
    """Read a conversation, or read on where one was.

    Without a number it is the newest page. `after` answers what was said, changed or deleted
    since then, in the order of `changed_seq`; go on after the answer's `last_seq`, or while
    `has_more` after the `changed_seq` of its last message. `before` goes back, by `seq`.
    """

    query_class: type[HistoryQuery] = HistoryQuery
    answer_class: type[HistoryAnswer] = HistoryAnswer

    def conversation(self, request: Request, told: dict[str, Any]) -> Conversation:
        """The one that is asked for, as its audience sees it."""
        return visible_conversation(request, self.kwargs["conversation_id"])

    @extend_schema(
        parameters=[HistoryQuery, *CONDITIONAL],
        responses={200: HistoryAnswer, 304: NOT_MODIFIED},
    )
    def get(self, request: Request, **_: int) -> HttpResponseBase:
        query = self.query_class(data=request.query_params)
        query.is_valid(raise_exception=True)
        told = query.validated_data
        # Before the messages: whoever reads on from its `last_seq` misses nothing.
        conversation = self.conversation(request, told)
        typing = typists(conversation)
        etag = self.etag_of(conversation, typing)
        answer = get_conditional_response(request._request, etag=etag)
        if answer is None:
            found = {"conversation": conversation, "typing": typing}
            answer = Response(shaped(self.answer_class, found | self.page(conversation, told)))
        answer["ETag"] = etag
        patch_cache_control(answer, private=True, no_cache=True)
        return answer

    def page(self, conversation: Conversation, told: dict[str, Any]) -> dict[str, Any]:
        places = {name: told[name] for name in ("after", "before", "limit") if name in told}
        messages, has_more = conversation.messages.for_display().page(**places)
        return {"messages": messages, "has_more": has_more}

    def etag_of(self, conversation: Conversation, typing: list[JSON]) -> str:
        """Of all that the answer is made of: each message, new or changed, moves `last_seq`.

        And of the day: then the links to files are others.
        """
        shape = ready(self.answer_class).fields["conversation"]
        shown, today = shape.to_representation(conversation), timezone.now().date()
        return quote_etag(fingerprint_of([shown, str(conversation.visitor), typing, str(today)]))
