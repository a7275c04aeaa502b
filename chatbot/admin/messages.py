from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from unfold.decorators import display

from chatbot.admin.links import conversation_of
from chatbot.admin.scope import OwnSites, user_of
from chatbot.admin.searching import messages_about
from chatbot.admin.transcripts import SIDES
from chatbot.models import Message, Site
from chatbot.serializers.shapes import MessageSerializer
from chatsite.ground.long_lists import LongListAdmin

EXCERPT = 120
SENDER_COLOURS = {
    Message.Sender.VISITOR: "info",
    Message.Sender.ADMIN: "success",
    Message.Sender.BOT: "warning",
}


@admin.register(Message)
class MessageAdmin(LongListAdmin):
    """What was said to visitors and by them. Rooms and direct conversations of members are not
    here, not even for superusers: nobody reads along.
    """

    list_display = (
        "__str__",
        conversation_of,
        "sender",
        "side",
        "words",
        "file_count",
        "created_at",
    )
    list_filter = (("conversation__site", OwnSites),)
    list_select_related = ("conversation__site", "author__user", "author__visitor")
    # The talk that is newest first. By time alone, whoever operates one site that fell silent
    # would have Postgres look through what all the others have said since.
    ordering = ("-conversation__last_message_at", "-seq")
    search_fields = ("body",)  # there is a box; what it finds is said below
    search_help_text = "Whole words, or #12 for conversation 12"
    fieldsets = (
        (None, {"fields": (conversation_of, ("sender", "side"), "body")}),
        ("When", {"fields": (("created_at", "edited_at", "deleted_at"),)}),
        ("In the log", {"fields": (("seq", "changed_seq"),)}),
    )
    readonly_fields = (conversation_of, "sender", "side")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        # Their numbers, so that Postgres sees how much of all messages is theirs.
        sites = list(Site.objects.operated_by(user_of(request)).values_list("pk", flat=True))
        return Message.objects.filter(conversation__site__in=sites).order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Message], search_term: str
    ) -> tuple[QuerySet[Message], bool]:
        return messages_about(search_term, queryset), False

    @admin.display(description="Sender")
    def sender(self, message: Message) -> str:
        return MessageSerializer().get_sender_name(message)

    @display(description="Side", label=SENDER_COLOURS)
    def side(self, message: Message) -> Any:
        return message.sender_type, SIDES[message.sender_type]

    @admin.display(description="Words")
    def words(self, message: Message) -> str:
        return "(deleted)" if message.deleted_at else Truncator(message.body).chars(EXCERPT)
