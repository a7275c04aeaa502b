"""Chat in the operators' pages. What people said is to be read there, and never changed."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from chatbot.models import Conversation, Message, Site, Visitor
from chatsite.ground.audit import AuditedAdmin
from chatsite.ground.read_only import ReadOnlyAdmin

# Django's own would name every site, also those of other operators.
BY_SITE = ("site", admin.RelatedOnlyFieldListFilter)


@admin.register(Site)
class SiteAdmin(AuditedAdmin, ModelAdmin):
    list_display = ["name", "public_key"]
    search_fields = ["name", "public_key"]
    prepopulated_fields = {"public_key": ["name"]}
    filter_horizontal = ()
    autocomplete_fields = ["operators"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Site]:
        return Site.objects.operated_by(user_of(request))


@admin.register(Visitor)
class VisitorAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "email", "site", "last_seen_at"]
    list_filter = [BY_SITE]
    search_fields = ["name", "email"]
    list_select_related = ["site"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Visitor]:
        return Visitor.objects.filter(site__in=Site.objects.operated_by(user_of(request)))


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


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the admin let nobody else in
    return request.user
