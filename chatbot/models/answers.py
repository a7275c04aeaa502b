"""The answer book of a site: what is asked again and again, and what there is to say."""

from typing import Any, Self

from django.contrib.postgres.search import (
    SearchConfig,
    SearchQueryField,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

from chatbot.models.sites import Site
from chatbot.texts import check_language

# The rank is about 0.6 times the share of the visitor's words that stand in the question or in
# its keywords; words of the text count a tenth of that. So with these, half of the words make
# an answer certain, and one in twelve makes it worth a button.
CERTAIN = 0.3
FITTING = 0.05

# A function of ours in the database: which of its dictionaries are for the row's language.
ITS_LANGUAGE = SearchConfig(Func("language", function="chatbot_search_config"))


class AnyWord(Func):
    """A query for any of the words: what visitors write is never found word by word.

    Postgres makes the query of their words, whatever they are, and asks for all of them, or for
    those of one compound in their order.
    """

    function = "plainto_tsquery"
    template = "regexp_replace(%(function)s(%(expressions)s)::text, ''' (&|<[-0-9]+>) ''', ''' | ''', 'g')::tsquery"  # noqa: E501
    output_field = SearchQueryField()

    def __init__(self, words: str) -> None:
        super().__init__(ITS_LANGUAGE, Value(words))


class AnswerQuerySet(models.QuerySet["Answer"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def fitting(self, words: str) -> Self:
        """The best first, each with its `rank`."""
        ranked = self.annotate(rank=SearchRank(F("words"), AnyWord(words)))
        return ranked.filter(rank__gte=FITTING).order_by("-rank", "position", "pk")


class Answer(models.Model):
    rank: float  # of those that were searched for

    site = models.ForeignKey(Site, models.CASCADE, related_name="answers")
    language = models.CharField(
        max_length=20,
        blank=True,
        validators=[check_language],
        help_text="Such as en, de or pt-BR. Empty: the default language of the site.",
    )
    question = models.CharField(
        max_length=150, help_text="As a visitor would ask it: this is what its button says."
    )
    keywords = models.CharField(
        max_length=500, blank=True, help_text="Other words that visitors may use for it."
    )
    text = models.TextField("answer", max_length=4000, help_text="Plain text.")
    is_active = models.BooleanField("active", default=True)
    is_offered = models.BooleanField(
        "offered at first",
        default=False,
        help_text="A button before anything is asked, and below the message of absence.",
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Where several are offered, the lowest comes first."
    )
    words = models.GeneratedField(
        expression=SearchVector("question", "keywords", weight="A", config=ITS_LANGUAGE)
        + SearchVector("text", weight="D", config=ITS_LANGUAGE),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["site", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "site",
                "language",
                Lower("question"),
                name="answer_question_once",
                violation_error_message="This question is in the answer book already.",
            ),
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(text=""), name="answer_says_something"
            ),
            models.CheckConstraint(condition=~Q(language=""), name="answer_has_a_language"),
        ]

    def __str__(self) -> str:
        return self.question

    def save(self, **more: Any) -> None:
        self.language = self.language or self.site.language
        super().save(**more)

    def clean(self) -> None:
        # Before the rules are looked at: the same question may stand there once a language.
        if self.site_id and not self.language:
            self.language = self.site.language
