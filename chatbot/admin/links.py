"""From a row to what it belongs to."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from chatbot.models import Message, Note


@admin.display(description="Conversation")
def conversation_of(row: Message | Note) -> str:
    url = reverse("admin:chatbot_conversation_change", args=[row.conversation_id])
    return format_html('<a class="text-link" href="{}">{}</a>', url, row.conversation)
