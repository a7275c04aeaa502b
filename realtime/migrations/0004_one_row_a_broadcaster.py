from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("realtime", "0003_console")]

    operations = [
        migrations.AddField(
            model_name="outboxevent",
            name="broadcaster",
            # What waits now waits for our own server.
            field=models.CharField(default="reverb", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outboxevent",
            name="heads",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="outboxevent",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, help_text="How often it has failed."),
        ),
        migrations.AddField(
            model_name="outboxevent",
            name="next_try_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outboxevent",
            name="error",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="outboxevent",
            name="parked_at",
            field=models.DateTimeField(
                help_text="When it was given up: it has failed too often.", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(
                condition=models.Q(("parked_at", None)),
                fields=["broadcaster", "id"],
                name="outboxevent_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(
                condition=models.Q(("parked_at__isnull", False)),
                fields=["parked_at"],
                name="outboxevent_parked",
            ),
        ),
    ]
