from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminColorInputWidget

from chatbot.admin.scope import BY_SITE, user_of
from chatbot.models import Label, Site
from chatsite.ground.audit import AuditedAdmin


class LabelForm(forms.ModelForm):
    class Meta:
        model = Label
        fields = ["site", "name", "colour"]
        widgets = {"colour": UnfoldAdminColorInputWidget}


@admin.register(Label)
class LabelAdmin(AuditedAdmin, ModelAdmin):
    """What was given keeps its name, also when the label is renamed or gone."""

    form = LabelForm
    list_display = ["name", "colour", "site"]
    list_filter = [BY_SITE]
    list_select_related = ["site"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Label]:
        return Label.objects.filter(site__in=Site.objects.operated_by(user_of(request)))

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **options: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "site":
            options["queryset"] = Site.objects.operated_by(user_of(request))
        return super().formfield_for_foreignkey(db_field, request, **options)
