"""A conversation for operators to read here and to keep as text."""

from textwrap import indent
from typing import Any

from chatbot.models import Conversation, Message
from chatbot.serializers.shapes import MessageSerializer, NoteSerializer

SHOWN = 200
INTERNAL = ", internal note"
# On the wire an operator is an admin; among people it is one word for one thing.
SIDES = {str(name): label for name, label in Message.Sender.choices} | {"admin": "Operator"}


def latest_of(conversation: Conversation) -> dict[str, Any]:
    """The end of it, for its page: the public log, and beside it the operators' own."""
    messages, has_earlier = conversation.messages.for_display().page(limit=SHOWN)
    notes, has_earlier_notes = conversation.notes.for_display().page(limit=SHOWN)
    said = MessageSerializer(messages, many=True).data
    return {
        "said": [each | {"side": SIDES[each["sender_type"]]} for each in said],
        "has_earlier": has_earlier,
        "notes": NoteSerializer(notes, many=True).data,
        "has_earlier_notes": has_earlier_notes,
    }


def text_of(conversation: Conversation, *, with_notes: bool) -> str:
    """All of it. Visitors call themselves what they like, so each line says whose side it is."""
    messages = conversation.messages.for_display().prefetch_related("attachments")
    said = MessageSerializer(messages.order_by("seq"), many=True).data
    blocks = [
        (each["seq"], 0, block(each, f" ({SIDES[each['sender_type']].lower()})")) for each in said
    ]
    if with_notes:
        notes = NoteSerializer(conversation.notes.for_display(), many=True).data
        blocks += [
            (note["placed_after"], note["staff_seq"], block(note, INTERNAL)) for note in notes
        ]
    heading = f"{conversation} on {conversation.site}. All times are UTC.\n"
    return "\n".join([heading, *(text for *_, text in sorted(blocks))])


def block(said: dict[str, Any], side: str) -> str:
    """Only the first line begins at the margin: nobody can write one of somebody else's."""
    name = " ".join(said["sender_name"].split())
    words = "(deleted)" if said.get("deleted") else said["message"]
    files = [f"[{' '.join(file['name'].split())}]" for file in said.get("attachments", [])]
    inner = "\n".join(filter(None, [*words.splitlines(), *files]))
    return f"{said['created_at']}  {name}{side}\n{indent(inner, '    ')}\n"
