from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portals', '0004_ask_consent_first'),
    ]

    operations = [
        migrations.AlterField(
            model_name='widgettext',
            name='text',
            field=models.CharField(max_length=500),
        ),
    ]
