from typing import Any

from django.contrib import admin
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import Truncator
from unfold.admin import TabularInline
from unfold.decorators import action, display

from chatbot.admin.arranging import ACTIONS
from chatbot.admin.filters import Assigned, Rated, Waiting
from chatbot.admin.scope import BY_SITE, user_of
from chatbot.admin.searching import conversations_about
from chatbot.admin.transcripts import latest_of, text_of
from chatbot.models import Conversation, Participant, name_of
from chatbot.models.conversations import ConversationQuerySet
from chatbot.serializers.shapes.people import GONE
from chatsite.ground.long_lists import LongListAdmin
from chatsite.ground.read_only import ReadOnlyInline

EXCERPT = 60
Status, Priority = Conversation.Status, Conversation.Priority
STATUS_COLOURS = {Status.OPEN: "success", Status.PENDING: "warning", Status.SNOOZED: "info"}
PRIORITY_COLOURS = {Priority.HIGH: "warning", Priority.URGENT: "danger"}


class ParticipantInline(ReadOnlyInline, TabularInline):
    """Who is in it, and how far each of them has read."""

    model = Participant
    fields = readonly_fields = ("who", "read_up_to", "left_at")
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "visitor").order_by("pk")

    @admin.display(description="Who")
    def who(self, participant: Participant) -> str:
        return name_of(participant.actor) if participant.actor else GONE


@admin.register(Conversation)
class ConversationAdmin(LongListAdmin):
    """Support alone: what members say to each other is not for operators to read."""

    list_display = (
        "__str__",
        "visitor_shown",
        "status_shown",
        "priority_shown",
        "assignee_shown",
        "labels_shown",
        "waits",
        "said_last",
    )
    list_filter = ("status", "priority", Assigned, Waiting, Rated, BY_SITE)
    list_select_related = ("visitor", "site", "assignee")
    ordering = ("-last_message_at",)
    search_fields = ("pk",)  # there is a box; what it finds is said below
    search_help_text = "Number, or the visitor's name, e-mail address or identity"
    actions = ACTIONS
    actions_detail = (
        {"title": "Transcript", "icon": "download", "items": ["transcript", "internal_transcript"]},
    )
    inlines = (ParticipantInline,)
    change_form_outer_after_template = "chatbot/admin/latest.html"
    fieldsets = (
        (None, {"fields": (("visitor", "site"), ("status", "priority"), ("assignee", "labels"))}),
        (
            "When",
            {
                "fields": (
                    ("started_at", "last_message_at"),
                    ("waiting_since", "snoozed_until"),
                    ("handed_over_at", "closed_at"),
                )
            },
        ),
        ("What the visitor thinks of it", {"fields": ("rating", "rating_comment")}),
    )

    def get_queryset(self, request: HttpRequest) -> ConversationQuerySet:
        visible = Conversation.objects.support_of(user_of(request))
        return visible.with_latest().order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: ConversationQuerySet, search_term: str
    ) -> tuple[ConversationQuerySet, bool]:
        return conversations_about(search_term, queryset), False

    def has_arrange_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("chatbot.change_conversation"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **more: Any
    ) -> HttpResponse:
        context |= latest_of(context["original"])
        answer: HttpResponse = super().render_change_form(request, context, *args, **more)
        return answer

    @action(description="For the visitor", url_path="transcript", permissions=["view"])
    def transcript(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._download(request, object_id, with_notes=False)

    @action(description="With internal notes", url_path="transcript/internal", permissions=["view"])
    def internal_transcript(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._download(request, object_id, with_notes=True)

    def _download(self, request: HttpRequest, object_id: str, *, with_notes: bool) -> HttpResponse:
        conversation = self.get_object(request, object_id)
        if conversation is None:
            raise Http404
        text = text_of(conversation, with_notes=with_notes)
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
        name = f"conversation-{conversation.pk}{'-internal' if with_notes else ''}.txt"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    @display(description="Visitor", header=True)
    def visitor_shown(self, conversation: Conversation) -> Any:
        return conversation.visitor, conversation.site

    @display(description="Status", label=STATUS_COLOURS)
    def status_shown(self, conversation: Conversation) -> Any:
        return conversation.status, conversation.get_status_display()

    @display(description="Priority", label=PRIORITY_COLOURS)
    def priority_shown(self, conversation: Conversation) -> Any:
        return conversation.priority, conversation.get_priority_display()

    @display(description="Assignee")
    def assignee_shown(self, conversation: Conversation) -> str | None:
        return name_of(conversation.assignee) if conversation.assignee else None

    @display(description="Labels")
    def labels_shown(self, conversation: Conversation) -> str:
        return ", ".join(conversation.labels)

    @display(description="Waiting since")
    def waits(self, conversation: Conversation) -> str | None:
        return naturaltime(conversation.waiting_since) if conversation.waiting_since else None

    @display(description="Last message", header=True)
    def said_last(self, conversation: Conversation) -> Any:
        words = conversation.latest["message"] if conversation.latest else ""
        at = conversation.last_message_at
        return Truncator(words).chars(EXCERPT), naturaltime(at) if at else None
