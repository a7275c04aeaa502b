"""What ends the right to follow conversations.

A visitor's token, an operator's site, a member's place in a room.
"""

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from chatbot.models import Participant, Site, Visitor, VisitorToken
from realtime.actors import mark_of
from realtime.losses import Rows, ask_anew, on_loss
from realtime.outbox import disconnect


@receiver(pre_delete, sender=VisitorToken)
def browser_ended(instance: VisitorToken, **_: Any) -> None:
    """Its sockets alone: the visitor's other browsers go on. All go where the visitor goes."""
    disconnect(Visitor(pk=instance.visitor_id), session=mark_of(instance.digest))


@on_loss(Site.operators.through, side=Site)
def operators_lose(rows: Rows) -> None:
    ask_anew(rows.values_list("user", flat=True))


@receiver(post_save, sender=Participant)
def member_taken_out(instance: Participant, **_: Any) -> None:
    if instance.left_at is not None and instance.changed("left_at"):
        _ask_anew(instance)


@receiver(pre_delete, sender=Participant)
def member_forgotten(instance: Participant, **_: Any) -> None:
    # Whoever answers for a site keeps that right, whatever is erased there.
    if not instance.conversation.is_support:
        _ask_anew(instance)


def _ask_anew(participant: Participant) -> None:
    if participant.user_id is not None:
        disconnect(User(pk=participant.user_id))
