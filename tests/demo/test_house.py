"""The demo's organisation."""

import pytest
import time_machine

from foyer.demo.house import demo_portal, furnish
from foyer.lib import clock
from foyer.portals.hours import Hours

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("moment", ["2026-12-24T23:30", "2027-01-01T12:00", "2027-02-28T23:00"])
def test_whoever_tries_the_demo_on_a_holiday_finds_somebody(moment):
    with time_machine.travel(f"{moment}:00+00:00"):
        furnish("http://127.0.0.1:8000", "a quiet garden bench")
        assert Hours.stored(demo_portal().hours).is_open(clock.now())
