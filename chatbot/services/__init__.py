"""What chat can do. Each function is one transaction and one sentence."""

from chatbot.services.conversations import change_status, rate, wake_snoozed
from chatbot.services.examining import examine
from chatbot.services.files import ask_for_late_files, kept
from chatbot.services.first_answers import answer_first, waiting_for_bot
from chatbot.services.inbox import inbox
from chatbot.services.members import arrange_room, direct_conversation
from chatbot.services.mending import delete_message, edit_message
from chatbot.services.messages import reply, say, say_privately, send_message
from chatbot.services.privacy import erase_visitor, everything_held_of, held_of
from chatbot.services.reading import mark_read, mark_talk_read
from chatbot.services.retention import forget_expired
from chatbot.services.staff import add_note, assign, set_labels, set_priority
from chatbot.services.transcripts import (
    ask_for_transcript,
    forget_transcripts,
    send_transcripts,
)
from chatbot.services.visitors import note_page, welcome_visitor

__all__ = [
    "add_note",
    "answer_first",
    "arrange_room",
    "ask_for_late_files",
    "ask_for_transcript",
    "assign",
    "change_status",
    "delete_message",
    "direct_conversation",
    "edit_message",
    "erase_visitor",
    "everything_held_of",
    "examine",
    "forget_expired",
    "forget_transcripts",
    "held_of",
    "inbox",
    "kept",
    "mark_read",
    "mark_talk_read",
    "note_page",
    "rate",
    "reply",
    "say",
    "say_privately",
    "send_message",
    "send_transcripts",
    "set_labels",
    "set_priority",
    "waiting_for_bot",
    "wake_snoozed",
    "welcome_visitor",
]
