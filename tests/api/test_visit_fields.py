"""What the API tells of a visit beside its standard fields (F50-F52)."""

import pytest

from foyer.crm.actions.custom_fields import create_field
from foyer.identity.actions import browser_actor
from tests.api.conftest import make_visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
DATA = {"plan": ["Plan", "Pro", 1], "size": ["Size", "many", 1], "income": ["Income", 7, 1]}


@pytest.fixture
def stay(shop):
    return make_visit(shop, browser_actor(shop.pk, "browser-of-vera-0123456789"), page_data=DATA)


def test_own_fields_and_the_rest_are_told(as_boris, anna, stay):
    create_field(anna, "visit", "plan", "text")
    create_field(anna, "visit", "Size", "number")
    told = as_boris.get(f"visits/{stay.pk}").json()
    assert told["fields"] == {
        "c_plan": {"label": "plan", "value": "Pro", "text": "Pro"},
        "c_size": {"label": "Size", "value": None, "text": "many"},
    }
    assert told["told"] == {"Income": "7"}


def test_hidden_fields_are_not(as_boris, boris, anna, stay):
    create_field(anna, "visit", "Income", "number")
    limit(boris, fields={"visit": {"c_income": "hidden"}})
    told = as_boris.get(f"visits/{stay.pk}").json()
    assert (told["fields"], sorted(told["told"])) == ({}, ["Plan", "Size"])
