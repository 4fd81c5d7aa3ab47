"""Records that may be the same: while typing, beside a record, and as a list (E16, issue 3)."""

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks_db.models import DBTaskResult

from foyer.crm.actions import convert_lead, create_record, delete_record, merge_records
from foyer.crm.actions.conversion import Wanted
from foyer.crm.actions.hunting import begin_hunt, dismiss_pair, find_pairs, take_pair_up
from foyer.crm.blocks import Known, by_name
from foyer.crm.duplicates import Typed, matches_of, similar
from foyer.crm.models import Contact, Hunt, Pair
from foyer.crm.pairs import pair_for, pairs_page
from foyer.team.models import AccessProfile


def contact(anna, first, last, **facts):
    return create_record("contact", anna, {"first_name": first, "last_name": last, **facts})


@pytest.fixture
def vera(anna):
    return contact(anna, "Vera", "Lindqvist", emails=["vera@lang.example"], phones=["+4915112345678"], city="Malmö")


def reasons(found):
    return [(match.record.name, match.reason) for match in found]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (Typed(emails=("VERA@lang.example",)), "email"),
        (Typed(phones=("0151 12345678",)), "phone"),
        (Typed(name="vera lindqvist"), "name"),
        (Typed(name="Lindqvist Vera"), "name"),
        (Typed(name="Vera Lindkvist"), "likeness"),
        (Typed(name="Véra Lindqvíst"), "name"),
    ],
)
def test_what_is_typed_finds_who_is_there(anna, vera, typed, reason):
    assert reasons(similar("lead", anna, typed)) == [("Vera Lindqvist", reason)]


@pytest.mark.parametrize("typed", [Typed(), Typed(name="Ve"), Typed(name="Karl Maier"), Typed(emails=("x",))])
def test_strangers_find_nobody(anna, vera, typed):
    assert similar("contact", anna, typed) == []


def test_an_account_is_found_by_its_name(anna):
    create_record("account", anna, {"name": "Lindqvist Landskap AB"})
    assert reasons(similar("account", anna, Typed(name="lindqvist landskap"))) == [
        ("Lindqvist Landskap AB", "likeness")
    ]


def test_like_names_at_two_companies_are_two_people(anna):
    house = create_record("account", anna, {"name": "Nordisk"})
    contact(anna, "Vera", "Lindqvist", account=house.pk)
    assert similar("contact", anna, Typed(name="Vera Lindkvist", company="Seeblick")) == []
    assert len(similar("contact", anna, Typed(name="Vera Lindkvist", company="Nordisk"))) == 1


def test_nobody_is_shown_what_they_do_not_see(anna, boris, vera):
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"scope": "own"}})
    assert similar("lead", boris, Typed(emails=("vera@lang.example",), name="Vera Lindqvist")) == []
    boris.access_profile.modules = {"contact": {"verbs": []}}
    assert similar("lead", boris, Typed(emails=("vera@lang.example",))) == []


def hide(user, **fields):
    """The user sees none of these fields: `contact="emails"`."""
    hidden = {module: dict.fromkeys(keys.split(), "hidden") for module, keys in fields.items()}
    user.access_profile = AccessProfile.objects.create(fields=hidden)
    vars(user).pop("_rights", None)


@pytest.mark.parametrize(("key", "word"), [("emails", "email"), ("phones", "phone")])
def test_nobody_is_found_by_a_hidden_address_or_number(anna, boris, vera, key, word):
    """T7: a hit would tell whose it is; by the other one, and by the name, as ever."""
    typed = Typed(emails=("vera@lang.example",), phones=("+4915112345678",))
    one = Typed(**{key: getattr(typed, key)})
    assert reasons(similar("lead", boris, one)) == [("Vera Lindqvist", word)]
    hide(boris, contact=key)
    assert similar("lead", boris, one) == []
    assert reasons(similar("lead", boris, typed)) == [("Vera Lindqvist", "phone" if word == "email" else "email")]


def test_beside_a_record_nobody_is_found_by_its_hidden_address(anna, boris, vera):
    """T7: the other one shows the address, and the hint would tell that it is the same."""
    someone = create_record("lead", anna, {"last_name": "Maier", "emails": ["vera@lang.example"]})
    assert matches_of(someone, boris)[0].record == vera
    hide(boris, lead="emails phones")
    assert matches_of(someone, boris) == []


def test_a_hint_tells_no_hidden_company_or_city(anna, boris):
    """T7, and F229: nor the account where accounts are closed."""
    house = create_record("account", anna, {"name": "Nordisk"})
    contact(anna, "Vera", "Lindqvist", account=house.pk, city="Malmö")
    typed = Typed(name="Vera Lindqvist")
    assert [match.detail for match in similar("contact", boris, typed)] == ["Nordisk · Malmö"]
    for fields, detail in (({"contact": "account"}, "Malmö"), ({"contact": "account city"}, "")):
        hide(boris, **fields)
        assert [match.detail for match in similar("contact", boris, typed)] == [detail]
    boris.access_profile = AccessProfile.objects.create(modules={"account": {"verbs": []}})
    vars(boris).pop("_rights", None)
    assert [match.detail for match in similar("contact", boris, typed)] == ["Malmö"]


def test_a_hidden_company_keeps_nobody_apart(anna, boris):
    """T7: whether two are alike must not tell whether their companies are."""
    house = create_record("account", anna, {"name": "Nordisk"})
    contact(anna, "Vera", "Lindqvist", account=house.pk)
    hide(boris, contact="account")
    found = [similar("contact", boris, Typed(name="Vera Lindkvist", company=name)) for name in ("Nordisk", "Seeblick")]
    assert [len(each) for each in found] == [1, 1]


def test_two_are_no_pair_by_a_hidden_address(anna, boris, vera):
    """T7."""
    other = contact(anna, "Karl", "Maier", emails=["vera@lang.example"])
    Pair.objects.create(module="contact", left=vera.pk, right=other.pk, reason="email", score=100)
    (two,) = pairs_page("contact", boris).items
    assert (two.left.detail, two.left.since is None) == ("Malmö", False)
    assert len(two.left.identifiers) == 2
    hide(boris, contact="phones city created_at")
    (two,) = pairs_page("contact", boris).items
    assert [one.kind for one in two.left.identifiers] == ["email"]
    assert (two.left.detail, two.left.since) == ("", None)
    hide(boris, contact="emails")
    assert pairs_page("contact", boris).items == []


def test_what_is_deleted_is_no_match(anna, vera):
    delete_record(vera, anna)
    assert similar("lead", anna, Typed(emails=("vera@lang.example",))) == []


def test_beside_a_record_stand_others_like_it_but_not_itself(anna, vera):
    someone = create_record("lead", anna, {"last_name": "Lindkvist", "first_name": "Vera"})
    assert reasons(matches_of(someone, anna)) == [("Vera Lindqvist", "likeness")]
    assert reasons(matches_of(vera, anna)) == [("Vera Lindkvist", "likeness")]


def test_who_was_said_to_be_somebody_else_is_not_shown_again(anna, vera):
    other = contact(anna, "Vera", "Lindqvist")
    assert len(matches_of(vera, anna)) == 1
    dismiss_pair("contact", vera.pk, other.pk, anna)
    assert (matches_of(vera, anna), matches_of(other, anna)) == ([], [])
    take_pair_up("contact", vera.pk, other.pk, anna)
    assert len(matches_of(vera, anna)) == 1


def test_a_converted_lead_does_not_match_its_own_contact(anna):
    someone = create_record("lead", anna, {"last_name": "Lindkvist", "first_name": "Vera"})
    made = convert_lead(someone, anna, Wanted()).contact
    assert matches_of(made, anna) == []


def test_typing_costs_a_fixed_number_of_queries(anna, vera, django_assert_max_num_queries):
    typed = Typed(name="Vera Lindqvist", emails=("vera@lang.example",), phones=("+4915112345678",), company="Lang")
    for number in range(5):
        contact(anna, "Vera", f"Lindqvist{number}")
    with django_assert_max_num_queries(9):
        similar("contact", anna, typed)


def hunted(anna, module="contact"):
    find_pairs.func(module)
    return pairs_page(module, anna).items


def test_a_search_finds_shared_addresses_same_and_like_names(anna, vera):
    house = create_record("account", anna, {"name": "Nordisk"})
    contact(anna, "V.", "Lind", emails=["vera@lang.example"])
    for first in ("Karl", "Karl", "Carl"):
        contact(anna, first, "Gustafsson", account=house.pk)
    found = [(two.left.record.name, two.right.record.name, two.pair.reason) for two in hunted(anna)]
    assert found[0] == ("Vera Lindqvist", "V. Lind", "email")
    assert ("Karl Gustafsson", "Karl Gustafsson", "name") in found
    assert {reason for *_names, reason in found} == {"email", "name", "likeness"}


def test_a_dismissed_pair_stays_dismissed_when_it_is_found_again(anna, vera):
    other = contact(anna, "Vera", "Lindqvist")
    assert len(hunted(anna)) == 1
    dismiss_pair("contact", other.pk, vera.pk, anna)
    assert hunted(anna) == []
    assert Pair.objects.get().dismissed_by == anna


def test_a_merge_takes_the_pair_off_the_list(anna, vera):
    other = contact(anna, "Vera", "Lindqvist")
    hunted(anna)
    merge_records(vera, other, anna)
    assert pairs_page("contact", anna).items == []


def test_pairs_of_which_one_is_hidden_are_hidden(anna, boris, vera):
    contact(anna, "Vera", "Lindqvist", owner=boris.pk)
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"scope": "own"}})
    hunted(anna)
    assert pairs_page("contact", boris).items == []
    with pytest.raises(Contact.DoesNotExist):
        pair_for(boris, "contact", vera.pk, Contact.objects.latest("pk").pk)


def test_the_list_is_paged_and_costs_three_queries_a_page(anna, django_assert_num_queries):
    for number in range(60):
        contact(anna, f"Vera{number:02}", "Lindqvist", emails=[f"vera{number // 2}@lang.example"])
    find_pairs.func("contact")
    seen, cursor = [], ""
    while cursor is not None:
        with django_assert_num_queries(3):
            page = pairs_page("contact", anna, cursor)
        seen += [two.pair.pk for two in page.items]
        cursor = page.next_cursor
    assert len(seen) == len(set(seen)) == Pair.objects.count()


def test_a_search_runs_once_at_a_time_and_says_when_it_ended(anna, vera):
    begin_hunt("contact", anna)
    begin_hunt("contact", anna)
    assert DBTaskResult.objects.count() == 1
    find_pairs.func("contact")
    hunt = Hunt.objects.get()
    assert (hunt.total, hunt.done, hunt.ended_at is not None) == (1, 1, True)


def test_who_may_not_edit_neither_searches_nor_dismisses(boris, anna, vera):
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"verbs": ["view"]}})
    for do in (lambda: begin_hunt("contact", boris), lambda: dismiss_pair("contact", 1, 2, boris)):
        with pytest.raises(PermissionDenied):
            do()


def test_names_are_compared_with_near_neighbours_only():
    many = [Known(number, f"name{number:05} vera", "") for number in range(3000)]
    assert sum(1 for _pair in by_name(many)) < 3000 * 12
