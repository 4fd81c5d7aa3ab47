import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_fill_records")]

    operations = [
        migrations.AlterField(
            model_name="deal",
            name="actor",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="identity.actor"
            ),
        ),
        migrations.AlterField(
            model_name="deal",
            name="stage",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deals", to="crm.stage"
            ),
        ),
        migrations.RemoveField(model_name="contact", name="company"),
    ]
