"""Hop 2, news: which saves, comings and goings become which events. Nothing else happens here."""

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver

from chatbot.channels import chat_channel
from chatbot.events import ChatMessageReceived, MessageRead, UserJoined, UserLeft
from chatbot.models import Message, Participant
from realtime.applications import own
from realtime.changes import member_added, member_removed
from realtime.channels import Member
from realtime.events import Event
from realtime.outbox import publish
from realtime.saves import on_save


@on_save(Message)
def message_saved(message: Message, created: bool) -> Iterator[Event]:
    if created:
        yield ChatMessageReceived(message)


@on_save(Participant)
def participant_saved(participant: Participant, _created: bool) -> Iterator[Event]:
    if participant.has_read_others:
        yield MessageRead(participant)


@receiver(member_added)
def somebody_came(app: Any, channel: str, user_id: str, user_info: Member, **_: Any) -> None:
    if is_the_room(app, channel):
        publish(UserJoined(user_id, user_info))


@receiver(member_removed)
def somebody_went(app: Any, channel: str, user_id: str, user_info: Member, **_: Any) -> None:
    if is_the_room(app, channel):
        publish(UserLeft(user_id, user_info))


def is_the_room(app: Any, channel: str) -> bool:
    return app == own() and channel == chat_channel()
