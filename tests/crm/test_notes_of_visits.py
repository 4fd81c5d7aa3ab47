"""What is about visits is found among many notes and files about records, of which it says nothing (P5)."""

import pytest
from django.db import connection

from foyer.crm.models import Attachment, Note
from foyer.identity.models import Actor
from tests.crm.people import lead

FEW, MANY = 20, 300


@pytest.fixture
def vera(anna) -> Actor:
    """With many notes and files, and known figures of both tables."""
    actor = lead("Vera Lindqvist").actor
    Note.objects.bulk_create(Note(actor=actor, text=f"Called {each} times.") for each in range(MANY))
    Attachment.objects.bulk_create(
        Attachment(actor=actor, name="Offer", media_type="text/plain", size=1, stored=f"{each}") for each in range(MANY)
    )
    with connection.cursor() as cursor:
        for model in (Note, Attachment):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
        if connection.vendor == "postgresql":  # reads a small table as a whole, unless one asks for anything else
            cursor.execute("SET LOCAL enable_seqscan = off")
    return actor


@pytest.mark.both
@pytest.mark.parametrize(("model", "index"), [(Note, "notes_of_visits"), (Attachment, "files_of_visits")])
def test_those_of_visits_are_found_by_their_index(vera, model, index):
    assert index in model.objects.filter(visit=1).explain()
    assert index in model.objects.filter(visit__in=range(1, FEW)).explain()
