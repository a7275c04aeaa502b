"""Hop 2, news: which saves become which events. Nothing else happens here."""

from collections.abc import Iterator

from chatbot.events import ChatMessageReceived
from chatbot.models import Message
from realtime.events import Event
from realtime.saves import on_save


@on_save(Message)
def message_saved(message: Message, created: bool) -> Iterator[Event]:
    if created:
        yield ChatMessageReceived(message)
