"""What is typed above a list (E15, E16; T7)."""

import pytest

from foyer.crm.actions import create_record
from foyer.crm.lists.page import Wanted, page
from foyer.crm.search.follow import catch_up
from foyer.team.models import AccessProfile

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("shop")]


def found(user, words: str, module="lead") -> list[str]:
    catch_up()
    return [str(row.name) for row in page(user, module, Wanted(search=words)).rows]


@pytest.fixture
def jurgen(anna):
    values = {"first_name": "Jürgen", "last_name": "Müller", "company": "ACME", "city": "Zürich"}
    reach = {"emails": ["j.mueller@acme.example"], "phones": ["+41 44 668 18 00"]}
    create_record("lead", anna, {"last_name": "Olm", "emails": ["ute@olm.example"], "phones": ["+49 30 901820"]})
    return create_record("lead", anna, values | reach)


@pytest.mark.parametrize("words", ["müll", "MÜLLER", "muller", "jurgen mul", "acme", "zür Jür", " müller  acme "])
def test_names_are_found_without_case_and_accents_beside_company_and_city(anna, jurgen, words):
    assert found(anna, words) == ["Jürgen Müller"]


@pytest.mark.parametrize("words", ["müller olm", "%", "_", "x" * 300, "\x00x", "@", "@@", "'\"@*", "0000", "+++++"])
def test_what_stands_nowhere_finds_nobody(anna, jurgen, words):
    assert found(anna, words) == []


@pytest.mark.parametrize(
    "words",
    ["j.mueller@acme.example", "J.Mueller@ACME", "mueller@", "+41 44 668 18 00", "044 668 18 00", "0041446681800"],
)
def test_addresses_and_numbers_are_found_however_they_are_written(anna, jurgen, words):
    assert found(anna, words) == ["Jürgen Müller"]


def test_a_number_is_looked_for_in_names_as_well(anna, jurgen):
    create_record("lead", anna, {"company": "4711 66818 GmbH", "last_name": "Roth"})
    assert found(anna, "4711") == ["Roth"]
    assert found(anna, "6681800") == ["Jürgen Müller"]
    assert set(found(anna, "66818")) == {"Roth", "Jürgen Müller"}


def test_who_may_not_see_addresses_and_numbers_finds_nobody_by_them(anna, boris, jurgen):
    """T7."""
    boris.access_profile = AccessProfile.objects.create(fields={"lead": {"emails": "hidden"}})
    assert found(boris, "j.mueller@acme.example") == found(boris, "044 668 18 00") == []
    assert found(boris, "müller") == ["Jürgen Müller"]


def test_people_without_a_name_are_not_found_by_a_hidden_company(anna, boris):
    """T7: in the order of names their company stands for it."""
    create_record("lead", anna, {"company": "Nordisk"})
    create_record("lead", anna, {"last_name": "Nørd"})
    boris.access_profile = AccessProfile.objects.create(fields={"lead": {"company": "hidden"}})
    assert (found(boris, "nordisk"), len(found(anna, "nordisk"))) == ([], 1)
    assert found(boris, "Nørd") == ["Nørd"]


def test_deals_are_found_by_whom_they_are_with(anna, boris):
    account = create_record("account", anna, {"name": "Café Rivière"})
    person = create_record("contact", anna, {"last_name": "Öberg", "account": account.pk})
    create_record("deal", anna, {"name": "Chairs", "contact": person.pk, "account": account.pk})
    assert found(anna, "oberg cafe", "deal") == found(anna, "öberg riviere chair", "deal") == ["Chairs"]
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"verbs": []}})
    assert (found(boris, "oberg", "deal"), found(boris, "riviere", "deal")) == ([], ["Chairs"])
