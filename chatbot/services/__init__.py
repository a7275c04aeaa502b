"""What chat can do. Each function is one transaction and one sentence."""

from chatbot.services.conversations import open_conversation
from chatbot.services.messages import mark_read, reply, send_message
from chatbot.services.visitors import welcome_visitor

__all__ = [
    "mark_read",
    "open_conversation",
    "reply",
    "send_message",
    "welcome_visitor",
]
