"""The operators' inbox, and the page of one conversation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from chatbot import services
from chatbot.models import Conversation, name_of
from chatbot.serializers.shapes import ConversationSerializer, MessageSerializer
from dashboard.requests import MemberRequest
from realtime.configuration import realtime_configuration

ROWS = 50
EXCERPT = 80


def operators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Strangers are asked to sign in; to members the page does not exist."""
    # The island posts with the token that the cookie holds.
    guarded = admin.site.admin_view(ensure_csrf_cookie(view))

    @login_required
    @wraps(view)
    def opened(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_staff:
            raise Http404
        answer: HttpResponseBase = guarded(request, *args, **kwargs)
        return answer

    return opened


@operators_only
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    rows = services.inbox(operator=request.user)
    page = Paginator(rows.order_by("-last_message_at"), ROWS).get_page(request.GET.get("page"))
    table = {
        "headers": ["Visitor", "Site", "Last message", "When"],
        "rows": [row(conversation) for conversation in page],
    }
    found = {"title": "Inbox", "page": page, "table": table}
    return render(request, "dashboard/inbox.html", admin.site.each_context(request) | found)


def row(conversation: Any) -> list[str]:
    url = reverse("dashboard:conversation", args=[conversation.pk])
    return [
        format_html('<a class="font-semibold" href="{}">{}</a>', url, conversation.visitor),
        conversation.site.name,
        Truncator(conversation.latest["message"] if conversation.latest else "").chars(EXCERPT),
        naturaltime(conversation.last_message_at),
    ]


@operators_only
@require_safe
def conversation(request: MemberRequest, conversation_id: int) -> HttpResponse:
    visible = Conversation.objects.support_of(request.user).for_visitors()
    shown = get_object_or_404(visible, pk=conversation_id)
    found = {"title": str(shown.visitor), "props": props(request, shown)}
    return render(request, "dashboard/conversation.html", admin.site.each_context(request) | found)


def props(request: MemberRequest, shown: Conversation) -> dict[str, Any]:
    """What the island begins with: the same shapes as it will hear and fetch."""
    messages, _ = shown.messages.for_display().page()
    return {
        "conversation": ConversationSerializer(shown).data,
        "messages": MessageSerializer(messages, many=True).data,
        "urls": {
            "messages": reverse("dashboard:chatbot-get-messages", args=[shown.pk]),
            "reply": reverse("dashboard:chatbot-reply", args=[shown.pk]),
            "typing": reverse("dashboard:chatbot-typing", args=[shown.pk]),
            "mark_read": reverse("dashboard:chatbot-mark-read", args=[shown.pk]),
        },
        "realtime": realtime_configuration(request),
        "operator": {"id": request.user.pk, "name": name_of(request.user)},
    }
