"""Changing and taking back what one has said, for a while."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from rest_framework.exceptions import NotFound, PermissionDenied

from chatbot.models import Conversation, Message
from chatbot.services.holding import hold
from chatbot.services.members import mentioned_in
from chatsite.ground.errors import Conflict

MENDED_WITHIN = timedelta(minutes=15)


@transaction.atomic
def edit_message(*, message_id: int, member: User, body: str) -> Message:
    message = _own(message_id, member)
    if message.body != body:
        message.edit(body)
        message.mentions = mentioned_in(message.conversation, body)
        message.conversation.save(update_fields=["last_seq"])
        message.save(update_fields=["body", "mentions", "edited_at", "changed_seq"])
    return message


@transaction.atomic
def delete_message(*, message_id: int, member: User) -> Message:
    """Its place stays, and its words go."""
    message = _own(message_id, member)
    message.attachments.all().delete()
    message.bury()
    message.conversation.save(update_fields=["last_seq"])
    message.save()
    return message


def _own(message_id: int, member: User) -> Message:
    """Still to be mended, with its conversation held."""
    joined = Conversation.objects.joined_by(member)
    conversation = hold(joined.filter(messages=message_id), "There is no such message.")
    message = conversation.messages.for_display().get(pk=message_id)
    if message.author is None or message.author.user_id != member.pk:
        raise PermissionDenied("Only who wrote it may change it.")
    if message.deleted_at is not None:
        raise NotFound("There is no such message.")
    if message.created_at < timezone.now() - MENDED_WITHIN:
        raise Conflict("This was said too long ago to be changed.", code="too_late")
    return message
