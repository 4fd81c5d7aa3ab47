"""The settings of a portal through the API: what is named changes, by who may (E13, E26)."""

import pytest

from foyer.events.models import Event
from foyer.portals.actions import change_portal
from foyer.portals.models import Portal
from foyer.portals.widgets import change_widget

WEEK = ["9:00-17:00"] * 5 + ["", ""]


@pytest.fixture
def path(shop):
    return f"portals/{shop.pk}"


def test_what_is_named_changes_and_the_rest_stays(as_anna, anna, shop, path):
    change_widget(shop, anna, {"accent": "#2F4A3A", "text_de_hello": "Moin!", "emoji": ""})
    told = as_anna.patch(path, {"widget": {"radius": 4, "texts": {"fr": {"hello": "Salut !"}}}}).json()["widget"]
    assert (told["accent"], told["emoji"], told["radius"]) == ("#2F4A3A", False, 4)
    assert told["texts"] == {"de": {"hello": "Moin!"}, "fr": {"hello": "Salut !"}}
    assert as_anna.get(path).json()["widget"] == told


def test_null_is_as_it_is_shipped(as_anna, anna, shop, path):
    change_widget(shop, anna, {"accent": "#2F4A3A", "greets_after_s": "9", "text_de_hello": "Moin!", "emoji": ""})
    told = as_anna.patch(path, {"widget": {"accent": None, "greets_after_seconds": None, "texts": None}}).json()[
        "widget"
    ]
    assert (told["accent"], told["greets_after_seconds"], told["texts"]) == ("#304AA6", None, {})
    assert told["emoji"] is False
    assert as_anna.patch(path, {"widget": {"emoji": None}}).json()["widget"]["emoji"] is True


def test_the_queue_changes(as_anna, anna, shop, path):
    change_portal(shop, anna, owner_s=30)
    told = as_anna.patch(path, {"queue": {"mode": "least_busy", "most_chats": 4, "offer_seconds": 15}}).json()["queue"]
    assert told == {
        "mode": "least_busy", "most_chats": 4, "owner_seconds": 30, "last_agent_seconds": 0, "offer_seconds": 15,
        "missed_after_seconds": 60,
    }  # fmt: skip
    assert (
        as_anna.patch(path, {"queue": {"most_chats": None, "owner_seconds": 0}}).json()["queue"]["owner_seconds"] == 0
    )


def test_the_website_has_a_name_an_address_and_domains(as_anna, path):
    body = {"name": "Linden & Oak", "site_url": "www.Lindenandoak.example/x", "domains": ["*.lindenandoak.example"]}
    told = as_anna.patch(path, body).json()
    assert told["site_url"] == "https://www.lindenandoak.example/"
    assert as_anna.patch(path, {"domains": ["Bücher.example"]}).json()["domains"] == ["xn--bcher-kva.example"]
    assert as_anna.get(path).json()["name"] == "Linden & Oak"


def test_a_name_that_is_taken_and_what_is_no_website_are_refused_with_a_sentence(as_anna, shop, trade, path):
    bodies = [{"name": trade.name}, {"name": " "}, {"site_url": "no website"}, {"domains": ["*.com"]}]
    told = [as_anna.patch(path, {"queue": {"most_chats": 7}} | body) for body in bodies]
    assert [answer.status_code for answer in told] == [422] * 4
    assert "*.com" in told[-1].json()["detail"]
    shop.refresh_from_db()
    assert shop.most_chats is None


def test_privacy_is_set_and_null_keeps_all_for_ever(as_anna, path):
    body = {"asks_consent": True, "kept_address": "short", "anonymous_days": 30, "address_days": 7}
    told = as_anna.patch(path, {"privacy": body}).json()["privacy"]
    assert told == body | {"visit_days": None}
    told = as_anna.patch(path, {"privacy": {"anonymous_days": None, "kept_address": None}}).json()["privacy"]
    assert (told["anonymous_days"], told["kept_address"], told["address_days"]) == (None, "whole", 7)


def test_new_records_go_to_the_user_who_is_named_or_to_the_attendee(as_anna, boris, path):
    told = as_anna.patch(path, {"assign_user": boris.pk, "push_as": "contact", "visitor_notification": False}).json()
    assert (told["assign_to"], told["assign_user"]) == ("user", boris.pk)
    assert (told["push_as"], told["visitor_notification"]) == ("contact", False)
    assert as_anna.patch(path, {"assign_to": "user"}).json()["assign_user"] == boris.pk
    for body in ({"assign_to": "attendee"}, {"assign_user": None}):
        as_anna.patch(path, {"assign_user": boris.pk})
        told = as_anna.patch(path, body).json()
        assert (told["assign_to"], told["assign_user"]) == ("attendee", None)


def test_nobody_and_who_has_left_get_no_records(as_anna, boris, shop, path):
    assert as_anna.patch(path, {"assign_to": "user"}).status_code == 422
    boris.is_active = False
    boris.save()
    refused = as_anna.patch(path, {"assign_user": boris.pk})
    assert (refused.status_code, refused.json()["errors"][0]["name"]) == (422, "assign_user")
    shop.refresh_from_db()
    assert (shop.assign_to, shop.assign_user) == ("attendee", None)


def test_hours_are_kept_changed_and_given_up(as_anna, path):
    assert as_anna.patch(path, {"hours": {"days": "12-25 Christmas"}}).status_code == 422
    as_anna.patch(path, {"hours": {"zone": "Europe/Paris", "week": WEEK}})
    told = as_anna.patch(path, {"hours": {"days": "12-25 Christmas"}}).json()["hours"]
    assert told == {"zone": "Europe/Paris", "week": WEEK, "days": "12-25 Christmas"}
    assert as_anna.patch(path, {"hours": None}).json()["hours"] is None
    assert Portal.objects.get().hours["on"] is False


def test_who_looked_at_an_older_one_changes_nothing(as_anna, path):
    old = as_anna.get(path)["ETag"]
    new = as_anna.patch(path, {"widget": {"radius": 4}}, If_Match=old)["ETag"]
    assert as_anna.patch(path, {"widget": {"radius": 9}}, If_Match=old).status_code == 412
    assert as_anna.patch(path, {"widget": {"radius": 9}}, If_Match=new).status_code == 200
    assert Portal.objects.get().radius == 9


def test_nothing_to_change_changes_nothing(as_anna, shop, path):
    before, tag = Event.objects.count(), as_anna.get(path)["ETag"]
    assert as_anna.patch(path, {}, If_Match=tag)["ETag"] == tag
    assert Event.objects.count() == before


def test_agents_change_none(as_boris, shop, trade, path):
    """F16, T7: what they may not see is not there."""
    told = [as_boris.patch(one, {"widget": {"radius": 4}}) for one in (path, f"portals/{trade.pk}")]
    assert [answer.status_code for answer in told] == [403, 404]
    assert set(Portal.objects.values_list("radius", flat=True)) == {18}


@pytest.mark.parametrize("body", [{"name": "Mine"}, {"domains": ["evil.example"]}, {"privacy": {"visit_days": 1}}])
def test_agents_change_neither_its_website_nor_its_privacy(as_boris, shop, path, body):
    """F16, B20, T27."""
    assert as_boris.patch(path, body).status_code == 403
    told = Portal.objects.values_list("name", "domains", "visit_days").get(pk=shop.pk)
    assert told == (shop.name, shop.domains, None)


def test_an_agent_changes_the_portal_that_he_made(as_boris, boris, shop, path):
    Portal.objects.update(created_by=boris)
    assert as_boris.patch(path, {"widget": {"radius": 4}}).json()["widget"]["radius"] == 4


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"widget": {"accent": "red"}}, "widget.accent"),
        ({"widget": {"consent_url": "javascript:alert(1)"}}, "widget.consent_url"),
        ({"widget": {"radius": 25}}, "widget.radius"),
        ({"widget": {"radius": True}}, "widget.radius"),
        ({"widget": {"greets_after_seconds": 1}}, "widget.greets_after_seconds"),
        ({"widget": {"texts": {"de": {"hello": "x" * 81}}}}, "widget.texts.de.hello"),
        ({"widget": {"logo": "x"}}, "widget.logo"),
        ({"queue": {"offer_seconds": 4}}, "queue.offer_seconds"),
        ({"hours": {"zone": "Europe/Berlin", "week": WEEK[:6]}}, "hours.week"),
        ({"is_enabled": False}, "is_enabled"),
        ({"name": None}, "name"),
        ({"domains": "shop.example"}, "domains"),
        ({"domains": [7]}, "domains.0"),
        ({"domains": ["shop.example"] * 51}, "domains"),
        ({"push_as": "account"}, "push_as"),
        ({"assign_user": 10**9}, "assign_user"),
        ({"privacy": {"visit_days": 0}}, "privacy.visit_days"),
        ({"privacy": {"kept_address": "half"}}, "privacy.kept_address"),
        ({"privacy": {"asks_consent": 1}}, "privacy.asks_consent"),
    ],
)
def test_what_cannot_be_is_named_and_changes_nothing(as_anna, path, body, name):
    """T14, T16, T19."""
    refused = as_anna.patch(path, {"queue": {"most_chats": 7}} | body)
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert [one["name"] for one in refused.json()["errors"]] == [name]
    assert Portal.objects.get().most_chats is None


def test_hours_that_are_none_are_refused_with_a_sentence(as_anna, path):
    refused = as_anna.patch(path, {"hours": {"zone": "Moon/Base", "week": WEEK}})
    assert (refused.status_code, "Moon/Base" in refused.json()["detail"]) == (422, True)


def test_a_long_consent_fits(as_anna, path):
    """B20: as long as the form takes it."""
    told = as_anna.patch(path, {"widget": {"texts": {"en": {"consent": "x" * 500}}}}).json()["widget"]
    assert len(told["texts"]["en"]["consent"]) == 500
