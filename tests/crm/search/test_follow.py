"""The index follows what happens, and shows only what may be seen (E15, T7, F229)."""

import pytest

from foyer.crm.actions import (
    add_identifier,
    change_record,
    claim_of_visitor,
    create_record,
    delete_record,
    restore_record,
    set_tags,
    take_identifier_off,
    undo_decision,
)
from foyer.crm.actions.custom_fields import create_field
from foyer.crm.search.follow import catch_up, rebuild
from foyer.identity.models import Identifier, Level
from foyer.lib.search.models import Entry
from foyer.team.models import AccessProfile
from foyer.team.teams import create_team, set_members
from tests.crm.people import browser, found_records, lead

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]


def found(user, query: str) -> list[str]:
    while catch_up():
        pass
    return [hit.title for hit in found_records(user, query)]


def with_profile(user, modules=None, fields=None):
    user.access_profile = AccessProfile.objects.create(name="P", modules=modules or {}, fields=fields or {})
    vars(user).pop("_rights", None)
    return user


def test_a_new_record_is_found_by_name_company_address_number_and_city(anna):
    create_record("account", anna, {"name": "Lindqvist Landskap AB", "city": "Malmö"})
    person = create_record("lead", anna, {"last_name": "Seidel", "company": "Seeblick", "phones": ["+46701740621"]})
    add_identifier(person, anna, "email", "jonas@seeblick.example")
    for query in ("seidel", "seeblick", "070 174", "jonas@see"):
        assert found(anna, query) == ["Seidel"], query
    assert found(anna, "malmo") == ["Lindqvist Landskap AB"]


def test_a_changed_name_is_found_and_the_old_one_no_longer(anna):
    person = create_record("lead", anna, {"last_name": "Lang"})
    assert found(anna, "lang") == ["Lang"]
    change_record(person, anna, {"last_name": "Wirth"})
    assert (found(anna, "lang"), found(anna, "wirth")) == ([], ["Wirth"])


def test_what_is_in_the_recycle_bin_is_not_found_until_it_is_back(anna):
    person = create_record("contact", anna, {"last_name": "Kern"})
    delete_record(person, anna)
    assert found(anna, "kern") == []
    restore_record(person, anna)
    assert found(anna, "kern") == ["Kern"]


def test_what_is_added_later_is_found_by_hand_by_change_and_from_the_visitor(anna, shop):
    vera = browser(shop)
    person = lead("Vera Kern", from_actor=vera)
    assert found(anna, "kern") == ["Vera Kern"]
    add_identifier(person, anna, "email", "first@kern.example")
    assert found(anna, "first@kern") == ["Vera Kern"]
    change_record(person, anna, {"phones": ["+46701740621"]})
    assert found(anna, "0701740621") == ["Vera Kern"]
    claim_of_visitor(vera, "email", "late@kern.example", event_ref="chat:2", level=Level.TYPED, way="chat_form")
    assert found(anna, "late@kern") == ["Vera Kern"]


def test_a_number_that_was_taken_off_finds_nobody(anna):
    person = create_record("lead", anna, {"last_name": "Kern", "phones": ["+46701740621"]})
    assert found(anna, "0701740621") == ["Kern"]
    decision = take_identifier_off(person, anna, Identifier.objects.get().pk)
    assert found(anna, "0701740621") == []
    undo_decision(person, anna, decision)
    assert found(anna, "0701740621") == ["Kern"]


def test_tags_and_renamed_accounts_find_their_people(anna):
    account = create_record("account", anna, {"name": "Posthaus"})
    person = create_record("contact", anna, {"last_name": "Ewert", "account": account.pk})
    set_tags(person, anna, ["Trade price"])
    assert found(anna, "trade") == ["Ewert"]
    change_record(account, anna, {"name": "Brauhaus"})
    assert set(found(anna, "brauhaus")) == {"Brauhaus", "Ewert"}


def test_who_sees_own_records_only_finds_own_records_only(anna, boris):
    create_record("lead", anna, {"last_name": "Lindqvist"})
    create_record("lead", boris, {"last_name": "Lindgren"})
    with_profile(boris, {"lead": {"verbs": ["view"], "scope": "own"}})
    assert found(boris, "lind") == ["Lindgren"]
    set_members(create_team(anna, "Sales"), anna, [anna, boris])
    with_profile(boris, {"lead": {"verbs": ["view"], "scope": "team"}})
    assert set(found(boris, "lind")) == {"Lindgren", "Lindqvist"}


def test_a_hidden_module_is_not_found_in(anna, boris):
    create_record("deal", anna, {"name": "Courtyard seating"})
    assert found(with_profile(boris, {"deal": {"verbs": []}}), "courtyard") == []


def test_who_may_not_see_phones_finds_nobody_by_them(anna, boris):
    create_record("lead", anna, {"last_name": "Kern", "phones": ["+46701740621"]})
    with_profile(boris, fields={"lead": {"phones": "hidden"}})
    assert (found(boris, "0701740621"), found(boris, "kern")) == ([], ["Kern"])


@pytest.mark.parametrize("key", ["city", "website", "company", "tags", "c_size"])
def test_nobody_is_found_by_what_is_hidden(anna, boris, key):
    """T7: not by the field, and by no other that stands with it in the index; by the name as ever."""
    create_field(anna, "lead", "Size", "text")
    values = {"city": "Tromsdal", "website": "https://tromsdal.example", "company": "Tromsdal AS", "c_size": "Tromsdal"}
    person = create_record("lead", anna, {"last_name": "Kern", **({key: values[key]} if key in values else {})})
    set_tags(person, anna, ["Tromsdal"] if key == "tags" else [])
    assert found(boris, "tromsd") == ["Kern"]
    with_profile(boris, fields={"lead": {key: "hidden"}})
    assert (found(boris, "tromsd"), found(boris, "tromsdla"), found(boris, "kern")) == ([], [], ["Kern"])


def test_who_sees_only_their_own_is_found_by_name_where_more_is_hidden(anna, boris):
    create_record("lead", boris, {"last_name": "Kern", "city": "Lund", "phones": ["+46701740621"]})
    only = {"lead": {"verbs": ["view"], "scope": "own"}}
    with_profile(boris, only, {"lead": {"city": "hidden", "phones": "hidden"}})
    assert [found(boris, query) for query in ("kern", "lund", "0701740621")] == [["Kern"], [], []]


@pytest.mark.parametrize(
    ("module", "hidden"), [("lead", "company"), ("contact", "account"), ("account", "city"), ("deal", "account")]
)
def test_the_second_line_of_a_hit_tells_nothing_hidden(anna, boris, module, hidden):
    """T7."""
    account = create_record("account", anna, {"name": "Seeblick", "city": "Lindau"})
    link = {"company": "Seeblick"} if module == "lead" else {"account": account.pk}
    name = "name" if module == "deal" else "last_name"
    if module != "account":
        create_record(module, anna, {name: "Kern", **link})
    query = "seebl" if module == "account" else "kern"
    assert (found(boris, query) and found_records(boris, query)[0].about) in {"Seeblick", "Lindau"}
    with_profile(boris, fields={module: {hidden: "hidden"}})
    assert [hit.about for hit in found_records(boris, query)] == [""]


@pytest.mark.parametrize("accounts", [{"verbs": []}, {"verbs": ["view"], "scope": "own"}])
def test_a_module_of_which_one_does_not_see_all_names_no_second_line(anna, boris, accounts):
    """F229."""
    account = create_record("account", anna, {"name": "Seeblick"})
    create_record("contact", anna, {"last_name": "Kern", "account": account.pk})
    with_profile(boris, {"account": accounts})
    assert (found(boris, "kern"), found(boris, "seeblick")) == (["Kern"], [])
    assert found_records(boris, "kern")[0].about == ""


def test_who_has_no_name_is_called_by_nothing_hidden(anna, boris):
    """T7: neither shown, nor found by its first letters."""
    create_record("lead", anna, {"emails": ["vera@lang.example"]})
    create_record("lead", anna, {"company": "Vestwind", "emails": ["info@vestwind.example"]})
    assert (set(found(boris, "ve")), found(boris, "vest")) == ({"vera@lang.example", "Vestwind"}, ["Vestwind"])
    with_profile(boris, fields={"lead": {"emails": "hidden"}})
    assert (found(boris, "ve"), found(boris, "vera"), found(boris, "vest")) == (["Vestwind"], [], ["Vestwind"])
    with_profile(boris, fields={"lead": {"company": "hidden"}})
    assert (found(boris, "ve"), found(boris, "vest"), found(boris, "vera@lang")) == ([], [""], [""])


def test_the_index_can_be_built_from_nothing(anna):
    lead("Vera Lindqvist", emails=["vera@lindqvist.example"])
    Entry.objects.all().delete()
    assert rebuild() == 1
    assert found(anna, "vera@lind") == ["Vera Lindqvist"]


@pytest.mark.parametrize("many", [2, 25])
def test_finding_costs_the_same_for_few_hits_and_for_many(anna, many, django_assert_max_num_queries):
    for number in range(many):
        create_record("lead", anna, {"last_name": f"Lindqvist {number}"})
        create_record("deal", anna, {"name": f"Lindqvist {number}"})
    while catch_up():
        pass
    with django_assert_max_num_queries(5):
        found_records(anna, "lindqvist")
