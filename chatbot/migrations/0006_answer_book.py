import chatbot.texts
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

# The dictionaries that come with every Postgres we support, by the first part of a language.
# Whoever adds one replaces the function and, because they are stored, fills the words anew.
DICTIONARIES = {
    "ar": "arabic",
    "hy": "armenian",
    "eu": "basque",
    "ca": "catalan",
    "da": "danish",
    "nl": "dutch",
    "en": "english",
    "fi": "finnish",
    "fr": "french",
    "de": "german",
    "el": "greek",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "ga": "irish",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nb": "norwegian",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "es": "spanish",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
CASES = "\n".join(
    f"        WHEN '{language}' THEN 'pg_catalog.{dictionary}'::regconfig"
    for language, dictionary in DICTIONARIES.items()
)
# Immutable, which a cast of a column to regconfig is not: only so its words can be stored.
MAKE = f"""
CREATE FUNCTION chatbot_search_config(language text) RETURNS regconfig
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE pg_catalog.split_part(language, '-', 1)
{CASES}
        ELSE 'pg_catalog.simple'::regconfig
    END
$$;
"""


# Who has been answered by a person does not come back to the bot.
FILL = """
UPDATE chatbot_conversation SET handed_over_at = coalesce(last_message_at, started_at)
    WHERE kind = 'support' AND EXISTS (
        SELECT FROM chatbot_message said
        WHERE said.conversation_id = chatbot_conversation.id AND said.sender_type = 'admin'
    );
"""


class Migration(migrations.Migration):
    dependencies = [("chatbot", "0005_site_webhooks")]

    operations = [
        migrations.RunSQL(MAKE, "DROP FUNCTION chatbot_search_config(text)"),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="chatbot.site",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Such as en, de or pt-BR. Empty: the default language of the site.",
                        max_length=20,
                        validators=[chatbot.texts.check_language],
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        help_text="As a visitor would ask it: this is what its button says.",
                        max_length=150,
                    ),
                ),
                (
                    "keywords",
                    models.CharField(
                        blank=True,
                        help_text="Other words that visitors may use for it.",
                        max_length=500,
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Plain text.", max_length=4000, verbose_name="answer"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "is_offered",
                    models.BooleanField(
                        default=False,
                        help_text="A button before anything is asked, and below the message of absence.",
                        verbose_name="offered at first",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Where several are offered, the lowest comes first."
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector(
                                "question",
                                "keywords",
                                config=django.contrib.postgres.search.SearchConfig(
                                    models.Func("language", function="chatbot_search_config")
                                ),
                                weight="A",
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "text",
                                config=django.contrib.postgres.search.SearchConfig(
                                    models.Func("language", function="chatbot_search_config")
                                ),
                                weight="D",
                            ),
                            django.contrib.postgres.search.SearchConfig(
                                models.Func("language", function="chatbot_search_config")
                            ),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "ordering": ["site", "position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                models.F("site"),
                models.F("language"),
                django.db.models.functions.text.Lower("question"),
                name="answer_question_once",
                violation_error_message="This question is in the answer book already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("question", ""), _negated=True), models.Q(("text", ""), _negated=True)
                ),
                name="answer_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("language", ""), _negated=True), name="answer_has_a_language"
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="away_until",
            field=models.DateTimeField(
                editable=False,
                help_text="Until when the visitor knows that nobody is here.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="bot_due_seq",
            field=models.PositiveBigIntegerField(
                editable=False,
                help_text="The first message that the bot has yet to hear.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="handed_over_at",
            field=models.DateTimeField(
                editable=False, help_text="Since when it is people's, and not the bot's.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bot_due_seq__isnull", True),
                    models.Q(("handed_over_at", None), ("kind", "support")),
                    _connector="OR",
                ),
                name="conversation_bot_answers_before_people",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("bot_due_seq__isnull", False)),
                fields=["id"],
                name="conversation_bot_is_due",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
