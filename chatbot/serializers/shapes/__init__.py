"""The JSON shapes of chat: what the API answers is what the events carry.

Nothing here depends on who reads, so the same bytes go to everybody.
"""

from chatbot.serializers.shapes.conversations import (
    ConversationSerializer,
    StaffConversationSerializer,
    TalkSerializer,
)
from chatbot.serializers.shapes.files import AttachmentSerializer
from chatbot.serializers.shapes.messages import MessageSerializer, NoteSerializer
from chatbot.serializers.shapes.people import PersonSerializer, TypistSerializer, sender_of
from chatbot.serializers.shapes.sites import SiteSerializer
from chatbot.serializers.shapes.visitors import VisitorSerializer

__all__ = [
    "AttachmentSerializer",
    "ConversationSerializer",
    "MessageSerializer",
    "NoteSerializer",
    "PersonSerializer",
    "SiteSerializer",
    "StaffConversationSerializer",
    "TalkSerializer",
    "TypistSerializer",
    "VisitorSerializer",
    "sender_of",
]
