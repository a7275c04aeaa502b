from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from chatbot.admin.scope import BY_SITE, user_of
from chatbot.models import Conversation, Message
from chatsite.ground.read_only import ReadOnlyAdmin


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "visitor", "site", "status", "last_seq", "last_message_at"]
    list_filter = ["status", BY_SITE]
    list_select_related = ["visitor", "site"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        return Conversation.objects.visible_to(user_of(request))


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "author", "body", "created_at"]
    search_fields = ["body"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        visible = Conversation.objects.visible_to(user_of(request))
        return Message.objects.with_authors().filter(conversation__in=visible)
