"""Realtime in the operators' pages: what waits, who was there, and whom we tell."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from chatsite.ground.deliveries.admin import (
    DeliveryAdmin,
    RecipientAdmin,
    RecipientForm,
    record_sent_again,
)
from chatsite.ground.read_only import ReadOnlyAdmin
from realtime import outbox
from realtime.applications import all_applications
from realtime.models import LastSeen, OutboxEvent, Webhook, WebhookDelivery


def apps() -> list[tuple[str, str]]:
    return [(app.id, app.id) for app in all_applications()]


class WebhookForm(RecipientForm):
    app_id = forms.ChoiceField(label="App", choices=apps, widget=UnfoldAdminSelectWidget)
    events = forms.MultipleChoiceField(
        choices=Webhook.Event.choices, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    class Meta:
        model = Webhook
        fields = ["app_id", "url", "events", "channel_prefix", "is_active"]


@admin.register(Webhook)
class WebhookAdmin(RecipientAdmin):
    form = WebhookForm
    list_display = ["__str__", "url", "channel_prefix", "is_active", "failing_since", "created_at"]
    list_filter = ["is_active", "app_id"]


admin.site.register(WebhookDelivery, DeliveryAdmin)


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnlyAdmin):
    """Usually empty: what stays here waits for a worker or a provider, or was given up."""

    list_display = ["name", "broadcaster", "told_on", "created_at", "state", "attempts", "error"]
    list_filter = ["broadcaster", ("parked_at", admin.EmptyFieldListFilter)]
    # What is told stays between those who are told.
    exclude = ["payload", "heads"]
    ordering = ["pk"]
    actions = ["send_again"]

    @admin.display(description="Channels")
    def told_on(self, event: OutboxEvent) -> str:
        return ", ".join(event.channels)

    @admin.display(description="State")
    def state(self, event: OutboxEvent) -> str:
        if event.parked_at:
            return "Given up"
        seconds = int((timezone.now() - event.created_at).total_seconds())
        return f"Waiting for {timedelta(seconds=seconds)}"

    @admin.action(description="Send again", permissions=["send_again"])
    @transaction.atomic
    def send_again(self, request: HttpRequest, events: QuerySet[OutboxEvent]) -> None:
        # Locked: what somebody else sends again at the same time may have left meanwhile.
        parked = list(events.filter(parked_at__isnull=False).order_by("pk").select_for_update())
        for event in parked:
            outbox.send_again(event)
            record_sent_again(request, event)
        self.message_user(request, f"Events that will be tried again in a moment: {len(parked)}.")

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("realtime.change_outboxevent"))


@admin.register(LastSeen)
class LastSeenAdmin(ReadOnlyAdmin):
    list_display = ["user", "is_online", "last_seen", "channels"]
    list_filter = ["is_online", "last_seen"]
    list_select_related = ["user"]
    search_fields = ["user__username"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Nobody could delete a user otherwise: the row goes along.
        return bool(ModelAdmin.has_delete_permission(self, request, obj))
