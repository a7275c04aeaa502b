"""The answer book of one's own sites, edited by hand or brought in as a table."""

from typing import Any
from zipfile import BadZipFile, ZipFile

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from import_export.admin import ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.resources import ModelResource
from import_export.results import Error, Result, RowResult
from import_export.widgets import ForeignKeyWidget
from unfold.admin import ModelAdmin
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from chatbot.admin.scope import BY_SITE, OfOwnSites, user_of
from chatbot.models import Answer, Site
from chatsite.ground.audit import AuditedAdmin, record

MOST_BYTES = 1024 * 1024
MOST_UNPACKED_BYTES = 20 * 1024 * 1024


class PlainError(Error):
    """What went wrong, without the way through our code that led there."""

    traceback = ""


class OwnSites(ForeignKeyWidget):
    """Sites are named by their public key; what somebody does not operate does not exist."""

    def __init__(self, operator: User) -> None:
        super().__init__(Site, "public_key")
        self.operator = operator

    def get_queryset(self, *_: Any, **__: Any) -> QuerySet[Site]:
        return Site.objects.operated_by(self.operator)


class AnswerResource(ModelResource):
    """A question that the site's book has in that language is replaced, any other is added."""

    site = Field("site", "site")

    class Meta:
        model = Answer
        fields = (
            "site",
            "language",
            "question",
            "keywords",
            "text",
            "is_active",
            "is_offered",
            "position",
        )
        import_id_fields = ("site", "language", "question")
        clean_model_instances = True
        skip_unchanged = True

    def __init__(self, operator: User, **more: Any) -> None:
        super().__init__(**more)
        self.fields["site"].widget = OwnSites(operator)

    @classmethod
    def get_error_result_class(cls) -> type[Error]:
        return PlainError

    def before_import_row(self, row: Any, **_: Any) -> None:
        """Without a language it is the site's, as everywhere."""
        site = self.fields["site"].clean(row)
        if site and not row.get("language"):
            row["language"] = site.language


class AnswersFileForm(ImportForm):
    def clean_import_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["import_file"]
        if (file.size or 0) > MOST_BYTES or unpacked_size(file) > MOST_UNPACKED_BYTES:
            raise forms.ValidationError("This file is too large: bring it in parts, please.")
        return file


def unpacked_size(file: UploadedFile) -> int:
    """Of a workbook, which is a zip file: a small one may hold gigabytes."""
    try:
        with ZipFile(file) as packed:
            return sum(part.file_size for part in packed.infolist())
    except BadZipFile:
        return 0
    finally:
        file.seek(0)


@admin.register(Answer)
class AnswerAdmin(OfOwnSites, AuditedAdmin, ImportExportMixin, ModelAdmin):
    list_display = ["question", "site", "language", "is_offered", "is_active", "position"]
    list_filter = ["is_active", "is_offered", "language", BY_SITE]
    list_select_related = ["site"]
    search_fields = ["question", "keywords", "text"]
    formats = [CSV, XLSX]
    resource_classes = [AnswerResource]
    import_form_class = AnswersFileForm
    export_form_class = ExportForm
    # One step, all or nothing: between two, the file would have to wait in one process's folder.
    skip_import_confirm = True

    def get_resource_kwargs(self, request: HttpRequest, *_: Any, **__: Any) -> dict[str, Any]:
        return {"operator": user_of(request)}

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def import_action(self, request: HttpRequest, **more: Any) -> HttpResponse:
        with transaction.atomic():  # together with its entry in the audit log
            answer: HttpResponse = super().import_action(request, **more)
            return answer

    def process_import(self, request: HttpRequest, **_: Any) -> HttpResponse:
        raise Http404  # the second step that is left out: it would open files by their names

    def generate_log_entries(self, result: Result, request: HttpRequest) -> None:
        super().generate_log_entries(result, request)
        told = (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE)
        counts = {name: result.totals[name] for name in told}
        record(
            actor=user_of(request), action="answer.imported", target=None, request=request, **counts
        )
