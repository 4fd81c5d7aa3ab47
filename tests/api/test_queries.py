"""A page of a list costs the same number of SQL queries, however many rows it has (P5)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.crm.actions import change_record, create_record, put_deal_contact, write_note
from foyer.crm.actions.activities import create_activity
from foyer.crm.models import CustomField
from foyer.identity.actions import browser_actor
from tests.api.conftest import make_chat, make_customer, make_lead, make_visit

# Token, rows, and what belongs to them; settings are kept in memory.
COUNTS = {
    "portals": 5,
    "visits": 7,
    "leads": 14,
    "contacts": 17,
    "accounts": 6,
    "deals": 5,
    "activities": 7,
    "notes": 6,
    "conversations": 5,
}


@pytest.fixture(autouse=True)
def custom(anna):
    """A link to a record, which lists look up for all rows at once."""
    link = {"module": "contact", "key": "c_friend", "label": "Friend", "kind": "record"}
    CustomField.objects.create(**link, options={"target": "contact"})


def fill(shop, anna, numbers):
    for n in numbers:
        actor = browser_actor(shop.pk, f"{n}" * 24)
        make_visit(shop, actor)
        make_chat(shop, actor, anna)
        make_lead(shop, f"Vera{n}", actor)
        customer = make_customer(shop, f"Sofie{n}")
        account = create_record("account", anna, {"name": f"Jansen {n}", "emails": [f"info@jansen{n}.example"]})
        change_record(customer, anna, {"account": account.pk, "tags": ["trade", f"t{n}"], "c_friend": customer.pk})
        put_deal_contact(customer.deals.get(), anna, customer.pk, "decides")
        create_activity(anna, {"subject": "Ring", "kind": "call"}, customer)
        write_note(customer, anna, "Likes oak.")


def number_of_queries(api, path):
    with CaptureQueriesContext(connection) as queries:
        assert api.get(path).status_code == 200
    return len(queries)


def test_a_page_costs_a_fixed_number_of_queries(as_anna, shop, anna):
    fill(shop, anna, range(1))
    for path in COUNTS:
        as_anna.get(path)  # the first use of a token is noted, and settings are kept
    few = {path: number_of_queries(as_anna, path) for path in COUNTS}
    fill(shop, anna, range(1, 7))

    assert few == COUNTS
    assert {path: number_of_queries(as_anna, path) for path in COUNTS} == COUNTS
