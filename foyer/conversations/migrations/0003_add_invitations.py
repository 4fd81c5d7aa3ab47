"""An agent may write first (E10, B7)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_find_the_latest")]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="invited_at",
            field=models.DateTimeField(help_text="an agent wrote first (E10, B7)", null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="declined_at",
            field=models.DateTimeField(help_text="the visitor closed the invitation unanswered", null=True),
        ),
        migrations.AlterField(
            model_name="conversation",
            name="state",
            field=models.CharField(
                choices=[("waiting", "Waiting"), ("invited", "Invited"), ("open", "Open"), ("ended", "Ended")],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="conversation",
            name="ended_by",
            field=models.CharField(
                blank=True, help_text="agent, visitor, or nobody for an invitation without an answer", max_length=10
            ),
        ),
    ]
