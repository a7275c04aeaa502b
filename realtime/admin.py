"""Realtime in the operators' pages: what waits, who was there, and whom we tell."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminURLInputWidget,
)

from chatsite.ground import audit
from chatsite.ground.read_only import ReadOnlyAdmin
from realtime import webhooks
from realtime.addresses import check_address
from realtime.applications import all_applications
from realtime.models import LastSeen, OutboxEvent, Webhook, WebhookDelivery


def apps() -> list[tuple[str, str]]:
    return [(app.id, app.id) for app in all_applications()]


class WebhookForm(forms.ModelForm):
    app_id = forms.ChoiceField(label="App", choices=apps, widget=UnfoldAdminSelectWidget)
    url = forms.URLField(
        label="Address", max_length=500, assume_scheme="https", widget=UnfoldAdminURLInputWidget
    )
    events = forms.MultipleChoiceField(
        choices=Webhook.Event.choices, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    class Meta:
        model = Webhook
        fields = ["app_id", "url", "events", "channel_prefix", "is_active"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        check_address(url)
        return url


@admin.register(Webhook)
class WebhookAdmin(audit.AuditedAdmin, ModelAdmin):
    form = WebhookForm
    list_display = ["__str__", "url", "channel_prefix", "is_active", "created_at"]
    list_filter = ["is_active", "app_id"]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        # Its deliveries go along, although nobody may delete one of them alone.
        return listed, counts, needed - {WebhookDelivery._meta.verbose_name}, protected


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "webhook", "status", "attempts", "answer_code", "error"]
    list_filter = ["status", "webhook", "created_at"]
    list_select_related = ["webhook"]
    ordering = ["-pk"]
    actions = ["send_again"]

    @admin.action(description="Send again", permissions=["send_again"])
    def send_again(self, request: HttpRequest, deliveries: QuerySet[WebhookDelivery]) -> None:
        for delivery in deliveries.select_related("webhook").order_by("pk"):
            again = webhooks.send_again(delivery)
            audit.record(
                actor=request.user,
                action="webhookdelivery.sent_again",
                target=delivery,
                request=request,
                new_delivery=again.pk,
            )
        self.message_user(request, "They will be sent again in a moment.")

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("realtime.change_webhook"))


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnlyAdmin):
    """Usually empty: what stays here for long waits for a worker or for Redis."""

    list_display = ["name", "channels", "created_at", "age"]

    @admin.display(description="Waiting for")
    def age(self, event: OutboxEvent) -> timedelta:
        return timedelta(seconds=int((timezone.now() - event.created_at).total_seconds()))


@admin.register(LastSeen)
class LastSeenAdmin(ReadOnlyAdmin):
    list_display = ["user", "is_online", "last_seen", "channels"]
    list_filter = ["is_online", "last_seen"]
    list_select_related = ["user"]
    search_fields = ["user__username"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Nobody could delete a user otherwise: the row goes along.
        return bool(ModelAdmin.has_delete_permission(self, request, obj))
