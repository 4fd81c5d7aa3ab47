"""The people of the tests: Anna the administrator, Boris the agent, and their shop. No passwords.

Nearly every test begins with them, so their rows are laid, as the actions would; that these do is tested beside.
"""

from collections.abc import Iterable

from django.db import transaction

from foyer.events.actions import record
from foyer.lib import tokens
from foyer.lib.inserting import insert_many
from foyer.portals.domains import website
from foyer.portals.models import EmbedCode, Portal
from foyer.portals.types import PortalChanged
from foyer.team.models import Availability, Organisation, Role, User
from foyer.team.queries import forget_organisation, house_language
from foyer.team.types import UserJoined


def found_house() -> User:
    """The organisation; returns Anna, its administrator."""
    with transaction.atomic():
        insert_many([Organisation(pk=1, name="Linden & Oak", time_zone="Europe/Berlin", currency="EUR")])
        forget_organisation()
        return _join("anna@foyer.test", "Anna Albers", Role.ADMINISTRATOR)


def hire(name: str = "Boris Brandt", role: str = Role.AGENT) -> User:
    """One more user."""
    with transaction.atomic():
        return _join(f"{name.split()[0].lower()}@foyer.test", name, Role(role))


def open_shop(by: User, name: str = "Demo shop", site: str = "shop.example", users: Iterable[User] = ()) -> Portal:
    """A portal."""
    place = website(site)
    assert place
    with transaction.atomic():
        (portal,) = insert_many([Portal(name=name, site_url=place.url, domains=[place.entry], created_by=by)])
        members = {by.pk, *(user.pk for user in users)}
        insert_many([Portal.users.through(portal=portal, user_id=pk) for pk in sorted(members)])
        insert_many([EmbedCode(portal=portal, name="Whole website", key=tokens.new_public_key("p_"))])
        record(PortalChanged(subject_id=portal.pk, portal_id=portal.pk, user_id=by.pk, fields=("created",)))
    return portal


def _join(email: str, name: str, role: Role) -> User:
    user = User(email=email, name=name, role=role, language=house_language())
    user.set_unusable_password()
    insert_many([user])
    insert_many([Availability(user=user)])
    record(UserJoined(subject_id=user.pk, user_id=user.pk))
    return user
