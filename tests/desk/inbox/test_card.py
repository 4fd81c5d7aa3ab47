"""The card beside the chat: telling sales, a phone number, the fields of the record; and who may not (F183-F190)."""

import pytest

from foyer.channels.webchat.models import ChatSession
from foyer.crm.actions import add_identifier, change_record, create_record
from foyer.crm.actions.notes import change_note
from foyer.crm.models import Lead, Mention, Note, Pool, PoolMember, SourceRule
from foyer.identity.actions import claim
from foyer.identity.models import Level
from foyer.lib import clock
from foyer.team.models import AccessProfile
from tests.crm.people import contact, lead
from tests.desk.chats import browser, chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(shop):
    return chat(browser(shop), name="Lena Ewert")


@pytest.fixture
def known(talk, anna):
    """Lena's lead, which is Anna's."""
    return lead("Lena Ewert", from_actor=talk.actor, owner=anna)


@pytest.fixture
def pane(as_boris, talk):
    """The pane as Boris has it now."""
    return lambda: as_boris.get(f"/inbox/{talk.pk}/side/").content.decode()


def limited(user, fields=None, **lead_rights):
    user.access_profile = AccessProfile.objects.create(name="P", modules={"lead": lead_rights}, fields=fields or {})
    user.save()


def phones(record):
    return sorted(
        record.actor.claims.filter(retracted_at=None, identifier__kind="phone").values_list(
            "identifier__value", flat=True
        )
    )


def test_the_owner_is_told_of_a_note_on_the_card(as_boris, as_anna, anna, talk, known, pane):
    """F183, F184."""
    assert "Notify sales" in pane()
    answer = as_boris.post(f"/inbox/{talk.pk}/notes/", {"text": "Wants *six*", "tell": "1"}, follow=True)
    told = Mention.objects.get(user=anna)
    assert (told.note.actor_id, told.is_told) == (known.actor_id, True)
    assert "Anna Albers is told" in answer.content.decode()
    assert "Boris Brandt has a note for you" in as_anna.get(f"/mentions/{told.pk}/popup/").content.decode()
    assert "Wants six" in as_anna.get("/activities/day/").content.decode()


def test_a_note_alone_tells_nobody(as_boris, talk, known):
    as_boris.post(f"/inbox/{talk.pk}/notes/", {"text": "Wants six"})
    assert (Note.objects.count(), Mention.objects.count()) == (1, 0)


def test_who_was_told_stays_told_when_the_note_changes(as_boris, boris, anna, talk, known):
    as_boris.post(f"/inbox/{talk.pk}/notes/", {"text": "Wants six", "tell": "1"})
    change_note(Note.objects.get(), boris, "Wants seven")
    assert Mention.objects.get().user == anna


@pytest.mark.parametrize("owner", ["nobody", "boris", "somebody who left"])
def test_there_must_be_another_to_tell(as_boris, boris, anna, talk, known, pane, owner):
    if owner == "somebody who left":
        type(anna).objects.filter(pk=anna.pk).update(is_active=False)
    else:
        Lead.objects.update(owner={"nobody": None, "boris": boris}[owner])
    assert "Notify sales" not in pane()
    as_boris.post(f"/inbox/{talk.pk}/notes/", {"text": "Wants six", "tell": "1"})
    assert (Note.objects.count(), Mention.objects.count()) == (1, 0)


def test_who_is_not_in_the_crm_is_created_first(pane):
    """F185."""
    assert "Notify sales" not in pane()
    assert "Create lead" in pane()


def test_the_owner_of_a_new_lead_is_told_of_the_note(as_boris, anna, shop, talk):
    """F177: it goes to whoever gets the lead."""
    shop.assign_to, shop.assign_user = "user", anna
    shop.save()
    as_boris.post(f"/inbox/{talk.pk}/lead/", {"name": "Lena Ewert", "note": "Wants six"})
    assert Mention.objects.get().user == anna


def test_a_new_lead_goes_to_the_pool_of_its_rule(as_boris, anna, talk, pane):
    """F179: a user or a pool, which one sees before and after; to look takes nobody's turn."""
    pool = Pool.objects.create(name="North")
    PoolMember.objects.create(pool=pool, user=anna)
    SourceRule.objects.create(module="lead", source="chat", pool=pool)
    waited = pool.members.get().waits_since
    assert "Goes to Anna Albers." in pane()
    assert pool.members.get().waits_since == waited
    as_boris.post(f"/inbox/{talk.pk}/lead/", {"name": "Lena Ewert"})
    assert Lead.objects.get().owner == anna
    assert pool.members.get().waits_since != waited


def test_a_phone_number_is_added_from_the_chat(as_boris, talk, known):
    """F177, F186."""
    answer = as_boris.post(f"/inbox/{talk.pk}/phone/", {"value": "+46 70 174 06 21"}, follow=True)
    assert phones(known) == ["+46701740621"]
    assert "Phone saved on the card" in answer.content.decode()


def test_a_wrong_number_is_replaced(as_boris, anna, talk, known, pane):
    """F186: nothing of the old one is left, and the new one has its place."""
    old = add_identifier(known, anna, "phone", "+46701740621").identifier_id
    assert "In place of +46 70 174 06 21" in pane()
    as_boris.post(f"/inbox/{talk.pk}/phone/", {"value": "+46701740622", "instead": old})
    assert phones(known) == ["+46701740622"]


@pytest.mark.parametrize("posted", [{"value": "seven"}, {"value": ""}, {"value": "+46701740622", "instead": "77"}])
def test_what_is_no_number_of_the_card_changes_nothing(as_boris, talk, known, posted):
    answer = as_boris.post(f"/inbox/{talk.pk}/phone/", posted)
    assert answer.status_code == 422
    assert posted["value"] in answer.content.decode()
    assert phones(known) == []


def test_who_may_not_edit_leads_changes_no_number(as_boris, boris, talk, known, pane):
    limited(boris, verbs=["view"], scope="all")
    assert "Add a phone number" not in pane()
    assert as_boris.post(f"/inbox/{talk.pk}/phone/", {"value": "+46701740621"}).status_code == 403
    assert phones(known) == []


def test_who_is_not_in_the_crm_has_no_number_there(as_boris, talk):
    assert as_boris.post(f"/inbox/{talk.pk}/phone/", {"value": "+46701740621"}).status_code == 404


def test_the_pane_has_the_filled_fields_of_the_card(anna, known, pane):
    """F189, F190."""
    change_record(known, anna, {"company": "Posthaus", "city": "Malmö"})
    shown = pane()
    assert "Malmö" in shown
    assert "Postal code" not in shown


def test_a_contacts_company_has_fields_of_its_own(as_boris, boris, anna, talk, pane):
    """F190; T7."""
    company = create_record("account", anna, {"name": "Posthaus AG", "city": "Malmö"})
    kim = contact("Kim Noll", from_actor=talk.actor)
    change_record(kim, anna, {"account": company.pk})
    assert all(word in pane() for word in ("Posthaus AG", "Malmö", f"/accounts/{company.pk}/"))
    boris.access_profile = AccessProfile.objects.create(name="P", modules={"account": {"verbs": [], "scope": "all"}})
    boris.save()
    assert all(word not in pane() for word in ("Malmö", f"/accounts/{company.pk}/"))


def test_administrators_lay_it_out_from_there(as_anna, talk, known, pane):
    """F192: the wheel leads to the layout of leads."""
    wheel = "/setup/layouts/lead/"
    assert wheel in as_anna.get(f"/inbox/{talk.pk}/side/").content.decode()
    assert wheel not in pane()


def test_a_hidden_field_is_not_in_the_pane(boris, anna, known, pane):
    """T7."""
    change_record(known, anna, {"city": "Malmö"})
    limited(boris, {"lead": {"city": "hidden"}}, verbs=["view"], scope="all")
    assert "Malmö" not in pane()


def test_agents_who_see_no_leads_have_the_pane_without_the_card(as_boris, boris, anna, talk, known, pane):
    """F187, F188."""
    change_record(known, anna, {"city": "Malmö"})
    assert f"/leads/{known.pk}/" in pane()
    limited(boris, verbs=[], scope="all")
    shown = pane()
    assert "Lena Ewert" in shown
    assert all(word not in shown for word in ("Open card", "Malmö", f"/leads/{known.pk}/", "Add a phone number"))
    assert as_boris.post(f"/inbox/{talk.pk}/phone/", {"value": "+46701740621"}).status_code == 404


def test_who_was_signed_by_the_website_is_verified_and_who_typed_is_not(talk, pane):
    """E39, T1."""
    claim(talk.actor, "email", "lena@ewert.example", event_ref="c", level=Level.TYPED, way="chat_form")
    assert "Verified" not in pane()
    claim(talk.actor, "email", "lena@ewert.example", event_ref="s", level=Level.PROVEN, way="signed")
    assert "Verified" in pane()


def test_the_pane_says_to_what_the_visitor_agreed(talk, pane):
    """B20."""
    kept = ChatSession.objects.create(token_hash="t", start_id="s", conversation=talk)
    assert "Agreed before the chat" not in pane()
    kept.consent, kept.consented_at = "You may keep <b>this</b>.", clock.now()
    kept.save()
    assert "Agreed before the chat" in pane()
    assert "You may keep &lt;b&gt;this&lt;/b&gt;." in pane()


def test_hidden_addresses_are_shown_as_far_as_this_browser_gave_them(as_boris, boris, anna, talk, known, pane):
    """T7: what was typed here is part of the chat; what colleagues noted is not."""
    claim(talk.actor, "email", "lena@ewert.example", event_ref="c", level=Level.TYPED, way="chat_form")
    add_identifier(known, anna, "email", "private@ewert.example")
    add_identifier(known, anna, "phone", "+46701740621")
    assert all(word in pane() for word in ("lena@ewert.example", "private@ewert.example", "+46 70 174 06 21"))
    limited(boris, {"lead": {"emails": "hidden", "phones": "hidden"}}, verbs=["view"], scope="all")
    assert "lena@ewert.example" in pane()
    assert all(word not in pane() for word in ("private@ewert.example", "+46 70 174 06 21"))
    assert "private@" not in as_boris.get(f"/inbox/{talk.pk}/transcript/").content.decode()


def test_whose_owner_is_hidden_nobody_is_named_or_told(as_boris, boris, anna, talk, known, pane):
    """T7."""
    limited(boris, {"lead": {"owner": "hidden"}}, verbs=["view", "edit"], scope="all")
    assert "Anna Albers" not in pane()
    answer = as_boris.post(f"/inbox/{talk.pk}/notes/", {"text": "Wants six", "tell": "1"}, follow=True)
    assert "Anna Albers" not in answer.content.decode()
    assert (Note.objects.count(), Mention.objects.count()) == (1, 0)
