"""Sources are told apart in small letters now: what was counted before is counted anew, beside the work."""

from django.db import migrations


def forget_tallies(apps, schema_editor):
    for name in ("Tally", "StaleDay", "TalliedDay"):
        apps.get_model("visits", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("visits", "0005_keep_kind_and_rank")]

    operations = [migrations.RunPython(forget_tallies, migrations.RunPython.noop)]
