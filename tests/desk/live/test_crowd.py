"""With 2,000 visitors the board stays small and quick: a number of queries and a size that do not grow (E10, B7)."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.identity.browsers import browser_actors
from foyer.presence.board import Visitor, board
from tests.crm.people import lead
from tests.desk.chats import HTMX, browser, here

pytestmark = pytest.mark.django_db
MANY = 2_000
MOST_BYTES = {"/live/board/": 150_000, "/live/board/?mode=list": 450_000}


@pytest.fixture
def crowd(shop):
    """Two thousand browsers on the website, one of ten a lead."""
    actors = browser_actors({(shop.pk, f"crowd-browser-{number:08}") for number in range(MANY)})
    for number, actor_id in enumerate(sorted(actors.values())):
        board.see(visitor(shop.pk, actor_id, number))
    for number in range(20):
        lead(f"Lead {number}", from_actor=browser(shop, number), portal=shop)
        here(browser(shop, number))


def visitor(portal_id: int, actor_id: int, number: int) -> Visitor:
    return Visitor(
        visit_id=1_000_000 + number, actor_id=actor_id, portal_id=portal_id, number=1 + number % 3, started_ms=number,
        page_since_ms=number, url=f"https://shop.example/{number}", title=f"Page {number}", pages=2, country="DE",
        seconds=number % 900,
        source="Google", browser="Firefox", device="desktop",
    )  # fmt: skip


@pytest.mark.parametrize("path", MOST_BYTES)
def test_two_thousand_visitors_cost_as_many_queries_and_bytes_as_two_hundred(as_boris, crowd, path):
    as_boris.get(path, **HTMX)
    began = time.process_time()
    with CaptureQueriesContext(connection) as captured:
        answer = as_boris.get(path, **HTMX)
    print(f"{path}: {time.process_time() - began:.3f} s, {len(captured)} queries, {len(answer.content)} bytes")
    assert len(captured) <= 16
    assert len(answer.content) < MOST_BYTES[path]
    assert f"{MANY + 20}" in answer.content.decode().replace(",", "")
