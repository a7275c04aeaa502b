from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from unfold.decorators import display

from chatbot.admin.links import conversation_of
from chatbot.admin.scope import OwnSites, user_of
from chatbot.admin.searching import rows_of
from chatbot.models import Attachment, Conversation
from chatbot.serializers.shapes.files import AttachmentSerializer
from chatsite.ground.long_lists import LongListAdmin

State = Attachment.State
STATE_COLOURS = {State.READY: "success", State.REFUSED: "danger"}


@admin.register(Attachment)
class AttachmentAdmin(LongListAdmin):
    """What people sent. Only what a worker has found harmless can be opened."""

    list_display = ("__str__", "file_link", "conversation", "state_shown", "bytes", "created_at")
    list_filter = ("kind", "state", ("message__conversation__site", OwnSites))
    list_select_related = ("message__conversation",)
    ordering = ("-pk",)
    search_fields = ("message__conversation",)  # there is a box; what it finds is said below
    search_help_text = "Number of a conversation"
    readonly_fields = ("file_link", "conversation", "bytes")
    fields = (
        "conversation",
        "file_link",
        ("kind", "mime_type", "state"),
        ("bytes", "width", "height", "duration_ms"),
        "created_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        visible = Conversation.objects.support_of(user_of(request))
        return Attachment.objects.filter(message__conversation__in=visible)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Attachment], search_term: str
    ) -> tuple[QuerySet[Attachment], bool]:
        return rows_of(search_term, queryset, "message__conversation"), False

    @admin.display(description="Conversation")
    def conversation(self, attachment: Attachment) -> str:
        return conversation_of(attachment.message)

    @admin.display(description="File")
    def file_link(self, attachment: Attachment) -> str:
        url = AttachmentSerializer().get_url(attachment)
        if url is None:
            return attachment.name
        return format_html('<a class="text-link" href="{}">{}</a>', url, attachment.name)

    @display(description="State", label=STATE_COLOURS)
    def state_shown(self, attachment: Attachment) -> tuple[str, str]:
        return attachment.state, attachment.get_state_display()

    @admin.display(description="Size")
    def bytes(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)
