"""The texts of a site as a form: a block for each language, a field for each text.

What is stored is what `chatbot.texts` describes. A field that is left empty shows, in grey,
what is said instead. Nothing of this needs a script.
"""

from typing import Any, cast

from django import forms
from django.utils.translation import get_language_info
from unfold.widgets import (
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from chatbot.texts import LONGEST, MOST_LANGUAGES, check_language, texts_in
from chatbot.words import OURS

ONE_LINE = 150  # what may be longer than this is given several
ABOUT = {
    "title": ("Title", "At the head of the panel."),
    "greeting": ("Greeting", "Where there are no messages yet."),
    "away": ("When nobody is there", "Below the greeting, outside of the hours."),
    "placeholder": ("Empty text field", "Where one writes."),
    "consent": ("Question for consent", "Before anything is stored, when the site asks for it."),
    "question": ("Question before the chat", "When the site asks one."),
    "suggestion": ("Before suggested answers", "Said by the bot."),
    "person": ("Button for a person", "Below the bot's answers."),
    "person_comes": ("When a person is asked for", "While somebody is there."),
    "person_comes_later": (
        "When a person is asked for and nobody is there",
        "{opening} becomes the time from which somebody is.",
    ),
}
WHICH = "Which language is this? It is written like en, de or pt-BR."
TWICE = "This language is there already."

Said = dict[str, str]  # by name


class SaidField(forms.CharField):
    def __init__(self, name: str) -> None:
        label, where = ABOUT[name]
        longest = LONGEST[name]
        is_long = longest > ONE_LINE
        kind = UnfoldAdminExpandableTextareaWidget if is_long else UnfoldAdminTextInputWidget
        super().__init__(
            label=label,
            required=False,
            max_length=longest,
            help_text=f"{where} At most {longest} characters.",
            widget=kind(attrs={"dir": "auto"}),
        )

    def to_python(self, value: Any) -> str:
        """Browsers send two characters where a line ends, and count one."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class LanguageForm(forms.Form):
    """What a site says in one language."""

    language = forms.CharField(
        error_messages={"required": WHICH},
        validators=[check_language],
        help_text="en, de, pt-BR …",
        widget=UnfoldAdminTextInputWidget(
            attrs={"list": "site-languages", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    # The language in which one is invited to write, as long as nothing is written.
    suggested = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields |= {name: SaidField(name) for name in LONGEST}

    @property
    def code(self) -> str:
        return str(self["language"].value() or "").strip()

    @property
    def heading(self) -> str:
        """German (de-AT), where there is a name for it."""
        try:
            return f"{get_language_info(self.code.lower())['name']} ({self.code})"
        except KeyError:
            return self.code

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in LONGEST]

    @property
    def typed(self) -> Said:
        """As it stands in the fields, right or wrong."""
        return {name: str(self[name].value() or "") for name in LONGEST}

    @property
    def count(self) -> int:
        return sum(map(bool, self.typed.values()))

    @property
    def said(self) -> Said:
        return {name: text for name in LONGEST if (text := self.cleaned_data.get(name))}

    @property
    def is_left_alone(self) -> bool:
        """Never begun, or no more than suggested."""
        told = self.cleaned_data
        return not (told and (self.said or told.get("language") != told["suggested"]))

    def show_unsaid(self, unsaid: Said) -> None:
        for name in LONGEST:
            self.fields[name].widget.attrs |= {"placeholder": unsaid[name], "lang": self.code}


class LanguagesFormSet(forms.BaseFormSet):
    """All languages of a site. `default` is the one that visitors of any other get."""

    deletion_widget = UnfoldBooleanWidget

    def __init__(self, *args: Any, default: str, **more: Any) -> None:
        self.default = default
        super().__init__(*args, **more)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Remove this language"
        form.fields["DELETE"].help_text = "With all of its texts, when the site is saved."

    def clean(self) -> None:
        known: set[str] = set()
        for form in self.kept:
            language = form.cleaned_data.get("language", "").lower()
            if language in known:
                form.add_error("language", TWICE)
            known |= {language} if language else set()

    @property
    def kept(self) -> list[LanguageForm]:
        """All but those that were left alone, or are removed."""
        begun = (form for form in self.forms if not form.is_left_alone)
        return [form for form in begun if not form.cleaned_data["DELETE"]]

    @property
    def said(self) -> dict[str, Said]:
        """A site may speak a language in our words alone."""
        return {form.cleaned_data["language"]: form.said for form in self.kept}

    def shown(self) -> list[LanguageForm]:
        """With what is said while a field is empty. The last one is a pattern, for scripts."""
        shown: list[LanguageForm] = [*self.forms, self.empty_form]
        typed = {form.code: form.typed for form in shown if form.code}
        for form in shown:
            others = {code: texts for code, texts in typed.items() if code != form.code}
            form.show_unsaid(texts_in(form.code or self.default, others, self.default))
        return shown


Languages = cast(
    type[LanguagesFormSet],
    forms.formset_factory(
        LanguageForm, formset=LanguagesFormSet, extra=1, can_delete=True, max_num=MOST_LANGUAGES
    ),
)


def languages_of(texts: dict[str, Said], default: str, prefix: str) -> LanguagesFormSet:
    """The default language is there from the beginning, to be written in."""
    stored = [said | {"language": code} for code, said in sorted(texts.items())]
    stored.sort(key=lambda block: block["language"] != default)
    suggested = [] if default in texts else [{"language": default, "suggested": default}]
    return Languages(initial=suggested + stored, prefix=prefix, default=default)


def our_texts() -> dict[str, Said]:
    """What is said where a site has written nothing, in each language that is ours."""
    return {language: texts_in(language, {}, language) for language in OURS}
