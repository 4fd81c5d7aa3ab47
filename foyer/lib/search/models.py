"""What is searched: an entry for each thing, the words of all entries, and how far the index has read."""

from django.db import models


class Entry(models.Model):
    """A thing that can be found: what it is, whose it is, and what stands in the list of hits.

    Its words lie beside it, in the full-text table of the database.
    """

    kind = models.CharField(max_length=20)
    ref = models.BigIntegerField()
    owner = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=200, blank=True)
    sort_title = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "ref"], name="one_entry_per_thing"),)
        indexes = (models.Index("owner", "sort_title", name="entries_of_owner"),)

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A word that stands in some entry, forwards and backwards: so that one with a typo is found by its sound half."""

    word = models.CharField(max_length=40, unique=True)
    backwards = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return self.word


class Position(models.Model):
    """One row: up to which event the index is current."""

    event = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.event)
