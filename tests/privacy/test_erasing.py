"""Erasing a person leaves nothing but the trace that it took place (B20, T40)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from foyer.crm.models import Lead
from foyer.events.models import Event
from foyer.identity.verify import verify
from foyer.lib.sqlite.overwriting import overwrite_deleted
from foyer.privacy.erasing import STEPS, ask_erasure, erase
from foyer.privacy.models import Erasure
from foyer.privacy.person import belongings_of, counts
from foyer.team.models import AccessProfile
from foyer.team.types import Refusal
from tests.crm.people import lead
from tests.privacy.canaries import WORD, canary, converted, indexed, kept_bytes, places

pytestmark = pytest.mark.django_db


def erased(anna, subject) -> Erasure:
    made = ask_erasure(subject, anna, subject.name)
    erase.call(made.pk)
    made.refresh_from_db()
    return made


def test_no_word_of_a_lead_is_left_in_any_table_or_file(anna, shop):
    vera = canary(anna, shop)
    indexed()
    assert len(places()) > 15
    erased(anna, vera)
    indexed()
    assert places() == set()


def test_no_word_of_a_contact_with_a_deal_is_left(anna, shop):
    vera = converted(anna, canary(anna, shop))
    indexed()
    erased(anna, vera)
    indexed()
    assert places() == set()


def test_what_is_deleted_is_overwritten_in_the_file(anna, shop):
    erased(anna, lead("Kim Noll", portal=shop))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_no_word_is_left_in_the_file_of_the_database_or_its_log(anna, shop):
    """T40."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL overwrites when it vacuums")
    overwrite_deleted()
    vera = canary(anna, shop)
    indexed()
    assert kept_bytes().count(WORD.encode()) > 15
    erased(anna, vera)
    indexed()
    assert WORD.encode() not in kept_bytes().lower()


def test_what_is_left_is_that_it_took_place(anna, shop):
    made = erased(anna, canary(anna, shop))
    assert (made.plan, made.done, made.user) == ({}, len(STEPS), anna)
    assert made.counts["notes"] == 2
    assert made.ended_at
    assert Event.objects.get(kind="PersonErased").subject_id == made.pk


def test_others_lose_nothing(anna, shop):
    kim = lead("Kim Noll", emails=["kim@noll.example"], portal=shop)
    erased(anna, canary(anna, shop))
    kept = belongings_of(Lead.objects.get(pk=kim.pk))
    assert [str(row.value) for row in kept.rows()["identifiers"]] == ["kim@noll.example"]
    assert Event.objects.filter(actor=kim.actor_id).exists()
    assert verify() == []


def test_it_goes_on_after_an_interruption(anna, shop, monkeypatch):
    vera = canary(anna, shop)
    made = ask_erasure(vera, anna, vera.name)
    Erasure.objects.filter(pk=made.pk).update(done=0)
    for step in STEPS[:4]:
        while step(belongings_of(vera)):
            continue
    erase.call(made.pk)
    erase.call(made.pk)
    indexed()
    assert places() == set()


def test_the_name_has_to_be_typed(anna, shop):
    vera = canary(anna, shop)
    with pytest.raises(Refusal):
        ask_erasure(vera, anna, "Vera")
    assert not Erasure.objects.exists()


def test_boris_may_not_without_export_and_delete(anna, shop, boris):
    vera = canary(anna, shop)
    boris.access_profile = AccessProfile.objects.create(
        name="No", modules={"lead": {"verbs": ["view", "edit", "delete"]}}
    )
    boris.save()
    with pytest.raises(PermissionDenied):
        ask_erasure(vera, boris, vera.name)


def test_counting_takes_a_query_for_each_kind(anna, shop, django_assert_max_num_queries):
    theirs = belongings_of(canary(anna, shop))
    with django_assert_max_num_queries(len(theirs.rows())):
        assert counts(theirs.rows())["visits"] == 1
