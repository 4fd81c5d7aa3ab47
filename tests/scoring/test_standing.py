"""What visits know of their visitor follows what happens with the person (F56-F59, D2, D3, D7)."""

import pytest

from foyer.conversations.actions import start_conversation
from foyer.crm.actions import Wanted, convert_lead, delete_record, restore_record
from foyer.crm.models import Contact, Lead
from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.identity.actions import browser_actor
from foyer.scoring.standing import rank_of, refresh, refresh_all
from foyer.visits.models import Visit
from tests.crm.people import contact, lead
from tests.desk.house import visit

pytestmark = pytest.mark.django_db


def browser(shop, number):
    return browser_actor(shop.pk, f"browser-{number:014}")


def kinds() -> list[str | None]:
    """The kind of each visit after everything was reacted to, in the order in which they were made."""
    react_to_pending()
    return list(Visit.objects.order_by("pk").values_list("kind", flat=True))


def test_a_visit_of_nobody_known_has_neither_kind_nor_rank(shop):
    visit(shop, browser(shop, 1))
    assert kinds() == [None]
    assert Visit.objects.get().rank == 0


def test_whoever_becomes_a_lead_was_one_in_all_visits(shop):
    visit(shop, browser(shop, 1))
    visit(shop, browser(shop, 1), number=2)
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    assert kinds() == ["lead", "lead"]


def test_a_converted_lead_is_a_contact(shop, anna):
    """D3."""
    visit(shop, browser(shop, 1))
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    assert kinds() == ["lead"]
    convert_lead(Lead.objects.get(), anna, Wanted())
    assert kinds() == ["contact"]


def test_a_known_visitor_is_known_when_they_come_again(shop):
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    react_to_pending()
    visit(shop, browser(shop, 1), number=2)
    assert kinds() == ["lead"]


@pytest.mark.parametrize(("make", "model"), [(lead, Lead), (contact, Contact)])
def test_deleting_and_restoring_the_record_is_followed(shop, anna, make, model):
    visit(shop, browser(shop, 1))
    make("Vera Lindqvist", from_actor=browser(shop, 1))
    before = kinds()
    record = model.objects.get()
    delete_record(record, anna)
    assert kinds() == [None]
    restore_record(model.objects.get(), anna)
    assert kinds() == before != [None]


def test_a_chat_raises_the_rank(shop):
    stay = visit(shop, browser(shop, 1))
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    kinds()
    before = Visit.objects.get().score
    who = {"visitor_name": "Vera", "language": "en", "page_url": stay.first_url, "page_title": "Bench"}
    start_conversation(actor_id=stay.actor_id, portal_id=shop.pk, text="Hello", client_id="first-of-vera", **who)
    kinds()
    assert Visit.objects.get().score > before


def test_the_score_comes_before_the_minutes():
    """D7."""
    assert rank_of(8, 60) > rank_of(7, 10**9)
    assert rank_of(7, 120) > rank_of(7, 60)


def test_all_of_it_is_found_anew_from_nothing(shop):
    """What was missed, say by an import of many, comes right within a day."""
    for number in (1, 2, 3):
        visit(shop, browser(shop, number))
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    contact("Kim Noll", from_actor=browser(shop, 2))
    right = kinds()
    ranks = list(Visit.objects.order_by("pk").values_list("rank", flat=True))
    Visit.objects.update(kind="contact", rank=5)
    assert refresh_all() == 3
    assert kinds() == right == ["lead", "contact", None]
    assert list(Visit.objects.order_by("pk").values_list("rank", flat=True)) == ranks


def test_reacting_twice_changes_nothing_more(shop):
    visit(shop, browser(shop, 1))
    lead("Vera Lindqvist", from_actor=browser(shop, 1))
    kinds()
    Event.objects.update(reacted_at=None)
    before = list(Visit.objects.values())
    react_to_pending()
    assert list(Visit.objects.values()) == before


def test_many_people_cost_the_queries_of_one(shop, django_assert_max_num_queries):
    actors = [browser(shop, number) for number in range(12)]
    for number, actor in enumerate(actors):
        visit(shop, actor)
        lead(f"Person {number}", from_actor=actor)
    with django_assert_max_num_queries(10):
        assert refresh([actor.pk for actor in actors]) == 12
