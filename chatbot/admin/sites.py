from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminColorInputWidget, UnfoldAdminSelectWidget

from chatbot.admin.embedding import embedding
from chatbot.admin.hours import SpecialHoursInline, WeeklyHoursInline
from chatbot.admin.scope import user_of
from chatbot.admin.texts import our_texts
from chatbot.admin.texts_field import TextsField
from chatbot.models import Site
from chatbot.models.sites import is_origin
from chatbot.serializers.shapes.sites import SiteSerializer
from chatsite.ground.audit import AuditedAdmin


class SiteForm(forms.ModelForm):
    texts = TextsField(
        required=False,
        initial=dict,
        help_text="What you leave empty is said in the words that stand there in grey.",
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

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if "texts" in self.fields:  # not for whoever only looks
            self.fields["texts"].widget.default = self.instance.language


PREVIEWED = ["previewed"]  # a picture of the widget stands beside these


@admin.register(Site)
class SiteAdmin(AuditedAdmin, ModelAdmin):
    form = SiteForm
    change_form_template = "chatbot/admin/site.html"
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
        (
            "Looks",
            {"fields": ("accent_colour", "header_colour", "position"), "classes": PREVIEWED},
        ),
        ("Words", {"fields": ("language", "texts"), "classes": PREVIEWED}),
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
        (
            "Before the chat",
            {
                "fields": ("asks_name", "asks_email", "asks_question"),
                "description": (
                    "A visitor who begins to chat is asked this first, unless your page says who"
                    " they are. The words of your own question are the text “question”."
                ),
            },
        ),
        ("Hours", {"fields": ("time_zone",)}),
    )
    FOR_ITS_SERVER = ("Who is logged in", {"fields": ("identity_secret",)})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Site]:
        return Site.objects.operated_by(user_of(request))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **more: Any
    ) -> Any:
        site = context.get("original")
        context["embedding"] = embedding(request)
        if site and self.has_change_permission(request, site):
            context["preview"] = {"site": SiteSerializer(site).data, "ours": our_texts()}
        return super().render_change_form(request, context, *args, **more)

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
