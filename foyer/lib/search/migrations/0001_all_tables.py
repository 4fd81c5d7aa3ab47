"""All tables of this folder, as of the first release; whoever ran the state before has them already."""

from pathlib import Path

from django.db import migrations, models


SQL = Path(__file__).resolve().parents[1] / "sql"


def make_text_table(apps, schema_editor):
    """Each database has its own full text."""
    for statement in (SQL / schema_editor.connection.vendor / "tables.sql").read_text().split(";\n"):
        if statement.strip():
            schema_editor.execute(statement)


def drop_text_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_text")


class Migration(migrations.Migration):

    replaces = [('search', '0001_tables'), ('search', '0002_index_owners')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40, unique=True)),
                ('backwards', models.CharField(db_index=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('ref', models.BigIntegerField()),
                ('owner', models.BigIntegerField(null=True)),
                ('title', models.CharField(max_length=200)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('sort_title', models.CharField(db_index=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(models.F('owner'), models.F('sort_title'), name='entries_of_owner')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'ref'), name='one_entry_per_thing')],
            },
        ),
        migrations.RunPython(make_text_table, drop_text_table),
    ]
