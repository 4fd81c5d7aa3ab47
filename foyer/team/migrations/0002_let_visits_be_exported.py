from django.db import migrations


def allow(apps, _schema_editor):
    """Visits knew no such right: who saw them could have them as a file, and still can."""
    for profile in apps.get_model('team', 'AccessProfile').objects.all():
        verbs = profile.modules.get('visit', {}).get('verbs', [])
        if 'view' in verbs and 'export' not in verbs:
            profile.modules['visit']['verbs'] = [*verbs, 'export']
            profile.save(update_fields=['modules'])


class Migration(migrations.Migration):

    dependencies = [
        ('team', '0001_all_tables'),
    ]

    operations = [
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
