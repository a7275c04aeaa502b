from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("realtime", "0002_presence_and_webhooks")]

    operations = [
        migrations.AlterModelOptions(
            name="webhook",
            options={
                "ordering": ["pk"],
                "permissions": [
                    ("view_console", "May see how realtime is: sockets, channels, processes"),
                    ("use_console", "May listen to any channel and publish test events"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("status", "failed")),
                fields=["webhook"],
                name="webhookdelivery_failed",
            ),
        ),
    ]
