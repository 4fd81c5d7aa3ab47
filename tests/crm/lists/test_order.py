"""Paging in any order loses and repeats nothing (P5)."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.crm.actions import create_record
from foyer.crm.lists.order import Order, Place, place_from
from foyer.crm.lists.page import Wanted, page
from foyer.crm.models import CustomField, Lead

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
SORTS = ("created_at", "name", "city", "employees", "annual_revenue", "owner", "c_size", "c_when", "c_word")


def walk(user, sort: str, limit: int) -> list[int]:
    seen, cursor = [], ""
    while True:
        found = page(user, "lead", Wanted(sort=sort, cursor=cursor, limit=limit))
        seen += [row.pk for row in found.rows]
        cursor = found.next_cursor
        if not cursor:
            return seen


CITIES, COUNTS, SIZES = ("", "Linz", "Malmö", "Zug"), (None, 0, 3, 3, 40), (None, 2, 10)
ROWS = st.lists(st.tuples(*map(st.sampled_from, (CITIES, COUNTS, SIZES))), min_size=1, max_size=9)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, limit=st.integers(1, 4))
def test_every_row_comes_once_in_every_order(anna, boris, rows, limit):
    Lead.objects.all().delete()
    for key, kind in (("c_size", "number"), ("c_when", "date"), ("c_word", "text")):
        CustomField.objects.get_or_create(module="lead", key=key, defaults={"label": key, "kind": kind})
    for city, employees, size in rows:
        values = {"last_name": "Kern", "city": city, "employees": employees, "annual_revenue": size, "c_size": size}
        values |= {"c_word": city, "c_when": f"2026-11-{size:02}" if size else None, "owner": boris.pk if size else ""}
        create_record("lead", anna, values)
    ids = sorted(Lead.objects.values_list("pk", flat=True))
    for sort in SORTS:
        up, down = walk(anna, sort, limit), walk(anna, f"-{sort}", limit)
        assert sorted(up) == ids, sort
        assert sorted(down) == ids, sort


def test_what_has_no_value_comes_last_either_way(anna):
    none = create_record("lead", anna, {"last_name": "A"}).pk
    few, many = (create_record("lead", anna, {"last_name": "A", "employees": n}).pk for n in (3, 40))
    assert walk(anna, "employees", 2) == [few, many, none]
    assert walk(anna, "-employees", 2) == [many, few, none]


@pytest.mark.parametrize("value", [None, "Malmö", 3, 2.5, NOON.date(), NOON])
def test_a_place_survives_the_address(value):
    order = Order("city", descending=False)
    assert place_from(Place(value, 42).text(), order) == Place(value, 42)


@given(st.text(max_size=80))
def test_an_odd_cursor_begins_at_the_top(text):
    assert place_from(text, Order("created_at", descending=True)) is None or len(text) > 6
