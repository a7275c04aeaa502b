"""What a site's widget says, language by language. Pure.

A site writes what it wants otherwise; for everything else there are words of ours.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from chatbot.words import OURS

Texts = Mapping[str, dict[str, str]]  # by language, then by name

DEFAULTS = OURS["en"]
LONGEST = {
    "title": 60,
    "greeting": 500,
    "away": 500,
    "placeholder": 100,
    "consent": 2000,
    "question": 150,
    "suggestion": 500,
    "person": 60,
    "person_comes": 500,
    "person_comes_later": 500,
}
MOST_LANGUAGES = 50
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def is_language(code: object) -> bool:
    return isinstance(code, str) and LANGUAGE.fullmatch(code) is not None


def check_language(code: str) -> None:
    if not is_language(code):
        raise ValidationError("A language is written like en, de or pt-BR.")


def check_texts(texts: Any) -> None:
    """Whether they have the shape above, with a sentence for each thing that is wrong."""
    if not isinstance(texts, dict):
        raise ValidationError('Texts stand by their language: {"en": {"greeting": "Hello!"}}.')
    if len(texts) > MOST_LANGUAGES:
        raise ValidationError(f"{MOST_LANGUAGES} languages at most, please.")
    wrong = [sentence for language, said in texts.items() for sentence in _wrong(language, said)]
    if wrong:
        raise ValidationError(wrong)


def _wrong(language: str, said: Any) -> Iterator[str]:
    if not is_language(language):
        yield f"{language!r} is no language: en, de or pt-BR would be."
    if not isinstance(said, dict):
        yield f'{language}: the texts have names, like {{"greeting": "Hello!"}}.'
        return
    for name, text in said.items():
        if name not in DEFAULTS:
            yield f"{language}: there is no text {name!r}, only {', '.join(DEFAULTS)}."
        elif not isinstance(text, str) or "\0" in text:
            yield f"{language}: {name} is no text."
        elif len(text) > LONGEST[name]:
            yield f"{language}: {name} has {LONGEST[name]} characters at most."


def language_for(locale: str, texts: Texts, default: str) -> str:
    """The language that comes nearest to what the visitor's browser asks for.

    A site that names languages speaks those and its default one, else it speaks all of ours.
    """
    return nearest(locale, texts, default) if texts else ours(locale) or default


def nearest(locale: str, languages: Iterable[str], default: str) -> str:
    """Of these and the default one, which it is where none is near."""
    asked = locale.replace("_", "-").lower()
    near = [asked, *(asked.rsplit("-", n)[0] for n in range(1, asked.count("-") + 1))]
    known = {language.lower(): language for language in [*languages, default]}
    return next((known[tag] for tag in near if tag in known), default)


def ours(locale: str) -> str | None:
    """That of our languages, whichever country it is asked for in."""
    return next((language for language in OURS if _speech(language) == _speech(locale)), None)


def _speech(tag: str) -> str:
    return re.split("[-_]", tag.lower())[0]


def texts_in(language: str, texts: Texts, default: str) -> dict[str, str]:
    """All of them: what the site says in a language, else we, else both in its default one."""
    said = [
        texts.get(language, {}),
        OURS.get(ours(language) or "", {}),
        texts.get(default, {}),
        OURS.get(ours(default) or "", {}),
        DEFAULTS,
    ]
    return {name: next(filter(None, (each.get(name) for each in said))) for name in DEFAULTS}
