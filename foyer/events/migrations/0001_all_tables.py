"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

import secrets

import django.db.models.deletion
import foyer.lib.clock
from django.conf import settings
from django.db import migrations, models


def begin(apps, schema_editor):
    """The edition of the settings starts anywhere, so that what another database knew is never taken for current."""
    apps.get_model("events", "Edition").objects.create(pk=1, number=secrets.randbits(62))


class Migration(migrations.Migration):

    replaces = [('events', '0001_tables')]

    initial = True

    dependencies = [
        ('identity', '0001_all_tables'),
        ('portals', '0001_all_tables'),
        ('team', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('subject_type', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField()),
                ('data', models.JSONField(default=dict)),
                ('reacted_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='identity.actor')),
                ('portal', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portals.portal')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('actor'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='event_feed'), models.Index(condition=models.Q(('reacted_at__isnull', True)), fields=['id'], name='event_outbox'), models.Index(fields=['subject_type', 'subject_id'], name='event_subject')],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
