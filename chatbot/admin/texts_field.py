"""The form of a site's texts as one field of the site's own form: its value is the formset."""

from typing import Any

from django import forms
from django.conf.global_settings import LANGUAGES
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from chatbot.admin.texts import Languages, LanguagesFormSet, Said, languages_of

# To choose from, as browsers name them; any other may be typed.
KNOWN = [
    *((code, name) for code, name in LANGUAGES if "-" not in code),
    ("pt-BR", "Brazilian Portuguese"),
    ("zh-CN", "Simplified Chinese"),
    ("zh-TW", "Traditional Chinese"),
]
LOOK_AGAIN = "Something is wrong with the texts: it stands below the field that it is about."


class TextsWidget(forms.Widget):
    """`default` is the site's default language until the form says another."""

    default = "en"

    def render(self, name: str, value: Any, *_: Any, **__: Any) -> SafeString:
        formset = self.formset_of(name, value)
        *blocks, pattern = formset.shown()
        context = {"formset": formset, "blocks": blocks, "pattern": pattern, "known": KNOWN}
        return render_to_string("chatbot/admin/texts.html", context)

    def formset_of(self, name: str, value: Any) -> LanguagesFormSet:
        """What a browser has sent is one already; what is stored is not."""
        is_sent = isinstance(value, LanguagesFormSet)
        return value if is_sent else languages_of(value or {}, self.default, name)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> LanguagesFormSet:
        default = data.get("language", self.default)
        sent = Languages(data, prefix=name, default=default)
        sent.full_clean()  # what is wrong stands at the fields, wherever they are shown
        return sent

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-TOTAL_FORMS" not in data

    def id_for_label(self, id_: str) -> str:
        return ""  # each of its fields has a label of its own


class TextsField(forms.Field):
    widget = TextsWidget

    def clean(self, value: LanguagesFormSet) -> dict[str, Said]:
        if not value.is_valid():
            raise ValidationError([LOOK_AGAIN, *value.non_form_errors()])
        return value.said

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not data.is_valid() or data.said != (initial or {})
