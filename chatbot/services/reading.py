"""How far people have read: nothing is unread again, and nobody has read what is not yet there."""

from django.contrib.auth.models import User
from django.db import transaction

from chatbot.models import Actor, Conversation
from chatbot.services.holding import hold, hold_support
from chatbot.services.people import note_cursors, people_of


@transaction.atomic
def mark_read(*, conversation_id: int, reader: Actor, seq: int | None = None) -> int:
    """Of support: everything up to `seq`, or all there is. How far it is by now."""
    return _read_on(hold_support(conversation_id, reader), reader, seq)


@transaction.atomic
def mark_talk_read(*, message_id: int, member: User) -> int:
    """Among members: a message, and everything before it."""
    joined = Conversation.objects.joined_by(member)
    conversation = hold(joined.filter(messages=message_id), "There is no such message.")
    return _read_on(conversation, member, conversation.messages.get(pk=message_id).seq)


def _read_on(conversation: Conversation, reader: Actor, seq: int | None) -> int:
    participant, everybody = people_of(conversation, reader)
    head = conversation.last_seq
    seen = head if seq is None else min(seq, head)
    if seen > participant.read_up_to:
        participant.read_up_to = seen
        note_cursors(conversation, everybody)
        participant.save(update_fields=["read_up_to"])
    return participant.read_up_to
