from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline

from chatbot.admin.privacy import PrivacyActions
from chatbot.admin.scope import BY_SITE, user_of
from chatbot.admin.searching import visitors_about
from chatbot.models import PageView, Site, Visitor
from chatsite.ground.long_lists import LongListAdmin
from chatsite.ground.read_only import ReadOnlyInline


class PageViewInline(ReadOnlyInline, TabularInline):
    model = PageView
    fields = readonly_fields = ("seen_at", "title", "url")
    verbose_name_plural = "Pages seen, the latest first"


@admin.register(Visitor)
class VisitorAdmin(PrivacyActions, LongListAdmin):
    list_display = ["__str__", "email", "identity_id", "identity_email", "site", "last_seen_at"]
    list_filter = ["last_seen_at", ("identified_at", admin.EmptyFieldListFilter), BY_SITE]
    search_fields = ["name"]  # there is a box; what it finds is said below
    search_help_text = "Beginnings of names, of e-mail addresses, of the site's own numbers."
    list_select_related = ["site"]
    inlines = [PageViewInline]
    fieldsets = (
        (None, {"fields": ("site", "created_at", "last_seen_at", "consent_at")}),
        ("As they typed it", {"fields": ("name", "email")}),
        (
            "As the site says",
            {
                "fields": (
                    "identity_id",
                    "identity_name",
                    "identity_email",
                    "identified_at",
                    "attributes",
                )
            },
        ),
        ("Where from", {"fields": ("locale", "time_zone", "ip", "referrer")}),
        ("Where to", {"fields": ("first_page", "last_page")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Visitor]:
        return Visitor.objects.filter(site__in=Site.objects.operated_by(user_of(request)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Visitor], search_term: str
    ) -> tuple[QuerySet[Visitor], bool]:
        return visitors_about(search_term, queryset), False
