"""What chat remembers: who comes in, what they talk in, what they say."""

from chatbot.models.conversations import Conversation, Participant
from chatbot.models.messages import Message, latest_words
from chatbot.models.sites import Actor, Site, Visitor, name_of, side_of

__all__ = [
    "Actor",
    "Conversation",
    "Message",
    "Participant",
    "Site",
    "Visitor",
    "latest_words",
    "name_of",
    "side_of",
]
