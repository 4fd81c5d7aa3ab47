"""What every shipped view costs: a fixed number of queries, along an index, on both databases (P5)."""

import datetime as dt
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.crm.actions import create_record
from foyer.crm.actions.activities import create_activity
from foyer.crm.fields.rights import shown_fields
from foyer.crm.lists.order import order_by
from foyer.crm.lists.page import Wanted, chosen
from foyer.crm.lists.shipped import VIEWS, shipped
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.lib import clock
from foyer.team.models import User
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
SHIPPED = [(module, view.key) for module, views in VIEWS.items() for view in views]
MOST = 15
OTHERS = ("/deals/board/", "/deals/forecast/", "/activities/day/", "/activities/calendar/")
SORTS = ("USE TEMP B-TREE", "Sort Key", "Seq Scan on crm")
"""What a plan says where an index would have done."""


def fill(owner: User, number: int) -> None:
    """So many records of each module, half of them of nobody."""
    for each in range(number):
        mine = owner.pk if each % 2 else None
        account = create_record("account", owner, {"name": f"Linden {each}", "owner": mine})
        contact = create_record("contact", owner, {"last_name": "Noll", "account": account.pk, "owner": mine})
        create_record("lead", owner, {"last_name": f"Lang {each}", "owner": mine})
        today = clock.now().date().isoformat()
        sale = {"name": "Tables", "account": account.pk, "contact": contact.pk, "close_date": today, "owner": mine}
        create_record("deal", owner, sale)
        due = clock.now() - dt.timedelta(days=each % 2)
        create_activity(owner, {"kind": "task", "subject": "Call", "owner": owner.pk, "due_at": due}, contact)


def costs(client, paths: Iterable[str]) -> dict[str, int]:
    """Of each page: its queries, when it is asked for the second time."""
    return {path: [queries(client, path), queries(client, path)][1] for path in paths}


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_each_view_costs_the_same_queries_for_four_rows_and_for_twelve(as_boris, boris):
    paths = [f"/{MODULES[module].plural}/?view={key}" for module, key in SHIPPED]
    fill(boris, 4)
    few = costs(as_boris, paths)
    fill(boris, 8)
    assert costs(as_boris, paths) == few
    assert {path: number for path, number in few.items() if number > MOST} == {}


def test_board_forecast_day_and_calendar_cost_the_same_too(as_boris, boris):
    fill(boris, 4)
    few = costs(as_boris, OTHERS)
    fill(boris, 8)
    assert costs(as_boris, OTHERS) == few
    assert max(few.values()) <= 25


def plan(user: User, module: ModuleName, key: str) -> str:
    """How the database would look for the first page."""
    view = shipped(module, key)
    order = order_by(view.sort, shown_fields(user, module))
    if connection.vendor == "postgresql":  # a small table is read as a whole, unless one asks for anything else
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    return order.sorted(chosen(user, module, Wanted(filters=view.filters)))[:51].explain()


@pytest.mark.parametrize(("module", "key"), SHIPPED)
def test_a_view_is_read_along_an_index_and_never_sorted(boris, module, key):
    found = plan(boris, module, key)
    assert "index" in found.lower(), found
    assert not [word for word in SORTS if word in found], found


def test_all_activities_of_who_sees_their_own_are_walked_from_the_newest(boris):
    """T7: each is looked at until a page is full, not all that they ever had to do."""
    limit(boris, {module: {"verbs": ["view"], "scope": "own"} for module in MODULES})
    found = plan(boris, "activity", "all")
    if connection.vendor == "sqlite":  # PostgreSQL sees that there are none, and takes any
        assert "activity_mine" in found
    assert not [word for word in SORTS if word in found], found


def test_a_plan_that_sorts_is_noticed(boris):
    rows = chosen(boris, "lead", Wanted()).order_by("city")
    assert any(word in rows.explain() for word in SORTS)
