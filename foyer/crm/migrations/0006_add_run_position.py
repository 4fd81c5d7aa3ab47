from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0005_add_conversions_and_pairs")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="position",
            field=models.BigIntegerField(
                default=0, help_text="the last line, record or row of the report that is dealt with"
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="beat_at",
            field=models.DateTimeField(help_text="when a batch was last done; one that is silent is taken up again", null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="of",
            field=models.ForeignKey(
                help_text="what this run takes back",
                null=True,
                on_delete=models.CASCADE,
                related_name="undoings",
                to="crm.run",
            ),
        ),
    ]
