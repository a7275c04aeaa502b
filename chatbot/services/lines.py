"""What the conversation itself says: public lines for everybody, staff lines for operators."""

from django.contrib.auth.models import User

from chatbot.models import Conversation, Message, Note


def add_line(conversation: Conversation, text: str) -> Message:
    """A public line. The caller holds the conversation, and saves it afterwards."""
    return add_unsigned(conversation, Message.Sender.SYSTEM, text)


def add_unsigned(
    conversation: Conversation,
    sender: Message.Sender,
    text: str,
    actions: list[object] | None = None,
) -> Message:
    seq = conversation.next_seq()
    conversation.save(update_fields=["last_seq"])
    conversation.__dict__.pop("latest", None)  # if known, it was what came before this line
    return Message.objects.create(
        conversation=conversation,
        sender_type=sender,
        seq=seq,
        changed_seq=seq,
        body=text,
        actions=actions or [],
    )


def add_staff_line(
    conversation: Conversation,
    kind: Note.Kind,
    author: User | None,
    text: str,
    client_message_id: str | None = None,
) -> Note:
    """A line that only operators see. The caller holds the conversation."""
    staff_seq = conversation.next_staff_seq()
    conversation.save(update_fields=["staff_seq"])
    return conversation.notes.create(
        kind=kind,
        author=author,
        staff_seq=staff_seq,
        placed_after=conversation.last_seq,
        client_message_id=client_message_id,
        body=text,
    )
