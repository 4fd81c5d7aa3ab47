"""Top visits (F56, F57, D7)."""

import pytest

from foyer.events.dispatch import react_to_pending
from foyer.identity.actions import browser_actor
from tests.crm.people import lead
from tests.desk.house import visit

pytestmark = pytest.mark.django_db


def test_top_visits_have_pages_too(as_boris, shop):
    """F56, D7: over all visits there are, each once."""
    vera = browser_actor(shop.pk, "browser-00000000000001")
    lead("Vera Lindqvist", from_actor=vera)
    for number in range(55):
        visit(shop, vera, minutes_ago=number + 1, seconds=60 * (number % 7))
    react_to_pending()
    page = as_boris.get("/visits/?view=top")
    first = page.context["list"]
    assert f'href="{first.older_url}"'.replace("&", "&amp;") in page.content.decode()
    second = as_boris.get(f"/visits/{first.older_url}").context["list"]
    rows = [*first.rows, *second.rows]
    assert len({row.id for row in rows}) == 55
    assert [row.minutes for row in rows] == sorted((row.minutes for row in rows), reverse=True)
    assert as_boris.get(f"/visits/{second.newer_url}").context["list"].rows == first.rows
    assert as_boris.get("/visits/?view=top&before=9-x").context["list"].rows == first.rows
