import json
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import (
    UnfoldAdminColorInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from chatbot.admin.hours import SpecialHoursInline, WeeklyHoursInline
from chatbot.admin.scope import user_of
from chatbot.models import Site
from chatbot.models.sites import is_origin
from chatsite.ground.audit import AuditedAdmin


class TextsField(forms.JSONField):
    """Written and read by people: with lines, and letters as they are."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value  # not understood; it is shown as it was typed
        return json.dumps(value, indent=2, ensure_ascii=False)


class SiteForm(forms.ModelForm):
    texts = TextsField(
        required=False,
        initial=dict,
        widget=UnfoldAdminTextareaWidget,
        help_text=Site._meta.get_field("texts").help_text,
    )
    time_zone = forms.ChoiceField(
        choices=[(name, name) for name in sorted(available_timezones())],
        initial="UTC",
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        widgets = {
            "accent_colour": UnfoldAdminColorInputWidget,
            "header_colour": UnfoldAdminColorInputWidget,
        }
        # Of what is wrong with an item, Django's own sentence says nothing.
        error_messages = {
            "allowed_origins": {"item_invalid": f"Origin %(nth)s is none. {is_origin.message}"}
        }

    def clean_texts(self) -> Any:
        return self.cleaned_data["texts"] or {}


@admin.register(Site)
class SiteAdmin(AuditedAdmin, ModelAdmin):
    form = SiteForm
    list_display = ["name", "public_key"]
    search_fields = ["name", "public_key"]
    prepopulated_fields = {"public_key": ["name"]}
    filter_horizontal = ()
    autocomplete_fields = ["operators"]
    readonly_fields = ["identity_secret"]
    inlines = [WeeklyHoursInline, SpecialHoursInline]
    actions = ["renew_identity_secret"]
    fieldsets = (
        (None, {"fields": ("name", "public_key", "allowed_origins", "operators")}),
        ("Looks", {"fields": ("accent_colour", "header_colour", "position")}),
        ("Words", {"fields": ("language", "texts")}),
        (
            "Privacy",
            {
                "fields": (
                    "asks_consent",
                    "messages_kept_days",
                    "files_kept_days",
                    "addresses_kept_days",
                )
            },
        ),
        ("Hours", {"fields": ("time_zone",)}),
    )
    FOR_ITS_SERVER = ("Who is logged in", {"fields": ("identity_secret",)})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Site]:
        return Site.objects.operated_by(user_of(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        # Whoever only looks must not be able to vouch for visitors.
        may_know = obj is not None and self.has_change_permission(request, obj)
        return (*shown, self.FOR_ITS_SERVER) if may_know else shown

    @admin.action(description="Make a new identity secret", permissions=["change"])
    def renew_identity_secret(self, request: HttpRequest, sites: QuerySet[Site]) -> None:
        for site in sites:
            site.renew_identity_secret()
            self._record(request, site, "given_new_identity_secret", [])
        self.message_user(request, "What was proven with the old secret counts no more.")
