"""Whom the person of a chat may be besides: shown with the reason, and a colleague decides (B4); who may not (T7)."""

import pytest
from django.urls import reverse

from foyer.crm.actions import add_identifier, create_record
from foyer.crm.models import Lead
from foyer.crm.queries import person_for_actor
from foyer.events.models import Event
from foyer.identity.actions import claim
from foyer.identity.models import Decision, Level
from foyer.team.models import AccessProfile
from tests.crm.people import browser, contact, lead
from tests.desk.chats import chat

pytestmark = pytest.mark.django_db
NUMBER = "+46701740621"


@pytest.fixture
def talk(shop):
    return chat(browser(shop), name="Vera Lindqvist")


@pytest.fixture
def box(as_boris, talk):
    """What stands beside the chat, as Boris has it now."""
    return lambda: as_boris.get(f"/inbox/{talk.pk}/matches/").content.decode()


def typed(talk, kind, value):
    claim(talk.actor, kind, value, event_ref=f"typed:{value}", level=Level.TYPED, way="chat_form")


def yes(client, talk, record, query=""):
    word = "leads" if isinstance(record, Lead) else "contacts"
    return client.post(f"/inbox/{talk.pk}/person/{word}/{record.pk}/{query}", follow=True)


def profile(user, **modules):
    user.access_profile = AccessProfile.objects.create(name="P", modules=modules)
    user.save()


def test_the_pane_asks_for_the_box(as_boris, talk):
    assert f'hx-get="/inbox/{talk.pk}/matches/"' in as_boris.get(f"/inbox/{talk.pk}/side/").content.decode()


def test_who_has_no_record_is_compared_with_those_that_there_are(talk, box):
    assert "Is it this one?" not in box()
    known = contact("Vera Lindkvist")
    shown = box()
    assert all(
        word in shown for word in ("Is it this one?", "Vera Lindkvist", "similar name", f"/contacts/{known.pk}/")
    )


def test_two_records_that_match_are_both_shown(anna, talk, box):
    """The e-mail is that of one contact, the phone that of another: the chat is with the first, the other stands by."""
    one, other = contact("Vera Lindqvist"), contact("Petra Kern")
    add_identifier(one, anna, "email", "vera@lindqvist.example")
    add_identifier(other, anna, "phone", NUMBER)
    typed(talk, "email", "vera@lindqvist.example")
    assert "Also matches" not in box()
    typed(talk, "phone", NUMBER)
    assert person_for_actor(talk.actor_id) == one
    shown = " ".join(box().split())
    assert "Also matches contact" in shown
    assert "Petra Kern</a>: same phone." in shown
    assert f"/contacts/{one.pk}/merge/?with={other.pk}" in shown
    assert "Yes, this is them" not in shown


@pytest.mark.parametrize("has", ["lead", "contact"])
def test_a_lead_and_a_contact_that_match_lead_to_the_conversion(talk, box, has):
    made = {"lead": lead, "contact": contact}
    own = made[has]("Vera Lindqvist", from_actor=talk.actor)
    other = made["contact" if has == "lead" else "lead"]("Vera Lindqvist")
    whose, whom = (own, other) if has == "lead" else (other, own)
    assert f"/leads/{whose.pk}/conversion/?contact={whom.pk}" in box()


def test_a_second_record_of_the_same_person_is_shown(anna, talk, box):
    """D3."""
    lead("Vera Lindqvist", from_actor=talk.actor, emails=["vera@lindqvist.example"])
    add_identifier(contact("V. L."), anna, "email", "vera@lindqvist.example")
    assert "is a second record of this person" in box()


def test_one_says_that_it_is_them(as_boris, boris, talk, box):
    known = contact("Vera Lindkvist")
    answer = yes(as_boris, talk, known)
    assert person_for_actor(talk.actor_id) == known
    assert "Recognised as Vera Lindkvist" in answer.content.decode()
    told = Event.objects.get(kind="VisitorRecognised")
    assert (told.subject_id, told.actor_id, told.user_id) == (known.pk, known.actor_id, boris.pk)
    assert "Is it this one?" not in box()


def test_the_feed_says_who_said_so_and_undoes_it(as_boris, talk):
    """B1."""
    known = contact("Vera Lindkvist")
    yes(as_boris, talk, known)
    feed = as_boris.get(f"/contacts/{known.pk}/feed/").content.decode()
    assert feed.count("Boris Brandt recognised a visitor as this person") == 1
    assert "Joined with this record" not in feed
    decision = Event.objects.get(kind="VisitorRecognised").data["decision"]
    assert reverse("record_undoing", args=["contact", known.pk, decision]) in feed
    assert "Is it oak?" in feed


def test_undo_parts_them_again_and_they_can_be_joined_anew(as_boris, talk):
    known = contact("Vera Lindkvist")
    yes(as_boris, talk, known)
    decision = Event.objects.get(kind="VisitorRecognised").data["decision"]
    yes(as_boris, talk, known, f"?undo={decision}")
    assert person_for_actor(talk.actor_id) is None
    yes(as_boris, talk, known)
    assert person_for_actor(talk.actor_id) == known


def test_who_has_a_record_gets_no_second_one(as_boris, talk):
    own, other = lead("Vera Lindqvist", from_actor=talk.actor), contact("Vera Lindqvist")
    assert "has a record already" in yes(as_boris, talk, other).content.decode()
    assert person_for_actor(talk.actor_id) == own


@pytest.mark.parametrize("undo", ["?undo=999999", "?undo=x", "?undo=", "?undo=99999999999999999999"])
def test_what_was_not_decided_about_them_cannot_be_undone(as_boris, talk, undo):
    known = contact("Vera Lindkvist")
    assert yes(as_boris, talk, known, undo).status_code == 404
    assert person_for_actor(talk.actor_id) is None


def test_what_was_decided_about_others_is_not_undone_from_here(as_boris, talk):
    known, other = contact("Vera Lindkvist"), lead("Petra Kern", from_actor=browser(talk.portal, 2))
    decision = Decision.objects.get(rule="record-exact")
    assert yes(as_boris, talk, known, f"?undo={decision.pk}").status_code == 404
    assert person_for_actor(browser(talk.portal, 2).pk) == other


def test_a_company_is_no_person(as_boris, anna, talk):
    house = create_record("account", anna, {"name": "Vera Lindqvist AB"})
    assert as_boris.post(f"/inbox/{talk.pk}/person/accounts/{house.pk}/").status_code == 403


def test_who_may_not_edit_says_nothing(as_boris, boris, talk, box):
    """T7: shown, without the button."""
    known = contact("Vera Lindkvist")
    profile(boris, contact={"verbs": ["view"], "scope": "all"})
    assert "Vera Lindkvist" in box()
    assert "Yes, this is them" not in box()
    assert yes(as_boris, talk, known).status_code == 403
    assert person_for_actor(talk.actor_id) is None


def test_who_sees_no_contacts_is_shown_none(as_boris, boris, anna, talk, box):
    """T7: neither beside an unknown visitor nor beside a known one."""
    known = contact("Vera Lindkvist", owner=anna)
    profile(boris, contact={"verbs": ["view", "edit"], "scope": "own"})
    assert "Lindkvist" not in box()
    assert yes(as_boris, talk, known).status_code == 404
    lead("Vera Lindqvist", from_actor=talk.actor)
    profile(boris, lead={"verbs": []})
    assert "Lindkvist" not in box()


def test_it_costs_the_same_however_many_match(talk, box, django_assert_max_num_queries):
    """P5."""
    for number in range(8):
        contact(f"Vera Lindqvist{number}")
    box()
    with django_assert_max_num_queries(22):
        box()
    lead("Vera Lindqvist", from_actor=talk.actor)
    with django_assert_max_num_queries(24):
        box()
