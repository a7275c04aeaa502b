"""Who is in a conversation that is held, for whatever is about to be stored in it."""

from django.db.models import OuterRef, Subquery

from chatbot.models import Actor, Conversation, Message, Participant, Visitor
from chatbot.models.participants import cursors_of


def people_of(
    conversation: Conversation, actor: Actor, client_message_id: str = ""
) -> tuple[Participant, list[Participant]]:
    """The actor as a participant, with the message of theirs that has this id already.

    And of support all the others, because what is told shows how far each side has read.
    """
    if isinstance(actor, Visitor):
        who: dict[str, Actor] = {"visitor": actor}
        sent = Message.objects.sent_by(actor, client_message_id)
    else:
        who = {"user": actor}
        sent = Message.objects.filter(author=OuterRef("pk"), client_message_id=client_message_id)
    those = {} if conversation.is_support else who
    joined = conversation.participants.filter(**those).select_related("user__member", "visitor")
    known: list[Participant] = [*joined.annotate(sent=Subquery(sent.values("pk")[:1]))]
    if author := next((each for each in known if each.actor == actor), None):
        return author, known
    author = conversation.participants.create(**who)
    return author, [*known, author]


def note_cursors(conversation: Conversation, everybody: list[Participant]) -> None:
    """What is told next shows how far they have read; of rooms nothing of the kind is told."""
    if conversation.is_support:
        conversation.read_up_to = cursors_of(conversation, everybody)
