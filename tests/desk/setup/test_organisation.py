"""Setup > People > Organisation: what the first run asked can be changed, by administrators (E30, T14)."""

import pytest

from foyer.events.models import Event
from foyer.team.queries import organisation

pytestmark = pytest.mark.django_db
PAGE = "/setup/organisation/"
TYPED = {"name": "Linden  Works", "language": "de", "time_zone": "Europe/Stockholm", "currency": "SEK"}


def test_the_page_holds_what_is_set(as_anna):
    shown = as_anna.get(PAGE)
    assert [shown.context["form"].initial[name] for name in ("time_zone", "currency")] == ["Europe/Berlin", "EUR"]
    assert 'aria-current="page">Organisation' in shown.content.decode()


def test_all_of_it_is_changed_with_one_button(as_anna):
    assert as_anna.post(PAGE, TYPED).status_code == 302
    house = organisation()
    assert (house.name, house.language, house.time_zone, house.currency) == ("Linden Works", *list(TYPED.values())[1:])
    assert Event.objects.get(kind="OrganisationChanged").data["fields"] == sorted(TYPED)


def test_what_was_not_changed_is_not_told_as_a_change(as_anna):
    house = organisation()
    same = {name: getattr(house, name) for name in TYPED}
    as_anna.post(PAGE, same | {"currency": "CHF"})
    assert Event.objects.get(kind="OrganisationChanged").data["fields"] == ["currency"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "\u202e\u200b"),
        ("name", "x" * 121),
        ("language", "tlh"),
        ("time_zone", "Mars/Olympus"),
        ("currency", "EURO"),
    ],
)
def test_what_does_not_fit_is_said_and_loses_nothing(as_anna, name, value):
    before = organisation().name
    shown = as_anna.post(PAGE, TYPED | {name: value})
    assert (shown.status_code, organisation().name) == (422, before)
    assert shown.context["form"].errors.keys() == {name}
    assert shown.context["form"]["currency"].value() == (TYPED | {name: value})["currency"]


def test_agents_have_no_such_page(as_boris):
    assert [as_boris.get(PAGE).status_code, as_boris.post(PAGE, TYPED).status_code] == [403, 403]
    assert organisation().currency == "EUR"
