from django.db import migrations, models


def tell(apps, _schema_editor):
    """Mails whose fate is unknown stood among the refused ones."""
    rows = apps.get_model('crm', 'RunRow').objects
    for run, number in apps.get_model('crm', 'Mail').objects.filter(state='unknown').values_list('run', 'number'):
        rows.filter(run=run, number=number, outcome='failed').update(outcome='unknown')


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0002_write_to_many'),
    ]

    operations = [
        migrations.AlterField(
            model_name='runrow',
            name='outcome',
            field=models.CharField(choices=[('made', 'Made'), ('changed', 'Changed'), ('skipped', 'Skipped'), ('failed', 'Failed'), ('unknown', 'Unknown')], max_length=10),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
