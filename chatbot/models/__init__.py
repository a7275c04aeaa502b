"""What chat remembers: who comes in, what they talk in, what they say."""

from chatbot.models.actors import Actor, name_of, side_of
from chatbot.models.conversations import Conversation, Participant
from chatbot.models.messages import Message, latest_words
from chatbot.models.sites import Site
from chatbot.models.visitors import Visitor

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
