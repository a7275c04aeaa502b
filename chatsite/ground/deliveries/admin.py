"""Recipients and their log in the operators' pages, for the admin of the apps that call."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminURLInputWidget

from chatsite.ground import audit
from chatsite.ground.deliveries.addresses import check_address
from chatsite.ground.deliveries.rows import Delivery
from chatsite.ground.read_only import ReadOnlyAdmin


class RecipientForm(forms.ModelForm):
    url = forms.URLField(
        label="Address", max_length=500, assume_scheme="https", widget=UnfoldAdminURLInputWidget
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        check_address(url)
        return url


class RecipientAdmin(audit.AuditedAdmin, ModelAdmin):
    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        # Its deliveries go along, although nobody may delete one of them alone.
        deliveries = self.model._meta.get_field("deliveries").related_model
        return listed, counts, needed - {deliveries._meta.verbose_name}, protected


class DeliveryAdmin(ReadOnlyAdmin):
    """The log: to be read, and to have something told once more."""

    list_display = ["created_at", "webhook", "status", "attempts", "answer_code", "error"]
    list_filter: list[Any] = ["status", "webhook", "created_at"]
    list_select_related = ["webhook"]
    ordering = ["-pk"]
    actions = ["send_again"]

    @admin.action(description="Send again", permissions=["send_again"])
    def send_again(self, request: HttpRequest, deliveries: QuerySet[Delivery]) -> None:
        for delivery in deliveries.order_by("pk"):
            again = delivery.again()
            record_sent_again(request, delivery, new_delivery=again.pk)
        self.message_user(request, "They will be sent again in a moment.")

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        recipient = self.model._meta.get_field("webhook").related_model._meta
        return bool(request.user.has_perm(f"{recipient.app_label}.change_{recipient.model_name}"))


def record_sent_again(request: HttpRequest, row: Model, **details: Any) -> None:
    action = f"{row._meta.model_name}.sent_again"
    audit.record(actor=request.user, action=action, target=row, request=request, **details)
