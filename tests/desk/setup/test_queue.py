"""The settings of a portal's queue (E12, B12, D17)."""

import pytest

from tests.desk.chats import HTMX

pytestmark = pytest.mark.django_db
FORM = {
    "queue_mode": "least_busy",
    "offer_s": "15",
    "owner_s": "30",
    "last_agent_s": "",
    "most_chats": "3",
    "missed_after_s": "120",
}


def save(client, shop, **changed):
    return client.post(f"/setup/portals/{shop.pk}/settings/queue/", FORM | changed, **HTMX)


def test_the_queue_is_set(as_anna, shop):
    assert "Saved" in save(as_anna, shop).content.decode()
    shop.refresh_from_db()
    assert (shop.queue_mode, shop.offer_s, shop.owner_s, shop.last_agent_s) == ("least_busy", 15, 30, 0)
    assert (shop.most_chats, shop.missed_after_s) == (3, 120)
    assert 'value="least_busy" selected' in as_anna.get(f"/setup/portals/{shop.pk}/").content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *[("offer_s", "4"), ("offer_s", ""), ("offer_s", "x"), ("owner_s", "9999"), ("last_agent_s", "-5")],
        *[("most_chats", "0"), ("most_chats", "1e3"), ("missed_after_s", "14"), ("missed_after_s", "1801")],
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(as_anna, shop, field, typed):
    page = save(as_anna, shop, **{field: typed}).content.decode()
    assert "Write a number of" in page
    shop.refresh_from_db()
    assert (shop.queue_mode, shop.offer_s, shop.missed_after_s) == ("all", 20, 60)


def test_a_mode_that_is_none_is_refused(as_anna, shop):
    assert save(as_anna, shop, queue_mode="loudest").status_code == 400


def test_agents_who_did_not_make_the_portal_may_not(as_boris, shop):
    assert save(as_boris, shop).status_code in {403, 404}
    shop.refresh_from_db()
    assert shop.queue_mode == "all"
