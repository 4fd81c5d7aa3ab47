"""Anna's shop with a contact form, and Vera who fills it in."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from foyer.channels.forms import guard
from foyer.channels.forms.actions import create_form
from foyer.events.dispatch import react_to_pending
from foyer.lib import clock
from tests.desk.house import anna, as_anna, as_boris, boris, other_shop, shop, stranger

__all__ = ["anna", "as_anna", "as_boris", "boris", "other_shop", "shop", "stranger"]
VERA = {"f_first_name": "Vera", "f_last_name": "Lang", "f_emails": "vera@canary.example", "f_description": "A bench?"}


@pytest.fixture(autouse=True)
def _nobody_sent_anything():
    cache.clear()
    guard.senders.__init__(guard.REFILLED_PER_S, guard.MANY_AT_ONCE)


@pytest.fixture
def form(anna, shop):
    return create_form(anna, "Contact", shop)


class Sender:
    """A browser that opens a form and sends it after some seconds."""

    def __init__(self, form, patch):
        self.client, self.form, self._patch = Client(raise_request_exception=False), form, patch

    @property
    def address(self):
        return f"/forms/{self.form.key}/"

    def token(self) -> str:
        page = self.client.get(self.address).content.decode()
        return re.search(r'name="token" value="([^"]+)"', page)[1]

    def later(self, seconds=20):
        """The clock goes on."""
        ms, now = clock.now_ms() + seconds * 1000, clock.now()
        self._patch.setattr(clock, "now_ms", lambda: ms)
        self._patch.setattr(clock, "now", lambda: clock.from_ms(ms) if ms else now)

    def send(self, wait=20, **fields):
        """Opens, fills in, sends; then what follows happens."""
        data = {"token": self.token(), **VERA, **fields}
        if wait:
            self.later(wait)
        return self.post(data)

    def post(self, data, **extra):
        response = self.client.post(self.address, data, **extra)
        while react_to_pending():
            pass
        return response


@pytest.fixture
def vera(form, monkeypatch):
    return Sender(form, monkeypatch)
