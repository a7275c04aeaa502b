import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Whoever had spoken was a visitor or an operator. What is filled in is checked at once, because
# a table with checks still to come cannot be altered.
FILL = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE chatbot_message SET sender_type = 'visitor' FROM chatbot_participant author
    WHERE author.id = author_id AND author.visitor_id IS NOT NULL;
UPDATE chatbot_conversation SET closed_at = coalesce(last_message_at, started_at)
    WHERE status = 'closed';
UPDATE chatbot_conversation SET title = 'Room ' || id WHERE kind = 'room';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("chatbot", "0002_rows_fit_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("image", "Image"),
                            ("voice", "Voice"),
                            ("video", "Video"),
                            ("file", "File"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("processing", "Processing"),
                            ("ready", "Ready"),
                            ("refused", "Refused"),
                        ],
                        default="processing",
                        max_length=10,
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="As the sender called it, cleaned.", max_length=150),
                ),
                ("mime_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField(help_text="In bytes.")),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("duration_ms", models.PositiveIntegerField(null=True)),
                (
                    "waveform",
                    models.JSONField(help_text="Loudness from 0 to 100, left to right.", null=True),
                ),
                (
                    "file",
                    models.CharField(
                        blank=True, help_text="Its name in the storage.", max_length=100
                    ),
                ),
                ("thumbnail", models.CharField(blank=True, max_length=100)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["message_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Label",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "colour",
                    models.CharField(default="#64748b", help_text="Such as #64748b.", max_length=7),
                ),
            ],
            options={
                "ordering": ["site", "name"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hides_receipts",
                    models.BooleanField(
                        default=False,
                        help_text="In rooms nobody sees how far this member has read.",
                    ),
                ),
                (
                    "hides_presence",
                    models.BooleanField(
                        default=False, help_text="Lists of who is online leave this member out."
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("status", "Status"),
                            ("assignment", "Assignment"),
                            ("labels", "Labels"),
                            ("priority", "Priority"),
                        ],
                        default="note",
                        max_length=10,
                    ),
                ),
                (
                    "staff_seq",
                    models.PositiveBigIntegerField(help_text="1, 2, 3… within the conversation."),
                ),
                (
                    "placed_after",
                    models.PositiveBigIntegerField(help_text="The public number it follows."),
                ),
                ("client_message_id", models.CharField(max_length=64, null=True)),
                ("body", models.CharField(max_length=5000)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["conversation", "staff_seq"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_says_something",
        ),
        migrations.RemoveConstraint(
            model_name="participant",
            name="participant_is_user_xor_visitor",
        ),
        migrations.AddField(
            model_name="conversation",
            name="assignee",
            field=models.ForeignKey(
                help_text="Whose work it is.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_conversations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="closed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="high",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="is_general",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="conversation",
            name="labels",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="low",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="priority",
            field=models.CharField(
                choices=[
                    ("low", "Low"),
                    ("normal", "Normal"),
                    ("high", "High"),
                    ("urgent", "Urgent"),
                ],
                default="normal",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="rating",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="rating_comment",
            field=models.CharField(blank=True, editable=False, max_length=1000),
        ),
        migrations.AddField(
            model_name="conversation",
            name="snoozed_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="staff_seq",
            field=models.PositiveBigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="conversation",
            name="title",
            field=models.CharField(blank=True, help_text="What a room is called.", max_length=100),
        ),
        migrations.AddField(
            model_name="conversation",
            name="waiting_since",
            field=models.DateTimeField(
                editable=False, help_text="Since when the visitor waits for an answer.", null=True
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="actions",
            field=models.JSONField(
                blank=True, default=list, help_text="Buttons below a bot's words."
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="edited_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="file_count",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="message",
            name="mentions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                default=list,
                help_text="Ids of users.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="sender_type",
            field=models.CharField(
                choices=[
                    ("visitor", "Visitor"),
                    ("admin", "Admin"),
                    ("member", "Member"),
                    ("bot", "Bot"),
                    ("system", "System"),
                ],
                default="admin",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="conversation",
            name="last_message_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="author",
            field=models.ForeignKey(
                help_text="If a person.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="messages",
                to="chatbot.participant",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="body",
            field=models.CharField(blank=True, max_length=5000),
        ),
        migrations.AlterField(
            model_name="message",
            name="client_message_id",
            field=models.CharField(
                help_text="Chosen by the client: a retry sends nothing twice.",
                max_length=64,
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="participant",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="participations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                models.OrderBy(models.F("last_message_at"), descending=True),
                name="conversation_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                models.F("site"),
                models.OrderBy(models.F("last_message_at"), descending=True),
                name="conversation_newest_of_site",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                models.F("snoozed_until"),
                condition=models.Q(("status", "snoozed")),
                name="conversation_snoozed",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["labels"], name="conversation_labels"
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", ["low", "normal", "high", "urgent"])),
                name="conversation_priority_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "direct"),
                        models.Q(
                            ("high__gt", models.F("low")),
                            ("low", None),
                            ("high", None),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(("kind", "direct"), _negated=True),
                        ("high__isnull", True),
                        ("low__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="conversation_direct_is_of_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "room"), models.Q(("title", ""), _negated=True)),
                    models.Q(models.Q(("kind", "room"), _negated=True), ("title", "")),
                    _connector="OR",
                ),
                name="conversation_title_iff_room",
                violation_error_message="A room has a title, and nothing else has.",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_general", False), ("kind", "room"), _connector="OR"),
                name="conversation_general_is_room",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("status", "closed")),
                    models.Q(
                        models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="conversation_closed_at_iff_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "snoozed"), ("snoozed_until__isnull", True), _connector="OR"
                ),
                name="conversation_wakes_only_if_snoozed",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rating__isnull", True), ("rating__range", (1, 5)), _connector="OR"
                ),
                name="conversation_rating_is_1_to_5",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(
                fields=("low", "high"), name="conversation_one_per_pair"
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_general", True)),
                fields=("is_general",),
                name="conversation_one_general",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("author__isnull", False),
                        ("client_message_id__isnull", False),
                        ("sender_type__in", ["visitor", "admin", "member"]),
                    ),
                    models.Q(
                        ("author__isnull", True),
                        ("client_message_id__isnull", True),
                        ("sender_type__in", ["bot", "system"]),
                    ),
                    _connector="OR",
                ),
                name="message_people_have_authors",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("deleted_at__isnull", True),
                        models.Q(
                            models.Q(("body", ""), _negated=True),
                            ("file_count__gt", 0),
                            _connector="OR",
                        ),
                    ),
                    models.Q(("body", ""), ("deleted_at__isnull", False), ("file_count", 0)),
                    _connector="OR",
                ),
                name="message_says_something_until_deleted",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("user__isnull", True), ("visitor__isnull", True), _connector="OR"
                ),
                name="participant_is_user_or_visitor",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attachments",
                to="chatbot.message",
            ),
        ),
        migrations.AddField(
            model_name="label",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="labels",
                to="chatbot.site",
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="member",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="chatbot.conversation",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("state", "processing")),
                fields=["created_at"],
                name="attachment_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["image", "voice", "video", "file"])),
                name="attachment_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["processing", "ready", "refused"])),
                name="attachment_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.UniqueConstraint(fields=("site", "name"), name="label_once_per_site"),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="label_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.CheckConstraint(
                condition=models.Q(("colour__regex", "^#[0-9a-f]{6}$")),
                name="label_colour_is_hex",
                violation_error_message="Six hex digits after a #, please: #64748b.",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.UniqueConstraint(
                fields=("conversation", "staff_seq"), name="note_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.UniqueConstraint(
                fields=("conversation", "author", "client_message_id"), name="note_written_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("staff_seq__gte", 1)), name="note_numbers_begin_at_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("client_message_id__regex", "^[A-Za-z0-9._-]{1,64}\\Z")),
                name="note_client_id_is_plain",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("body", ""), _negated=True), name="note_says_something"
            ),
        ),
    ]
