import chatbot.models.webhooks
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chatbot", "0004_sites_and_visitors"),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteWebhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "failing_since",
                    models.DateTimeField(
                        editable=False,
                        help_text="Since when it has taken nothing, if so.",
                        null=True,
                    ),
                ),
                ("rests_until", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("conversation.opened", "A conversation begins"),
                                (
                                    "conversation.status_changed",
                                    "A conversation has another status",
                                ),
                                ("conversation.rated", "A visitor has rated a conversation"),
                                ("message.created", "Something is said"),
                                (
                                    "message.updated",
                                    "A message has changed",
                                ),
                            ],
                            max_length=32,
                        ),
                        size=None,
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        default=chatbot.models.webhooks.new_secret,
                        editable=False,
                        help_text="What signs our calls.",
                        max_length=64,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="webhooks",
                        to="chatbot.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook of a site",
                "verbose_name_plural": "webhooks of sites",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SiteWebhookDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("delivered", "Delivered"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("answer_code", models.PositiveSmallIntegerField(null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("first_tried_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                ("event_id", models.UUIDField(default=uuid.uuid4)),
                ("event", models.CharField(max_length=32)),
                ("body", models.TextField(help_text="What is posted, in JSON.")),
                (
                    "conversation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="chatbot.conversation",
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="chatbot.sitewebhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery to a site",
                "verbose_name_plural": "deliveries to sites",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="sitewebhook",
            constraint=models.CheckConstraint(
                condition=models.Q(("events", []), _negated=True),
                name="sitewebhook_wants_something",
                violation_error_message="Choose at least one kind of event.",
            ),
        ),
        migrations.AddIndex(
            model_name="sitewebhookdelivery",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["webhook", "id"],
                name="sitewebhookdelivery_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="sitewebhookdelivery",
            index=models.Index(
                condition=models.Q(("status", "failed")),
                fields=["webhook"],
                name="sitewebhookdelivery_failed",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitewebhookdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["waiting", "delivered", "failed"])),
                name="sitewebhookdelivery_status_is_known",
            ),
        ),
    ]
