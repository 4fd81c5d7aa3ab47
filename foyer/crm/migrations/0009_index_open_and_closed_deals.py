"""Open and closed deals by indexes of their own.

SQLite took the index of what is closed for the list of what is open, and sorted it all. The sums of the board are read
from an index alone.
"""

from django.db import migrations, models
from django.db.models import F, Q

_CLOSED = ("stage", F("closed_at").desc(), F("id").desc())


class Migration(migrations.Migration):
    dependencies = [("crm", "0008_add_notes_on_visits")]

    operations = [
        migrations.RemoveIndex(model_name="deal", name="deal_closed"),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(*_CLOSED, name="deal_closed", condition=Q(gone_at=None, closed_at__isnull=False)),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                F("stage"),
                F("currency"),
                F("amount"),
                name="deal_sums",
                condition=Q(gone_at=None, closed_at=None),
            ),
        ),
    ]
