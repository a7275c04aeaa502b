from django import forms
from django.contrib import admin
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminColorInputWidget

from chatbot.admin.scope import BY_SITE, OfOwnSites
from chatbot.models import Label
from chatsite.ground.audit import AuditedAdmin


class LabelForm(forms.ModelForm):
    class Meta:
        model = Label
        fields = ["site", "name", "colour"]
        widgets = {"colour": UnfoldAdminColorInputWidget}


@admin.register(Label)
class LabelAdmin(OfOwnSites, AuditedAdmin, ModelAdmin):
    """What was given keeps its name, also when the label is renamed or gone."""

    form = LabelForm
    list_display = ["name", "colour", "site"]
    list_filter = [BY_SITE]
    list_select_related = ["site"]
    search_fields = ["name"]
