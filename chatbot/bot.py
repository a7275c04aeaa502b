"""What a site says by itself, before any person has answered. It only looks: services say it.

Absence is told once for each time that the site is closed. A question is looked up in the
answer book: what is surely meant is answered, what may be meant becomes a button each, and
where nothing fits, nothing is said. The way to a person is always there.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypedDict

from django.db.models.functions import Lower
from django.utils import translation
from django.utils.formats import date_format

from chatbot.models import Answer, Conversation, Site
from chatbot.models.answers import CERTAIN
from chatbot.texts import language_for, nearest, ours, texts_in
from chatbot.words import MOMENTS, OURS

MOST_BUTTONS = 3
MOST_OFFERED = 6
LONGEST_QUESTION = 500  # who writes more than that tells a story
A_LONG_TIME = timedelta(days=365)


class Action(TypedDict):
    """A button. Pressing it says its label, as if it had been typed."""

    id: str
    label: str
    kind: Literal["answer", "person"]


class Saying(NamedTuple):
    text: str
    actions: list[Action]


def first_questions(site: Site, locale: str) -> list[Action]:
    """What is offered before anything is asked, in the visitor's language if there is any."""
    offered = list(site.answers.active().filter(is_offered=True))
    return [_button(answer) for answer in _near(offered, locale, site)[:MOST_OFFERED]]


class Bot:
    """Of one site, for one visitor, at one moment."""

    def __init__(self, conversation: Conversation, at: datetime) -> None:
        assert conversation.site is not None  # the database knows: support has both
        assert conversation.visitor is not None
        self.conversation, self.at = conversation, at
        self.site, self.locale = conversation.site, conversation.visitor.locale
        self.language = language_for(self.locale, self.site.texts, self.site.language)
        self.texts = texts_in(self.language, self.site.texts, self.site.language)
        self.timetable = self.site.timetable()
        self.person = Action(id="person", label=self.texts["person"], kind="person")

    def is_for_people(self, heard: Iterable[str]) -> bool:
        """Whether somebody pressed that button, in whichever language they saw it."""
        texts, default = self.site.texts, self.site.language
        spoken = [*OURS, *texts, default]
        labels = {_plain(texts_in(each, texts, default)["person"]) for each in spoken}
        return any(_plain(words) in labels for words in heard)

    def promise(self) -> str:
        """That somebody will come, and when, if nobody is here."""
        if self.timetable.is_open(self.at):
            return self.texts["person_comes"]
        opening = self.timetable.next_opening(self.at)
        if opening is None:
            return self.texts["away"]
        when = f"{self._told(opening)} ({self.site.time_zone})"
        return self.texts["person_comes_later"].replace("{opening}", when)

    def _told(self, opening: datetime) -> str:
        form = MOMENTS[ours(self.language) or "en"]
        with translation.override(_named_by_django(self.language)):
            return date_format(opening.astimezone(self.timetable.zone), form)

    def sayings(self, heard: list[str]) -> list[Saying]:
        answers = self._chosen(heard) or self._found(heard)
        if not self._has_news_of_absence():
            return answers
        buttons = [] if answers else [*first_questions(self.site, self.locale), self.person]
        return [Saying(self.texts["away"], buttons), *answers]

    def away_until(self) -> datetime | None:
        """Until when the visitor knows that nobody is here, once all of this is said."""
        if not self._has_news_of_absence():
            return self.conversation.away_until
        return self.timetable.next_opening(self.at) or self.at + A_LONG_TIME

    def _has_news_of_absence(self) -> bool:
        known = self.conversation.away_until
        return not self.timetable.is_open(self.at) and (known is None or known <= self.at)

    def _chosen(self, heard: list[str]) -> list[Saying]:
        """Questions of the book, to the letter: buttons were pressed."""
        asked = {words.strip().lower() for words in heard}
        book = self.site.answers.active().annotate(asked=Lower("question"))
        chosen = _near(list(book.filter(asked__in=asked)), self.locale, self.site)
        return [Saying(answer.text, [self.person]) for answer in chosen]

    def _found(self, heard: list[str]) -> list[Saying]:
        words = "\n".join(heard)[:LONGEST_QUESTION]
        fitting = list(self.site.answers.active().fitting(words)[:MOST_OFFERED])
        near = _near(fitting, self.locale, self.site)
        rivals = [each for each in near if each.rank >= near[0].rank / 2][:MOST_BUTTONS]
        if not rivals:
            return []
        if len(rivals) == 1 and rivals[0].rank >= CERTAIN:
            return [Saying(rivals[0].text, [self.person])]
        buttons = [_button(each) for each in rivals]
        suggestion = Saying(self.texts["suggestion"], [*buttons, self.person])
        return [] if self._has_just_said(suggestion) else [suggestion]

    def _has_just_said(self, saying: Saying) -> bool:
        """Asked on with the same words, it would only stand in the way."""
        own = self.conversation.messages.filter(sender_type="bot").order_by("-seq")
        return own.values_list("body", "actions").first() == saying


def _button(answer: Answer) -> Action:
    return {"id": f"answer-{answer.pk}", "label": answer.question, "kind": "answer"}


def _near(answers: list[Answer], locale: str, site: Site) -> list[Answer]:
    """Those in the language nearest to the visitor's; all of them, if none is near."""
    language = nearest(locale, (each.language for each in answers), site.language)
    return [each for each in answers if each.language == language] or answers


def _named_by_django(language: str) -> str:
    """Its zh-CN is called zh-hans."""
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return language  # then days have English names


def _plain(words: str) -> str:
    return words.strip(" \t\n.!").casefold()
