"""The servers that a site's operators have us call, and the log of these calls."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from chatbot.admin.scope import BY_SITE, OfOwnSites, user_of
from chatbot.models import Site, SiteWebhook, SiteWebhookDelivery
from chatbot.webhooks import send_test
from chatsite.ground.deliveries.admin import DeliveryAdmin, RecipientAdmin, RecipientForm


class SiteWebhookForm(RecipientForm):
    events = forms.MultipleChoiceField(
        choices=SiteWebhook.Event.choices, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    class Meta:
        model = SiteWebhook
        fields = ["site", "url", "events", "is_active"]


@admin.register(SiteWebhook)
class SiteWebhookAdmin(OfOwnSites, RecipientAdmin):
    form = SiteWebhookForm
    list_display = ["__str__", "site", "url", "is_active", "failing_since", "created_at"]
    list_filter = ["is_active", BY_SITE]
    list_select_related = ["site"]
    readonly_fields = ["secret", "failing_since"]
    actions = ["send_a_test", "renew_secret"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ["site", "url", "events", "is_active"]
        # Whoever only looks must not be able to sign.
        secret = ["secret"] if self.has_change_permission(request, obj) else []
        return [*shown, *secret, "failing_since"] if obj else shown

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Its log tells what was said on the site: moved on, it would tell another site's operators.
        return [*self.readonly_fields, "site"] if obj else self.readonly_fields

    @admin.action(description="Send a test", permissions=["change"])
    def send_a_test(self, request: HttpRequest, webhooks: QuerySet[SiteWebhook]) -> None:
        for webhook in webhooks.select_related("site"):
            send_test(webhook)
            self._record(request, webhook, "tested", [])
        self.message_user(request, "The log will show in a moment how it went.")

    @admin.action(description="Make a new secret", permissions=["change"])
    def renew_secret(self, request: HttpRequest, webhooks: QuerySet[SiteWebhook]) -> None:
        for webhook in webhooks:
            webhook.renew_secret()
            self._record(request, webhook, "given_new_secret", [])
        self.message_user(request, "From now on calls are signed with the new secret.")


@admin.register(SiteWebhookDelivery)
class SiteWebhookDeliveryAdmin(DeliveryAdmin):
    list_display = ["created_at", "webhook", "event", "status", "attempts", "answer_code", "error"]
    list_filter = ["status", ("webhook__site", admin.RelatedOnlyFieldListFilter), "event"]
    list_select_related = ["webhook__site"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SiteWebhookDelivery]:
        operated = Site.objects.operated_by(user_of(request))
        return SiteWebhookDelivery.objects.filter(webhook__site__in=operated)
