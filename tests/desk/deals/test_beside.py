"""Deals beside a record, a visit and a chat: which, in which order, and who sees what (F66, F229, T7)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.crm.actions import change_record, create_record, put_deal_contact
from foyer.desk.deals.beside import deals_beside
from foyer.identity.queries import actors_of
from foyer.team.models import AccessProfile
from tests.crm.people import browser, contact, deal, lead
from tests.desk.chats import chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(shop):
    """A contact whose browser was at the shop."""
    return contact("Kim Noll", from_actor=browser(shop))


def beside(user, person, most=5, **how):
    return deals_beside(user, person, actors_of(person.actor_id), most, **how)


def test_open_deals_come_before_closed_ones(boris, kim):
    for name, state in (("First", "open"), ("Sold", "won"), ("Gone", "lost"), ("Second", "open")):
        deal(kim, state, name=name)
    names = [line.name for line in beside(boris, kim)]
    assert names[:2] == ["Second", "First"]
    assert set(names[2:]) == {"Sold", "Gone"}
    assert [line.name for line in beside(boris, kim, most=1)] == ["Second"]


def test_a_part_in_a_deal_counts(boris, anna, kim):
    other = deal(contact("Petra Kern"), "open", name="Courtyard")
    put_deal_contact(other, anna, kim.pk)
    assert [line.name for line in beside(boris, kim)] == ["Courtyard"]


def test_those_of_the_company_are_marked_and_only_where_asked_for(boris, anna, kim):
    """ui.md, inbox: "through the account"."""
    company = create_record("account", anna, {"name": "Posthaus AG"})
    change_record(kim, anna, {"account": company.pk})
    deal(kim, "open", name="Own")
    change_record(deal(contact("Petra Kern"), "open", name="Theirs"), anna, {"account": company.pk})
    assert [line.name for line in beside(boris, kim)] == ["Own"]
    found = beside(boris, kim, with_account=True)
    assert {line.name: line.is_through_account for line in found} == {"Own": False, "Theirs": True}
    assert [line.name for line in beside(boris, company)] == ["Theirs"]


def test_leads_have_none(boris):
    assert beside(boris, lead()) is None


def test_the_pane_beside_a_chat_has_them(as_boris, shop, kim):
    deal(kim, "open", "6140", name="Courtyard seating")
    shown = as_boris.get(f"/inbox/{chat(browser(shop)).pk}/side/").content.decode()
    assert all(word in shown for word in ("Courtyard seating", "6,140", "New"))


def screens(client, shop, kim):
    """All that shows the deals of a contact."""
    talk = chat(browser(shop))
    return [client.get(path).content.decode() for path in (f"/inbox/{talk.pk}/side/", f"/contacts/{kim.pk}/")]


def test_who_may_not_see_deals_sees_none(as_boris, boris, shop, kim):
    deal(kim, "open", name="Courtyard seating")
    boris.access_profile = AccessProfile.objects.create(name="P", modules={"deal": {"verbs": []}})
    boris.save()
    assert beside(boris, kim) is None
    assert all("Courtyard seating" not in shown for shown in screens(as_boris, shop, kim))


def test_a_hidden_amount_or_stage_is_not_there(as_boris, boris, shop, kim):
    deal(kim, "open", "6140", name="Courtyard seating")
    boris.access_profile = AccessProfile.objects.create(fields={"deal": {"amount": "hidden", "stage": "hidden"}})
    boris.save()
    assert [(line.stage, line.state, line.amount) for line in beside(boris, kim)] == [("", "", "")]
    for shown in screens(as_boris, shop, kim):
        assert "Courtyard seating" in shown
        assert "6,140" not in shown


def test_it_takes_the_same_queries_however_many_there_are(boris, kim):
    """P5."""
    counts = []
    for number in range(3):
        deal(kim, "open", name=f"Deal {number}")
        with CaptureQueriesContext(connection) as queries:
            beside(boris, kim, with_account=True)
        counts.append(len(queries))
    assert len(set(counts)) == 1
