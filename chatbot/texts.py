"""What a site's widget says, language by language. Pure.

A site writes what it wants otherwise; for everything else there are English words of ours.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

Texts = Mapping[str, dict[str, str]]  # by language, then by name

DEFAULTS = {
    "title": "Chat with us",
    "greeting": "Hello! Ask us anything; a person will answer you here.",
    "away": "Nobody is here just now. Write to us, and the answer will be waiting for you here.",
    "placeholder": "Write a message",
    "consent": "To answer you we keep what you write here, and which of our pages you look at.",
    "suggestion": "Perhaps one of these helps?",
    "person": "Talk to a person",
    "person_comes": "A person will answer you here.",
    "person_comes_later": "Nobody is here just now. A person will answer you here from {opening}.",
}
LONGEST = {
    "title": 60,
    "greeting": 500,
    "away": 500,
    "placeholder": 100,
    "consent": 2000,
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
    """The site's language that comes nearest to what the visitor's browser asks for."""
    asked = locale.replace("_", "-").lower()
    near = [asked, *(asked.rsplit("-", n)[0] for n in range(1, asked.count("-") + 1))]
    known = {language.lower(): language for language in [*texts, default]}
    return next((known[language] for language in near if language in known), default)


def texts_in(language: str, texts: Texts, default: str) -> dict[str, str]:
    """All of them: what one language lacks, the site's default language says, or we do."""
    said = DEFAULTS | texts.get(default, {}) | texts.get(language, {})
    return {name: text or DEFAULTS[name] for name, text in said.items()}
