from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from chatbot.models import Member
from chatsite.ground.audit import AuditedAdmin


@admin.register(Member)
class MemberAdmin(AuditedAdmin, ModelAdmin):
    """What members want others to know. Whoever is not listed hides nothing."""

    list_display = ("user", "hides_receipts", "hides_presence")
    list_filter = ("hides_receipts", "hides_presence")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email")
    autocomplete_fields = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("user",) if obj else ()  # what one member wants is not another's
