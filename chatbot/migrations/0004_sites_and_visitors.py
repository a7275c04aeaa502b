"""Sites get their looks, words and hours; visitors an identity, and a token in each browser."""

import chatbot.identity
import chatbot.models.sites
import chatbot.texts
import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# The token that a visitor had is that of their first browser.
FIRST_BROWSERS = """
INSERT INTO chatbot_visitortoken (visitor_id, digest, created_at, last_used_at)
    SELECT id, token_digest, created_at, last_seen_at FROM chatbot_visitor;
"""
# A number for each moment of each site's week or calendar, so that Postgres can compare spans
# without an extension. Checked at the commit, because times may be swapped between rows.
NO_OVERLAP = """
ALTER TABLE chatbot_weeklyhours ADD CONSTRAINT weeklyhours_do_not_overlap EXCLUDE USING gist (
    int8range(
        (site_id * 7 + weekday) * 86400 + extract(epoch FROM opens)::bigint,
        (site_id * 7 + weekday) * 86400
            + CASE WHEN closes = '00:00' THEN 86400 ELSE extract(epoch FROM closes)::bigint END
    ) WITH &&
) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE chatbot_specialhours ADD CONSTRAINT specialhours_do_not_overlap EXCLUDE USING gist (
    int8range(
        (site_id * 4000000 + (date - DATE '0001-01-01')) * 86400
            + coalesce(extract(epoch FROM opens)::bigint, 0),
        (site_id * 4000000 + (date - DATE '0001-01-01')) * 86400
            + CASE WHEN closes IS NULL OR closes = '00:00' THEN 86400
              ELSE extract(epoch FROM closes)::bigint END
    ) WITH &&
) DEFERRABLE INITIALLY DEFERRED;
"""


def give_each_site_its_own_secret(apps, _editor):
    # The default of a new column is one for all rows.
    for site in apps.get_model("chatbot", "Site").objects.all():
        site.identity_secret = chatbot.identity.new_secret()
        site.save(update_fields=["identity_secret"])


class Migration(migrations.Migration):
    dependencies = [
        ("chatbot", "0003_two_logs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PageView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page_views",
                        to="chatbot.visitor",
                    ),
                ),
                ("url", models.CharField(max_length=2000, verbose_name="page")),
                ("title", models.CharField(blank=True, max_length=200)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SpecialHours",
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
                        related_name="special_hours",
                        to="chatbot.site",
                    ),
                ),
                ("date", models.DateField()),
                (
                    "opens",
                    models.TimeField(
                        blank=True, help_text="Closed all day without times.", null=True
                    ),
                ),
                (
                    "closes",
                    models.TimeField(
                        blank=True,
                        help_text="00:00 is the end of the day. What goes on after it is the next day's.",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "special hours",
                "ordering": ["site", "date", "opens"],
            },
        ),
        migrations.CreateModel(
            name="VisitorToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="chatbot.visitor",
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("last_used_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="WeeklyHours",
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
                        related_name="weekly_hours",
                        to="chatbot.site",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ]
                    ),
                ),
                ("opens", models.TimeField()),
                (
                    "closes",
                    models.TimeField(
                        help_text="00:00 is the end of the day. What goes on after it is the next day's."
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "weekly hours",
                "ordering": ["site", "weekday", "opens"],
            },
        ),
        migrations.AddField(
            model_name="site",
            name="accent_colour",
            field=models.CharField(
                default="#007081",
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9a-f]{6}\\Z", "Six hex digits after a #, please: #007081."
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="addresses_kept_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Days. Empty: for ever.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36500),
                ],
                verbose_name="keep addresses for",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="asks_consent",
            field=models.BooleanField(
                default=False,
                help_text="Nothing of a visitor is stored before the answer is yes.",
                verbose_name="ask for consent",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="files_kept_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Days. Empty: for ever.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36500),
                ],
                verbose_name="keep files for",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="header_colour",
            field=models.CharField(
                default="#007081",
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9a-f]{6}\\Z", "Six hex digits after a #, please: #007081."
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="identity_secret",
            field=models.CharField(
                default=chatbot.identity.new_secret,
                editable=False,
                help_text="Your server proves with it who is logged in. It must never be in a page.",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="language",
            field=models.CharField(
                default="en",
                help_text="For visitors whose own language has no texts.",
                max_length=20,
                validators=[chatbot.texts.check_language],
                verbose_name="default language",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="messages_kept_days",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Days. Empty: for ever.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36500),
                ],
                verbose_name="keep messages for",
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="position",
            field=models.CharField(
                choices=[("left", "Left"), ("right", "Right")], default="right", max_length=5
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="texts",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="By language, then by name: title, greeting, away, placeholder, consent. What is left out is said in the default language, or else in our English.",
                validators=[chatbot.texts.check_texts],
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="time_zone",
            field=models.CharField(
                default="UTC", max_length=64, validators=[chatbot.models.sites.is_time_zone]
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="attributes",
            field=models.JSONField(
                blank=True, default=dict, help_text="What else the site's page says of them."
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="consent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="visitor",
            name="first_page",
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="visitor",
            name="identified_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="visitor",
            name="identity_email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="visitor",
            name="identity_id",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="visitor",
            name="identity_name",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="visitor",
            name="ip",
            field=models.GenericIPAddressField(
                blank=True, help_text="Shortened to its network.", null=True, verbose_name="address"
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="last_page",
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="visitor",
            name="locale",
            field=models.CharField(blank=True, max_length=35),
        ),
        migrations.AddField(
            model_name="visitor",
            name="referrer",
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="visitor",
            name="time_zone",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="visitor",
            name="email",
            field=models.EmailField(blank=True, help_text="As they typed it.", max_length=254),
        ),
        migrations.AlterField(
            model_name="visitor",
            name="name",
            field=models.CharField(blank=True, help_text="As they typed it.", max_length=100),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accent_colour__regex", "^#[0-9a-f]{6}$"),
                    ("header_colour__regex", "^#[0-9a-f]{6}$"),
                ),
                name="site_colours_are_hex",
                violation_error_message="Six hex digits after a #, please: #007081.",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__in", ["left", "right"])),
                name="site_position_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(("identity_secret", ""), _negated=True),
                name="site_has_an_identity_secret",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("messages_kept_days__isnull", True),
                        ("messages_kept_days__gte", 1),
                        _connector="OR",
                    ),
                    models.Q(
                        ("files_kept_days__isnull", True),
                        ("files_kept_days__gte", 1),
                        _connector="OR",
                    ),
                    models.Q(
                        ("addresses_kept_days__isnull", True),
                        ("addresses_kept_days__gte", 1),
                        _connector="OR",
                    ),
                ),
                name="site_keeps_for_a_day_at_least",
                violation_error_message="One day is the least that something can be kept.",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("identity_id", ""), _negated=True),
                fields=("site", "identity_id"),
                name="visitor_identity_once_per_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("identified_at__isnull", True), ("identity_id", "")),
                    models.Q(
                        models.Q(("identity_id", ""), _negated=True),
                        ("identified_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="visitor_is_identified_at_some_time",
            ),
        ),
        migrations.AddIndex(
            model_name="pageview",
            index=models.Index(fields=["visitor", "-id"], name="pageview_of_visitor"),
        ),
        migrations.AddConstraint(
            model_name="specialhours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes__isnull", True), ("opens__isnull", True)),
                    models.Q(
                        ("closes__isnull", False),
                        ("opens__isnull", False),
                        models.Q(
                            ("opens__lt", models.F("closes")),
                            ("closes", datetime.time(0, 0)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="specialhours_close_after_they_open",
                violation_error_message="Hours close after they open; the end of the day is written 00:00. A closed day has neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__range", (0, 6))), name="weeklyhours_weekday_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklyhours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens__lt", models.F("closes")),
                    ("closes", datetime.time(0, 0)),
                    _connector="OR",
                ),
                name="weeklyhours_close_after_they_open",
                violation_error_message="Hours close after they open; the end of the day is written 00:00.",
            ),
        ),
        migrations.RunPython(give_each_site_its_own_secret),
        migrations.RunSQL(FIRST_BROWSERS),
        migrations.RemoveField(model_name="visitor", name="token_digest"),
        migrations.RunSQL(NO_OVERLAP),
    ]
