from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from chatbot.admin.scope import BY_SITE, user_of
from chatbot.models import Site, Visitor
from chatsite.ground.audit import AuditedAdmin
from chatsite.ground.read_only import ReadOnlyAdmin


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
