"""What is asked of lists, how it is read back, and what is too odd to be read (E16, F229)."""

import json
import re
from urllib.parse import urlencode

import pytest

from foyer.crm.actions import create_record
from foyer.crm.models import View
from foyer.team.models import AccessProfile
from tests.crm.people import lead
from tests.desk.lists.reading import names, text, where, with_profile

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"field": "city", "is": "begins", "value": "li"}, ["Kern"]),
        ({"field": "status", "is": "any_of", "value": ["contacted"]}, ["Berg"]),
        ({"field": "owner", "is": "any_of", "value": ["me"]}, ["Berg", "Kern"]),
        ({"field": "owner", "is": "none_of", "value": ["me"]}, []),
        ({"field": "created_at", "is": "today"}, ["Berg", "Kern"]),
        ({"field": "created_at", "is": "before", "value": "2020-01-01"}, []),
        ({"field": "tags", "is": "any_of", "value": ["benches"]}, ["Kern"]),
        ({"field": "emails", "is": "contains", "value": "BERG@"}, ["Berg"]),
        ({"field": "city", "is": "empty"}, ["Berg"]),
    ],
)
def test_a_filter_finds(as_boris, boris, condition, found):
    create_record("lead", boris, {"last_name": "Kern", "city": "Linz", "tags": ["Benches"]})
    create_record("lead", boris, {"last_name": "Berg", "status": "contacted", "emails": ["berg@x.example"]})
    assert sorted(names(text(as_boris, "/leads/", where(**condition)))) == found


def test_filters_go_through_related_records(as_boris, boris):
    account = create_record("account", boris, {"name": "Seeblick", "industry": "hospitality"})
    person = create_record("contact", boris, {"last_name": "Seidel", "account": account.pk})
    create_record("contact", boris, {"last_name": "Kern"})
    create_record("deal", boris, {"name": "Terrace", "contact": person.pk, "amount": "18400"})
    for condition in (
        {"field": "account.industry", "is": "any_of", "value": ["hospitality"]},
        {"field": "deals.amount", "is": "more", "value": "1000"},
    ):
        assert names(text(as_boris, "/contacts/", where(**condition))) == ["Seidel"]


def test_a_filter_tells_nothing_of_related_records_that_are_not_seen(as_boris, boris, anna):
    person = create_record("contact", boris, {"last_name": "Seidel"})
    create_record("deal", anna, {"name": "Secret", "contact": person.pk, "amount": "18400"})
    with_profile(boris, deal={"verbs": ["view"], "scope": "own"})
    condition = where(field="deals.amount", value="1000", **{"is": "more"})
    assert names(text(as_boris, "/contacts/", condition)) == []


def test_any_of_several_filters(as_boris, boris):
    for name in ("Kern", "Berg", "Graf"):
        create_record("lead", boris, {"last_name": name})
    tree = {"any": [{"field": "last_name", "is": "is", "value": name} for name in ("kern", "GRAF")]}
    assert sorted(names(text(as_boris, "/leads/", {"f": json.dumps(tree)}))) == ["Graf", "Kern"]


LINZ = {"field": "city", "is": "is", "value": "linz"}
NEW = {"field": "status", "is": "any_of", "value": ["new"]}


def test_two_filters_together_or_a_third_alone(as_boris, boris):
    """(A and B) or C, built step by step in the dialog."""
    create_record("lead", boris, {"last_name": "Kern", "city": "Linz"})
    create_record("lead", boris, {"last_name": "Graf", "city": "Graz", "status": "contacted"})
    create_record("lead", boris, {"last_name": "Berg", "city": "Linz", "status": "contacted"})
    query = {"f": json.dumps({"all": [LINZ, NEW]}), "field": "city", "is": "is", "value": "graz", "joined": "any"}
    page = text(as_boris, as_boris.get("/leads/filter/", query).url)
    assert sorted(names(page)) == ["Graf", "Kern"]
    assert 'aria-label="City is linz and Status is New"' in page


def test_the_dialog_offers_groups_one_level_deep(as_boris):
    graz = {"field": "city", "is": "is", "value": "graz"}
    for tree, offered in (
        ({"all": [LINZ]}, ["all", "any"]),
        ({"all": [LINZ, NEW]}, ["all", "any", "beside-0", "beside-1"]),
        ({"any": [{"all": [LINZ, NEW]}, graz]}, ["any", "beside-0", "beside-1"]),
    ):
        page = text(as_boris, "/leads/filter/?" + urlencode({"f": json.dumps(tree), "field": "city"}))
        assert re.findall(r'name="joined" value="([^"]+)"', page) == offered


def test_the_filters_of_a_saved_view_are_seen_and_changed(as_boris, boris):
    create_record("lead", boris, {"last_name": "Kern", "city": "Linz"})
    create_record("lead", boris, {"last_name": "Berg", "city": "Graz"})
    view = View.objects.create(module="lead", name="In Linz", owner=boris, filters={"all": [LINZ, NEW]})
    page = as_boris.get(f"/leads/?view={view.pk}").context["list"]
    assert [chip.text for chip in page.chips] == ["City is linz", "Status is New"]
    as_boris.post(f"/leads/views/{view.pk}/{page.chips[0].without_url}", {"name": "New", "shared": "nobody"})
    assert View.objects.get().filters == {"all": [NEW]}
    (chip,) = as_boris.get(f"/leads/?view={view.pk}").context["list"].chips
    assert sorted(names(text(as_boris, f"/leads/{chip.without_url}"))) == ["Berg", "Kern"]


def test_a_filter_by_a_hidden_field_is_not_told_by_its_chip(as_boris, boris, anna):
    view = View.objects.create(module="lead", name="In Linz", owner=anna, shared="everybody", filters={"all": [LINZ]})
    boris.access_profile = AccessProfile.objects.create(name="P", fields={"lead": {"city": "hidden"}})
    boris.save()
    assert "linz" not in text(as_boris, f"/leads/?view={view.pk}")


def seeblick(by):
    """An account with a contact and a deal."""
    account = create_record(
        "account", by, {"name": "Seeblick", "website": "https://seeblick.example", "city": "Lindau"}
    )
    person = create_record("contact", by, {"last_name": "Seidel", "account": account.pk, "city": "Bregenz"})
    create_record("deal", by, {"name": "Benches", "account": account.pk, "contact": person.pk})
    create_record("lead", by, {"last_name": "Kern", "company": "Seeblick"})


def hide(user, module, key):
    user.access_profile = AccessProfile.objects.create(name="P", fields={module: {key: "hidden"}})
    user.save()


@pytest.mark.parametrize(
    ("module", "key", "words", "name"),
    [
        ("lead", "company", "seeblick", "Kern"),
        ("contact", "city", "bregenz", "Seidel"),
        ("contact", "account", "seeblick", "Seidel"),
        ("account", "website", "seeblick.ex", "Seeblick"),
        ("deal", "account", "seeblick", "Benches"),
        ("deal", "contact", "seidel", "Benches"),
    ],
)
def test_words_find_nothing_by_a_hidden_field(as_boris, boris, anna, module, key, words, name):
    """T7: neither typed above a list nor kept in a view."""
    seeblick(anna)
    ways = ({"q": words}, {"f": json.dumps({"all": [{"words": words}]})})
    assert [names(text(as_boris, f"/{module}s/", way)) for way in ways] == [[name], [name]]
    hide(boris, module, key)
    assert [names(text(as_boris, f"/{module}s/", way)) for way in ways] == [[], []]


def test_words_find_nothing_by_a_closed_module(as_boris, boris, anna):
    """F229."""
    seeblick(anna)
    with_profile(boris, account={"verbs": []})
    assert names(text(as_boris, "/contacts/", {"q": "seeblick"})) == []


@pytest.mark.parametrize(
    ("plural", "field", "value", "hidden"),
    [
        ("contacts", "account.name", "See", ("contact", "account")),
        ("accounts", "contacts.last_name", "Sei", ("contact", "account")),
        ("deals", "account.city", "Lind", ("deal", "account")),
        ("accounts", "deals.name", "Ben", ("deal", "account")),
        ("deals", "contact.last_name", "Sei", ("deal", "contact")),
        ("contacts", "deals.name", "Ben", ("deal", "contact")),
    ],
)
def test_nobody_filters_through_a_hidden_link(as_boris, boris, anna, plural, field, value, hidden):
    """T7: from neither end, and it is not offered."""
    seeblick(anna)
    asked = where(field=field, value=value, **{"is": "begins"})
    offered = f"field={field}"
    assert len(names(text(as_boris, f"/{plural}/", asked))) == 1
    assert offered in text(as_boris, f"/{plural}/filter/")
    hide(boris, *hidden)
    assert "There is no field" in text(as_boris, f"/{plural}/", asked)
    assert offered not in text(as_boris, f"/{plural}/filter/")


UNREADABLE = (
    "x",
    "[]",
    "{}",
    '{"all":5}',
    '{"all":[5]}',
    '{"all":[{}]}',
    '{"all":[{"field":"nothing","is":"is"}]}',
    '{"all":[{"field":"owner","is":"any_of","value":["x"]}]}',
    '{"all":[{"field":"deals.name","is":"is","value":1}]}',
    '{"all":[{"any":[{"all":[{"any":[]}]}]}]}',
    '{"all":[{"field":"created_at","is":"on","value":"\\u0000"}]}',
    "{" * 3_000,
)


@pytest.mark.parametrize("filters", UNREADABLE)
def test_filters_that_cannot_be_read_are_told_and_break_nothing(as_boris, filters):
    lead("Vera Lindqvist")
    assert as_boris.get("/leads/", {"f": filters}).status_code == 200


def test_the_words_above_a_list_are_kept_in_a_view(as_boris, boris):
    create_record("lead", boris, {"last_name": "Kern", "city": "Linz"})
    create_record("lead", boris, {"last_name": "Kerner", "city": "Graz"})
    create_record("lead", boris, {"last_name": "Berg", "city": "Linz"})
    query = urlencode({"q": "kern", "f": json.dumps({"all": [LINZ]})})
    as_boris.post(f"/leads/views/?{query}", {"name": "Kerns in Linz", "shared": "nobody"})
    page = as_boris.get(f"/leads/?view={View.objects.get().pk}")
    assert names(page.content.decode()) == ["Kern"]
    assert [chip.text for chip in page.context["list"].chips] == ["City is linz", "Words: kern"]
