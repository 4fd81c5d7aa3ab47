"""What records are called for whom (T7, F229)."""

import pytest

from foyer.crm.actions import create_record, delete_record
from foyer.crm.models import Contact
from foyer.crm.naming import Naming, name_of
from foyer.identity.queries import identifiers_of
from foyer.team.models import AccessProfile

pytestmark = pytest.mark.django_db


def limit(user, modules=None, fields=None):
    user.access_profile = AccessProfile.objects.create(modules=modules or {}, fields=fields or {})
    vars(user).pop("_rights", None)


def test_a_record_is_called_by_nothing_hidden(anna, boris):
    """T7: a name is always there; an address stands for it, or else the company."""
    nobody = create_record("lead", anna, {"company": "Nordisk", "emails": ["info@nordisk.example"]})
    known = identifiers_of(nobody.actor_id)
    assert (name_of(boris, nobody), Naming(boris, "lead").name(nobody, known)) == ("Nordisk", "info@nordisk.example")
    limit(boris, fields={"lead": {"emails": "hidden", "last_name": "hidden"}})
    assert Naming(boris, "lead").name(nobody, known) == "Nordisk"
    limit(boris, fields={"lead": {"emails": "hidden", "company": "hidden"}})
    assert (name_of(boris, nobody), Naming(boris, "lead").name(nobody, known)) == ("", "")
    assert name_of(boris, create_record("account", anna, {"name": "Seeblick"})) == "Seeblick"


def test_an_account_is_named_to_who_sees_it(anna, boris):
    """T7: neither where accounts are closed, nor one of somebody else's under "own", nor one in the recycle bin."""
    account = create_record("account", anna, {"name": "Nordisk", "owner": anna.pk})
    person = create_record("contact", anna, {"last_name": "Lang", "account": account.pk, "city": "Malmö"})
    assert Naming(boris, "contact").detail(person) == "Nordisk · Malmö"
    for modules in ({"account": {"verbs": []}}, {"account": {"verbs": ["view"], "scope": "own"}}):
        limit(boris, modules)
        assert Naming(boris, "contact").detail(person) == "Malmö"
    limit(boris, fields={"contact": {"account": "hidden", "city": "hidden"}})
    assert Naming(boris, "contact").detail(person) == ""
    delete_record(account, anna)
    assert Naming(anna, "contact").detail(Contact.objects.get()) == "Malmö"
