"""What operators arrange among themselves. Each of it is a line of the staff log."""

from django.contrib.auth.models import User
from django.db import transaction
from rest_framework.exceptions import ValidationError

from chatbot.models import Conversation, Label, Note, Site, name_of
from chatbot.services.holding import hold_support
from chatbot.services.lines import add_staff_line
from chatsite.ground.errors import Conflict

REUSED = "Another note was already sent with this client_message_id."


@transaction.atomic
def assign(*, conversation_id: int, operator: User, assignee_id: int | None) -> Conversation:
    """Make it somebody's work, or nobody's."""
    conversation = hold_support(conversation_id, operator)
    assignee = _colleague(conversation, assignee_id)
    if conversation.assignee != assignee:
        whose = f"assigned this to {name_of(assignee)}" if assignee else "assigned this to nobody"
        text = f"{name_of(operator)} {whose}."
        add_staff_line(conversation, Note.Kind.ASSIGNMENT, operator, text)
        conversation.assignee = assignee
        conversation.save(update_fields=["assignee"])
    return conversation


@transaction.atomic
def set_labels(*, conversation_id: int, operator: User, labels: list[str]) -> Conversation:
    """Exactly these labels of its site."""
    conversation = hold_support(conversation_id, operator)
    own = Label.objects.filter(site=conversation.site)
    known = own.filter(name__in=labels).values_list("name", flat=True)
    if unknown := sorted(set(labels) - set(known)):
        raise ValidationError({"labels": [f"This site has no label {unknown[0]!r}."]})
    wanted = sorted(set(labels))
    if conversation.labels != wanted:
        text = f"{name_of(operator)} set the labels: {', '.join(wanted) or 'none'}."
        add_staff_line(conversation, Note.Kind.LABELS, operator, text)
        conversation.labels = wanted
        conversation.save(update_fields=["labels"])
    return conversation


@transaction.atomic
def set_priority(*, conversation_id: int, operator: User, priority: str) -> Conversation:
    conversation = hold_support(conversation_id, operator)
    if conversation.priority != priority:
        text = f"{name_of(operator)} set the priority to {priority}."
        add_staff_line(conversation, Note.Kind.PRIORITY, operator, text)
        conversation.priority = priority
        conversation.save(update_fields=["priority"])
    return conversation


@transaction.atomic
def add_note(
    *, conversation_id: int, operator: User, body: str, client_message_id: str
) -> tuple[Note, bool]:
    """For the colleagues. It may be sent again like a message, and the second value is the same."""
    conversation = hold_support(conversation_id, operator)
    own = conversation.notes.filter(author=operator, client_message_id=client_message_id)
    if written := own.first():
        if written.body != body:
            raise Conflict(
                "Another note was already sent with this client_message_id.",
                code="client_message_id_reused",
            )
        return written, False
    return add_staff_line(conversation, Note.Kind.NOTE, operator, body, client_message_id), True


def _colleague(conversation: Conversation, user_id: int | None) -> User | None:
    if user_id is None:
        return None
    colleague = User.objects.filter(pk=user_id).first()
    sites = Site.objects.operated_by(colleague) if colleague else Site.objects.none()
    if not sites.filter(conversations=conversation).exists():
        raise ValidationError({"operator_id": ["Nobody with this number answers on this site."]})
    return colleague
