"""The JSON shapes of chat: what the API answers is what the events carry.

Nothing here depends on who reads, so the same bytes go to everybody.
"""

from chatbot.serializers.shapes.conversations import ConversationSerializer
from chatbot.serializers.shapes.messages import MessageSerializer
from chatbot.serializers.shapes.people import OperatorSerializer, TypistSerializer, sender_of
from chatbot.serializers.shapes.sites import SiteSerializer
from chatbot.serializers.shapes.visitors import VisitorSerializer

__all__ = [
    "ConversationSerializer",
    "MessageSerializer",
    "OperatorSerializer",
    "SiteSerializer",
    "TypistSerializer",
    "VisitorSerializer",
    "sender_of",
]
