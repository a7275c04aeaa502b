import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chatbot", "0006_answer_book"),
    ]

    operations = [
        migrations.CreateModel(
            name="DiscardedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Its name in the storage.", max_length=100, unique=True
                    ),
                ),
                ("discarded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Transcript",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "last_seq",
                    models.PositiveBigIntegerField(help_text="How far the conversation had come."),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="message",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        models.F("body"),
                        models.Value("@._-/:+#"),
                        models.Value("        "),
                        function="translate",
                        output_field=models.CharField(),
                    ),
                    config="simple",
                ),
                name="message_words",
            ),
        ),
        migrations.AddIndex(
            model_name="visitor",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        models.F("name"),
                        models.Value("@._-/:+#"),
                        models.Value("        "),
                        function="translate",
                        output_field=models.CharField(),
                    ),
                    models.Func(
                        models.F("email"),
                        models.Value("@._-/:+#"),
                        models.Value("        "),
                        function="translate",
                        output_field=models.CharField(),
                    ),
                    models.Func(
                        models.F("identity_id"),
                        models.Value("@._-/:+#"),
                        models.Value("        "),
                        function="translate",
                        output_field=models.CharField(),
                    ),
                    models.Func(
                        models.F("identity_name"),
                        models.Value("@._-/:+#"),
                        models.Value("        "),
                        function="translate",
                        output_field=models.CharField(),
                    ),
                    models.Func(
                        models.F("identity_email"),
                        models.Value("@._-/:+#"),
                        models.Value("        "),
                        function="translate",
                        output_field=models.CharField(),
                    ),
                    config="simple",
                ),
                name="visitor_words",
            ),
        ),
        migrations.AddField(
            model_name="transcript",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="transcripts",
                to="chatbot.conversation",
            ),
        ),
        migrations.AddIndex(
            model_name="transcript",
            index=models.Index(
                condition=models.Q(("sent_at", None)),
                fields=["next_try_at"],
                name="transcript_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="transcript",
            index=models.Index(fields=["email"], name="transcript_to_whom"),
        ),
        migrations.AddConstraint(
            model_name="transcript",
            constraint=models.UniqueConstraint(
                fields=("conversation", "email", "last_seq"), name="transcript_asked_once"
            ),
        ),
    ]
