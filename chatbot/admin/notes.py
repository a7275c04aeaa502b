from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator

from chatbot.admin.links import conversation_of
from chatbot.admin.scope import OwnSites, user_of
from chatbot.admin.searching import rows_of
from chatbot.models import Conversation, Note
from chatbot.serializers.shapes import NoteSerializer
from chatsite.ground.long_lists import LongListAdmin

EXCERPT = 120


@admin.register(Note)
class NoteAdmin(LongListAdmin):
    """The staff log: what operators wrote for each other, and what they arranged."""

    list_display = ("__str__", conversation_of, "kind", "writer", "words", "created_at")
    list_filter = ("kind", ("conversation__site", OwnSites))
    list_select_related = ("conversation__site", "author")
    ordering = ("-pk",)
    search_fields = ("conversation",)  # there is a box; what it finds is said below
    search_help_text = "Number of a conversation"
    readonly_fields = (conversation_of, "writer")
    fields = (conversation_of, "kind", "writer", "body", "created_at", "placed_after")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        visible = Conversation.objects.support_of(user_of(request))
        return Note.objects.filter(conversation__in=visible)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Note], search_term: str
    ) -> tuple[QuerySet[Note], bool]:
        return rows_of(search_term, queryset, "conversation"), False

    @admin.display(description="Author")
    def writer(self, note: Note) -> str:
        return NoteSerializer().get_sender_name(note)

    @admin.display(description="Words")
    def words(self, note: Note) -> str:
        return Truncator(note.body).chars(EXCERPT)
