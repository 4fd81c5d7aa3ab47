"""The people of the tests: Anna the administrator, Boris the agent, and their shop. No passwords: it is quick."""

from foyer.portals.actions import create_portal
from foyer.portals.models import Portal
from foyer.team.actions import create_user
from foyer.team.models import Organisation, Role, User
from foyer.team.queries import forget_organisation


def found_house() -> User:
    """The organisation; returns Anna, its administrator."""
    Organisation.objects.create(pk=1, name="Linden & Oak", time_zone="Europe/Berlin", currency="EUR")
    forget_organisation()
    return create_user("anna@foyer.test", "Anna Albers", None, Role.ADMINISTRATOR)


def hire(name: str = "Boris Brandt", role: str = Role.AGENT) -> User:
    """One more user."""
    return create_user(f"{name.split()[0].lower()}@foyer.test", name, None, role)


def open_shop(by: User, name: str = "Demo shop", site: str = "shop.example", **settings) -> Portal:
    """A portal."""
    return create_portal(by, name, site, **settings)
