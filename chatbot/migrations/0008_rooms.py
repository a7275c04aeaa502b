from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chatbot", "0007_privacy_and_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="left_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="Room",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("chatbot.conversation",),
        ),
    ]
