"""The admin's lists of what was said, and something to be listed."""

from django.contrib.auth.models import Permission

from chatbot import services
from chatbot.models import Attachment

CONVERSATIONS, MESSAGES = "/admin/chatbot/conversation/", "/admin/chatbot/message/"
NOTES, FILES = "/admin/chatbot/note/", "/admin/chatbot/attachment/"
LISTS = [CONVERSATIONS, MESSAGES, NOTES, FILES]
ACTIONS = ["close", "reopen", "assign_to_me", "set_priority_urgent"]
RIGHTS = [
    "view_conversation",
    "change_conversation",
    "view_message",
    "view_note",
    "view_attachment",
]


def permit(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


def talk_of(visitor, words):
    """A conversation with one message, its file, and a note."""
    file = Attachment(kind="file", state="ready", name=f"{words}.pdf", size=1, file="a.pdf")
    sent = {"client_message_id": "a", "body": words, "files": [file]}
    message, _ = services.send_message(sender=visitor, **sent)
    told = {"operator": visitor.site.operators.first(), "body": f"Noted: {words}"}
    services.add_note(conversation_id=message.conversation.pk, client_message_id="a", **told)
    return message.conversation


def listed(page):
    return list(page.context["cl"].result_list)
