from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("realtime", "0004_one_row_a_broadcaster"),
    ]

    operations = [
        migrations.AddField(
            model_name="webhook",
            name="failing_since",
            field=models.DateTimeField(
                editable=False,
                help_text="Since when it has taken nothing, if so.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="rests_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
