"""What chat remembers: who comes in, what they talk in, what they say."""

from chatbot.models.actors import Actor, name_of, side_of
from chatbot.models.answers import Answer
from chatbot.models.conversations import Conversation
from chatbot.models.discarded import DiscardedFile
from chatbot.models.files import Attachment
from chatbot.models.hours import SpecialHours, WeeklyHours
from chatbot.models.labels import Label
from chatbot.models.members import Member
from chatbot.models.messages import Message
from chatbot.models.notes import Note
from chatbot.models.participants import Participant
from chatbot.models.rooms import Room
from chatbot.models.sites import Site
from chatbot.models.transcripts import Transcript
from chatbot.models.visitors import PageView, Visitor, VisitorToken
from chatbot.models.webhooks import SiteWebhook, SiteWebhookDelivery

__all__ = [
    "Actor",
    "Answer",
    "Attachment",
    "Conversation",
    "DiscardedFile",
    "Label",
    "Member",
    "Message",
    "Note",
    "PageView",
    "Participant",
    "Room",
    "Site",
    "SiteWebhook",
    "SiteWebhookDelivery",
    "SpecialHours",
    "Transcript",
    "Visitor",
    "VisitorToken",
    "WeeklyHours",
    "name_of",
    "side_of",
]
