"""Converting leads, and taking it back (F205, F206, F238, D11)."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.crm.access import visible
from foyer.crm.actions import (
    Wanted,
    add_identifier,
    change_record,
    convert_lead,
    create_record,
    set_tags,
    undo_conversion,
    write_note,
)
from foyer.crm.actions.deciding import set_mapping
from foyer.crm.fields import fields_of
from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import Kind
from foyer.crm.mapping import going, held
from foyer.crm.models import Account, Contact, Conversion, CustomField, Deal, Lead, Tagging
from foyer.crm.queries import person_for_actor
from foyer.events.models import Event
from foyer.identity.queries import actors_of, identifiers_of
from foyer.identity.verify import verify
from foyer.team.models import AccessProfile
from foyer.team.types import Refusal
from tests.crm.people import browser, contact, feed, lead

ALL = Wanted(new_account=True, new_deal=True, amount=Decimal(900))


@pytest.fixture
def vera(anna):
    values = {
        "first_name": "Vera",
        "last_name": "Lang",
        "company": "Lang GmbH",
        "emails": ["vera@lang.example"],
        "phones": ["+4915112345678"],
        "city": "Kiel",
        "website": "https://lang.example",
        "employees": 12,
        "tags": ["Bench"],
        "description": "wants six",
        "job_title": "Buyer",
    }
    return create_record("lead", anna, values, source="web_form")


def test_a_lead_becomes_contact_account_and_deal(anna, vera):
    done = convert_lead(vera, anna, ALL)
    assert (done.contact.name, done.contact.job_title, done.contact.account) == ("Vera Lang", "Buyer", done.account)
    assert (done.account.name, done.account.employees, done.account.city) == ("Lang GmbH", 12, "Kiel")
    assert (done.deal.amount, done.deal.account, done.deal.contact) == (900, done.account, done.contact)
    assert {done.contact.owner, done.account.owner, done.deal.owner} == {anna}
    assert {done.contact.source, done.account.source, done.deal.source} == {"web_form"}


def test_the_lead_stays_as_a_trace_and_in_no_list(anna, vera):
    done = convert_lead(vera, anna, ALL)
    fresh = Lead.objects.get()
    assert (fresh.gone, fresh.converted_contact, fresh.converted_deal) == ("converted", done.contact, done.deal)
    assert not visible("lead", anna).exists()
    with pytest.raises(PermissionDenied):
        change_record(fresh, anna, {"city": "Bonn"})


def test_what_hangs_on_the_lead_is_there_on_the_contact(anna, vera, shop):
    write_note(vera, anna, "Called twice")
    done = convert_lead(vera, anna, ALL)
    kinds = {event.kind for event in feed(done.contact)}
    assert {"NoteWritten", "LeadCreated", "LeadConverted", "ContactCreated"} <= kinds
    assert {known.value for known in identifiers_of(done.contact.actor_id)} == {"vera@lang.example", "+4915112345678"}
    assert [tag.tag.name for tag in Tagging.objects.filter(actor=done.contact.actor)] == ["Bench"]
    assert person_for_actor(vera.actor_id) == done.contact


def test_two_clicks_convert_once(anna, vera):
    assert convert_lead(vera, anna, ALL) == convert_lead(Lead.objects.get(), anna, ALL)
    assert (Contact.objects.count(), Account.objects.count(), Deal.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(kind="LeadConverted").count() == 1


def test_what_is_chosen_keeps_what_it_has_and_gets_what_it_has_not(anna, vera):
    house = create_record("account", anna, {"name": "Lang AG", "city": "Bonn"})
    person = create_record("contact", anna, {"last_name": "Lang", "job_title": "Chief"})
    done = convert_lead(vera, anna, Wanted(contact=person.pk, account=house.pk))
    assert (done.account.name, done.account.city, done.account.employees) == ("Lang AG", "Bonn", 12)
    assert (done.contact.job_title, done.contact.first_name, done.contact.account) == ("Chief", "Vera", house)
    assert done.deal is None
    assert done.made == []


def test_a_lead_goes_to_the_chosen_contact_and_joins_no_other(anna):
    other = create_record("contact", anna, {"last_name": "Other", "emails": ["info.vera@lang.example"]})
    someone = create_record("lead", anna, {"last_name": "Lang", "emails": ["info.vera@lang.example"]})
    done = convert_lead(someone, anna, Wanted())
    assert set(actors_of(done.contact.actor_id)) == {someone.actor_id, done.contact.actor_id}
    assert actors_of(other.actor_id) == [other.actor_id]
    assert verify() == []


def test_undoing_brings_everything_back(anna, vera):
    house = create_record("account", anna, {"name": "Lang AG"})
    before = Lead.objects.filter(pk=vera.pk).values("gone", "custom", "city", "converted_contact").get()
    done = convert_lead(vera, anna, Wanted(account=house.pk, new_deal=True))
    assert undo_conversion(done, anna) == ()
    assert Lead.objects.filter(pk=vera.pk).values("gone", "custom", "city", "converted_contact").get() == before
    assert {Contact.objects.get().gone, Deal.objects.get().gone} == {"deleted"}
    house.refresh_from_db()
    assert (house.gone, house.city, house.employees) == ("", "", None)
    assert actors_of(vera.actor_id) == [vera.actor_id]


def test_what_somebody_worked_on_stays_when_a_conversion_is_undone(anna, vera):
    done = convert_lead(vera, anna, ALL)
    change_record(Deal.objects.get(), anna, {"amount": 1000})
    assert undo_conversion(Conversion.objects.get(), anna) == ("deal", "contact", "account")
    assert undo_conversion(Conversion.objects.get(), anna) == ()
    assert {Deal.objects.get().gone, Contact.objects.get().gone} == {""}
    assert done.lead_id == vera.pk


def test_an_undone_lead_can_be_converted_again(anna, vera):
    undo_conversion(convert_lead(vera, anna, ALL), anna)
    again = convert_lead(Lead.objects.get(), anna, ALL)
    assert again.contact.gone == ""
    assert set(actors_of(vera.actor_id)) == {vera.actor_id, again.contact.actor_id}


def test_a_browser_comes_along_and_leaves_again(anna, shop):
    seen = browser(shop)
    someone = lead(from_actor=seen, owner=anna)
    done = convert_lead(someone, anna, Wanted())
    assert seen.pk in actors_of(done.contact.actor_id)
    undo_conversion(done, anna)
    assert set(actors_of(seen.pk)) == {seen.pk, someone.actor_id}


@pytest.mark.parametrize("module", ["contact", "account", "deal"])
def test_who_may_not_make_a_module_converts_nothing_into_it(anna, boris, vera, module):
    boris.access_profile = AccessProfile.objects.create(modules={module: {"verbs": ["view", "edit"]}})
    with pytest.raises(PermissionDenied):
        convert_lead(vera, boris, ALL)
    assert Lead.objects.get().gone == ""


def test_who_may_not_edit_leads_neither_converts_nor_undoes(anna, boris, vera):
    boris.access_profile = AccessProfile.objects.create(modules={"lead": {"verbs": ["view"]}})
    with pytest.raises(PermissionDenied):
        convert_lead(vera, boris, ALL)
    done = convert_lead(vera, anna, ALL)
    with pytest.raises(PermissionDenied):
        undo_conversion(done, boris)


def test_nobody_chooses_what_they_do_not_see(anna, boris, vera):
    hidden = create_record("account", anna, {"name": "Hidden"})
    boris.access_profile = AccessProfile.objects.create(modules={"account": {"scope": "own"}})
    with pytest.raises(Refusal):
        convert_lead(vera, boris, Wanted(account=hidden.pk))


def test_a_lead_becomes_something_or_stays(anna, vera):
    with pytest.raises(Refusal):
        convert_lead(vera, anna, Wanted(new_contact=False))


def test_custom_fields_go_to_those_of_the_same_name_or_where_the_mapping_says(anna):
    for module, key, label in (("lead", "c_size", "Size"), ("contact", "c_size", "Size"), ("lead", "c_x", "X")):
        CustomField.objects.create(module=module, key=key, label=label, kind="text")
    set_mapping(anna, {"c_x": {"contact": "department"}})
    someone = create_record("lead", anna, {"last_name": "Lang", "c_size": "12", "c_x": "Garden"})
    made = convert_lead(someone, anna, Wanted()).contact
    assert (made.custom, made.department) == ({"c_size": "12"}, "Garden")


def test_agents_do_not_change_the_mapping_and_kinds_must_fit(anna, boris):
    CustomField.objects.create(module="lead", key="c_x", label="X", kind="text")
    with pytest.raises(PermissionDenied):
        set_mapping(boris, {})
    with pytest.raises(Refusal):
        set_mapping(anna, {"c_x": {"contact": "birthday"}})


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).map(str.strip)
VALUES = st.fixed_dictionaries(
    {"last_name": st.just("Lang")},
    optional={
        "company": TEXT,
        "street": TEXT,
        "city": TEXT,
        "job_title": TEXT,
        "description": TEXT,
        "website": st.just("https://lang.example"),
        "employees": st.integers(0, 1000),
        "annual_revenue": st.integers(0, 10**6),
        "industry": st.sampled_from(["it", "media"]),
        "c_same": TEXT,
        "c_none": TEXT,
        "c_number": st.integers(-5, 5),
        "c_choice": st.sampled_from(["a", "b"]),
    },
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=VALUES, account=st.booleans(), deal=st.booleans(), person=st.booleans())
def test_a_conversion_keeps_every_value(anna, values, account, deal, person):
    _lay_custom_fields()
    someone = create_record("lead", anna, values)
    wanted = Wanted(new_contact=person or not (account or deal), new_account=account, new_deal=deal)
    done = convert_lead(someone, anna, wanted)
    rows = {name: getattr(done, name) for name in ("contact", "account", "deal") if getattr(done, name)}
    stayed = Lead.objects.get(pk=someone.pk)
    for each in going(stayed, list(rows)):
        assert as_json(held(stayed, each.field)) == as_json(each.value)
        for module, taker in each.to:
            assert as_json(held(rows[module], taker)) == as_json(each.value), taker.key


def _lay_custom_fields():
    options = {"choices": [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]}
    for module, key, kind in (
        ("lead", "c_same", "text"),
        ("deal", "c_same", "text"),
        ("lead", "c_none", "text"),
        ("lead", "c_number", "number"),
        ("contact", "c_number", "number"),
        ("lead", "c_choice", "choice"),
        ("account", "c_choice", "choice"),
    ):
        CustomField.objects.get_or_create(module=module, key=key, label=key, kind=kind, options=options)


def test_every_standard_field_of_a_lead_has_a_place_or_is_said_to_stay(anna, vera):
    places = {each.field.key for each in going(vera, ["contact", "account", "deal"]) if not each.to}
    assert places == {"status"}
    outside = {key for key, field in fields_of("lead").items() if field.kind in {Kind.EMAILS, Kind.PHONES, Kind.TAGS}}
    assert outside == {"emails", "phones", "tags"}


def test_a_confirmed_address_stays_confirmed(anna, vera):
    add_identifier(vera, anna, "email", "second@lang.example")
    set_tags(vera, anna, ["a", "b"])
    made = convert_lead(vera, anna, Wanted()).contact
    assert {known.value: known.level for known in identifiers_of(made.actor_id)}["second@lang.example"] == 4


def test_a_lead_that_shares_an_address_with_a_contact_is_converted_into_a_new_one_alone(anna):
    contact("Kim Noll", emails=["kim@noll.example"])
    someone = lead("Kim Noll", emails=["kim@noll.example"], owner=anna)
    assert len(actors_of(someone.actor_id)) == 2
    done = convert_lead(someone, anna, Wanted())
    assert set(actors_of(done.contact.actor_id)) == {someone.actor_id, done.contact.actor_id}
