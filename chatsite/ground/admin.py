from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from chatsite.ground import audit
from chatsite.ground.models import AuditLog, PersonalToken
from chatsite.ground.read_only import ReadOnlyAdmin


@admin.register(AuditLog)
class AuditLogAdmin(ReadOnlyAdmin):
    """To read. The database would refuse anything else."""

    list_display = ["created_at", "actor_name", "action", "target_type", "target_label", "ip"]
    list_filter = ["action", "actor_name", "created_at"]
    search_fields = ["actor_name", "action", "target_id", "target_label"]


@admin.register(PersonalToken)
class PersonalTokenAdmin(audit.AuditedAdmin, ModelAdmin):
    """Operators see tokens and can end them; only their users issue them."""

    list_display = ["name", "user", "prefix", "created_at", "last_used_at", "revoked_at"]
    list_filter = ["created_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["name", "prefix", "user__username"]
    readonly_fields = (
        "user",
        "name",
        "prefix",
        "created_at",
        "last_used_at",
        "expires_at",
        "revoked_at",
    )
    fields = readonly_fields
    actions = ["revoke"]

    @admin.action(description="Revoke the selected tokens", permissions=["change"])
    def revoke(self, request: HttpRequest, tokens: QuerySet[PersonalToken]) -> None:
        for token in tokens:
            token.revoke()
            audit.record(
                actor=request.user, action="personaltoken.revoked", target=token, request=request
            )
        self.message_user(request, "The tokens no longer open anything.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
