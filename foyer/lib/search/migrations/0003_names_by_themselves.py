"""PostgreSQL knows names by an index of their own: of all words it had to look up the weight of each match."""

from django.db import migrations


def index_names(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX search_text_names ON search_text USING gin (ts_filter(words, '{a}'))")


def forget_names(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_text_names")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_find_as_quickly")]

    operations = [migrations.RunPython(index_names, forget_names)]
