"""Who is in a conversation that is held, for whatever is about to be stored in it."""

from django.db.models import OuterRef, QuerySet, Subquery

from chatbot.models import Actor, Conversation, Message, Participant, Visitor
from chatbot.models.participants import cursors_of
from chatsite.ground.questions import Given, Question


def people_of(
    conversation: Conversation, actor: Actor, client_message_id: str = ""
) -> tuple[Participant, list[Participant]]:
    """The actor as a participant, with the message of theirs that has this id already.

    And of support all the others, because what is told shows how far each side has read.
    """
    side = "visitor" if isinstance(actor, Visitor) else "user"
    known = PEOPLE[side, conversation.is_support](
        conversation=conversation.pk, actor=actor.pk, sent_as=client_message_id
    )
    for one in known:
        one.conversation = conversation
    author = next((one for one in known if getattr(one, f"{side}_id") == actor.pk), None)
    if author is None:
        author = conversation.participants.create(**{side: actor})
        known.append(author)
    setattr(author, side, actor)  # whoever is here need not be fetched
    return author, known


def _people(side: str, is_support: bool) -> Question[Participant]:
    def those() -> QuerySet[Participant]:
        present = Participant.objects.filter(conversation=Given("conversation"))
        joined = present if is_support else present.filter(**{side: Given("actor")})
        return joined.annotate(sent=Subquery(_sent_by(side).order_by().values("pk")[:1]))

    return Question(those)


def _sent_by(side: str) -> QuerySet[Message]:
    """Within a query for participants."""
    if side == "visitor":
        return Message.objects.sent_by(Given("actor"), Given("sent_as"))
    return Message.objects.filter(author=OuterRef("pk"), client_message_id=Given("sent_as"))


PEOPLE = {
    (side, is_support): _people(side, is_support)
    for side in ("visitor", "user")
    for is_support in (True, False)
}


def note_cursors(conversation: Conversation, everybody: list[Participant]) -> None:
    """What is told next shows how far they have read; of rooms nothing of the kind is told."""
    if conversation.is_support:
        conversation.read_up_to = cursors_of(conversation, everybody)
