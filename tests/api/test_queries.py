"""A page of a list costs the same number of SQL queries, however many rows it has (P5)."""

import pytest

from foyer.identity.actions import browser_actor
from tests.api.conftest import make_chat, make_customer, make_lead, make_visit

# Token, its use, portals, rows, and what belongs to them.
COUNTS = {
    "portals": 5,
    "visits": 12,
    "leads": 18,
    "contacts": 20,
    "accounts": 9,
    "deals": 12,
    "activities": 9,
    "conversations": 9,
}


def fill(shop, anna, numbers):
    for n in numbers:
        actor = browser_actor(shop.pk, f"{n}" * 24)
        make_visit(shop, actor)
        make_chat(shop, actor, anna)
        make_lead(shop, f"Vera{n}", actor)
        make_customer(shop, f"Sofie{n}")


@pytest.mark.parametrize("path", COUNTS)
def test_a_page_costs_a_fixed_number_of_queries(path, as_anna, shop, anna, django_assert_max_num_queries):
    for numbers in (range(1), range(1, 7)):
        fill(shop, anna, numbers)
        with django_assert_max_num_queries(COUNTS[path]):
            as_anna.get(path)
