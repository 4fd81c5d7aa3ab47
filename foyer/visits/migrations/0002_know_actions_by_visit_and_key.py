"""Actions are known by their visit and key: the table is made anew, and what was in the old one is copied (P3)."""

import django.db.models.deletion
import foyer.lib.clock
from django.db import migrations, models

COPY = """
INSERT INTO visits_action (visit_id, at, seconds, type, title, url, page_key)
SELECT visit_id, at, seconds, type, title, url,
       COALESCE(page_key, SUBSTR('chat at ' || id || '++++++++++++++++++++++++++++++++++++++++', 1, 48))
FROM visits_oldaction
"""
MAKE_ROOM = (
    "ALTER INDEX visits_action_pkey RENAME TO visits_oldaction_pkey",
    "ALTER TABLE visits_oldaction RENAME CONSTRAINT visits_action_seconds_check TO visits_oldaction_seconds_check",
)


class MakeRoom(migrations.RunSQL):
    """On PostgreSQL a renamed table keeps the names of its key and checks, which the new one is to have."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0001_all_tables'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='action', name='one_action_per_page'),
        migrations.RenameModel('Action', 'OldAction'),
        MakeRoom(MAKE_ROOM),
        migrations.AlterField(
            model_name='oldaction',
            name='visit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='visits.visit'),
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('pk', models.CompositePrimaryKey('visit', 'page_key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('visit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='visits.visit')),
                ('at', models.DateTimeField(default=foyer.lib.clock.now)),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('page_key', models.CharField(help_text='of a page as its tracker says, else `chat_key`', max_length=48)),
                ('type', models.CharField(choices=[('accessed', 'Accessed'), ('navigation', 'Navigation'), ('chat', 'Chat')], max_length=10)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('url', models.CharField(blank=True, max_length=2000)),
            ],
        ),
        migrations.RunSQL(COPY),
        migrations.DeleteModel('OldAction'),
    ]
