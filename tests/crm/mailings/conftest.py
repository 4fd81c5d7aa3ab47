"""Anna and Boris, leads with addresses, and a real mail server."""

import pytest

from foyer.crm.actions import create_record
from foyer.crm.mailings.actions import begin_mailing
from tests.crm.mailings.post import Post

LETTER = {"subject": "Fair for {{name}}", "text": "Dear {{first_name|friend}},\n\ncome and see. {{agent}}"}


@pytest.fixture
def post(settings):
    """The mail server that Foyer sends through."""
    server = Post()
    settings.MAIL_IS_SET_UP = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.DEFAULT_FROM_EMAIL = "Linden & Oak <hello@linden.example>"
    yield server.open()
    server.close()


@pytest.fixture
def people(anna):
    """Vera, Kim and Ola."""
    names = ("Vera Lang", "Kim Noll", "Ola Berg")
    return [lead(anna, *name.split()) for name in names]


def lead(by, first, last, address=""):
    """A lead with an address of its own, or with this one."""
    emails = [address or f"{first.lower()}@x.example"]
    return create_record("lead", by, {"first_name": first, "last_name": last, "emails": emails})


def mailing(by, people, letter=LETTER, **more):
    """A mailing to these that waits."""
    return begin_mailing("lead", by, {"ids": [one.pk for one in people]}, letter, base_url="https://f.example", **more)


def told(run):
    """The report."""
    return list(run.rows.order_by("number", "pk").values_list("outcome", "message"))
