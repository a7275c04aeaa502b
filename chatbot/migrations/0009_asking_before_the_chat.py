from django.conf import settings
from django.db import migrations, models

import chatbot.texts


class Migration(migrations.Migration):
    dependencies = [
        ("chatbot", "0008_rooms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="site",
            name="texts",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="In each language that the site speaks. What is left out is said in our own words, or, where we have none in that language, in those of the default language.",
                validators=[chatbot.texts.check_texts],
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="asks_email",
            field=models.CharField(
                choices=[
                    ("no", "not asked"),
                    ("optional", "may be left empty"),
                    ("required", "has to be answered"),
                ],
                default="no",
                max_length=8,
                verbose_name="e-mail address",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="asks_name",
            field=models.CharField(
                choices=[
                    ("no", "not asked"),
                    ("optional", "may be left empty"),
                    ("required", "has to be answered"),
                ],
                default="no",
                max_length=8,
                verbose_name="name",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="asks_question",
            field=models.CharField(
                choices=[
                    ("no", "not asked"),
                    ("optional", "may be left empty"),
                    ("required", "has to be answered"),
                ],
                default="no",
                max_length=8,
                verbose_name="a question of your own",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asks_name__in", ["no", "optional", "required"]),
                    ("asks_email__in", ["no", "optional", "required"]),
                    ("asks_question__in", ["no", "optional", "required"]),
                ),
                name="site_asks_what_it_can",
            ),
        ),
    ]
