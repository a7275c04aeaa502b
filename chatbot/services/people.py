"""Who is in a conversation that is held, for whatever is about to be stored in it."""

from django.db.models import OuterRef, QuerySet, Subquery

from chatbot.models import Actor, Conversation, Message, Participant, Visitor
from chatbot.models.participants import cursors_of


def people_of(
    conversation: Conversation, actor: Actor, client_message_id: str = ""
) -> tuple[Participant, list[Participant]]:
    """The actor as a participant, with the message of theirs that has this id already.

    And of support all the others, because what is told shows how far each side has read.
    """
    side = "visitor" if isinstance(actor, Visitor) else "user"
    those = {} if conversation.is_support else {side: actor}
    joined = conversation.participants.filter(**those)
    sent = _sent_by(actor, client_message_id).order_by().values("pk")[:1]
    known: list[Participant] = [*joined.annotate(sent=Subquery(sent))]
    author = next((one for one in known if getattr(one, f"{side}_id") == actor.pk), None)
    if author is None:
        author = conversation.participants.create(**{side: actor})
        known.append(author)
    setattr(author, side, actor)  # whoever is here need not be fetched
    return author, known


def _sent_by(actor: Actor, client_message_id: str) -> QuerySet[Message]:
    """Within a query for participants."""
    if isinstance(actor, Visitor):
        return Message.objects.sent_by(actor, client_message_id)
    return Message.objects.filter(author=OuterRef("pk"), client_message_id=client_message_id)


def note_cursors(conversation: Conversation, everybody: list[Participant]) -> None:
    """What is told next shows how far they have read; of rooms nothing of the kind is told."""
    if conversation.is_support:
        conversation.read_up_to = cursors_of(conversation, everybody)
