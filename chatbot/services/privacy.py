"""What visitors may ask for: to see all that is held of them, and to have none of it held."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from chatbot.channels import conversation_channel, staff_channel
from chatbot.models import Attachment, Conversation, Message, Transcript, Visitor
from chatbot.services.holding import locked
from chatsite.ground import audit
from chatsite.ground.locks import lock
from realtime.forgetting import forget_channels

PAGE = 200
HEARD_ON = (conversation_channel, staff_channel)


def held_of(visitor: Visitor, *, after: int = 0, limit: int = PAGE) -> dict[str, Any]:
    """Everything, but of the messages one page: those behind this one."""
    conversations = visitor.conversations.for_visitors().select_related("site").order_by("pk")
    known = {conversation.pk: conversation for conversation in conversations}
    messages = _messages_of(known, after, limit + 1)
    return {
        "visitor": visitor,
        "browsers": visitor.tokens.order_by("pk"),
        "pages": visitor.page_views.all(),
        "conversations": known.values(),
        "transcripts": Transcript.objects.filter(conversation__in=known),
        "messages": messages[:limit],
        "has_more": len(messages) > limit,
    }


def everything_held_of(visitor: Visitor) -> dict[str, Any]:
    """All of it in one piece, for operators to hand over."""
    held = held_of(visitor)
    messages = held["messages"]
    while held["has_more"]:
        held = held_of(visitor, after=messages[-1].pk)
        messages += held["messages"]
    return held | {"messages": messages}


def _messages_of(known: dict[int, Conversation], after: int, limit: int) -> list[Message]:
    said = Message.objects.filter(conversation__in=known, pk__gt=after).for_display()
    messages = list(said.prefetch_related("attachments").order_by("pk")[:limit])
    for message in messages:
        message.conversation = known[message.conversation_id]  # with what is shown of it
    return messages


@transaction.atomic
def erase_visitor(
    *, visitor: Visitor, by: User | None = None, request: HttpRequest | None = None
) -> None:
    """Nothing of them is left but that somebody was erased. Without `by` they ask themselves."""
    held = _hold_all_of(visitor)
    if held is None:
        return  # another request was faster
    erased = _erase_conversations_of(held)
    audit.record(
        actor=by,
        action="visitor.erased",
        target=Visitor(pk=held.pk),  # this row stays for ever, and their name must not
        request=request,
        site=held.site.public_key,
        conversations=erased,
    )
    held.delete()


def _hold_all_of(visitor: Visitor) -> Visitor | None:
    """In the order in which those lock who come in, and those who send.

    First of all, that no further browser becomes this visitor.
    """
    if visitor.is_identified:
        lock(f"identity {visitor.site_id} {visitor.identity_id}")
    list(visitor.tokens.select_for_update().order_by("pk"))
    rows = Visitor.objects.select_for_update(of=("self",), no_key=True).select_related("site")
    held = rows.filter(pk=visitor.pk).first()
    list(locked(visitor.conversations.order_by("pk")))
    return held


def _erase_conversations_of(visitor: Visitor) -> int:
    """What they said, the files, and what was to be told of it; how many there were."""
    ids = list(visitor.conversations.values_list("pk", flat=True))
    forget_channels([channel(conversation_id=pk) for pk in ids for channel in HEARD_ON])
    Attachment.objects.filter(message__conversation__in=ids).delete()
    Message.objects.filter(conversation__in=ids).delete()  # before their authors
    Conversation.objects.filter(pk__in=ids).delete()
    return len(ids)
