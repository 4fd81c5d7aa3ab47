"""Who works in the house, with profiles of every scope (E25)."""

import dataclasses
import random

from foyer.portals.models import EmbedCode, Portal
from foyer.team.actions import create_organisation, create_user
from foyer.team.models import AccessProfile, Team, User
from foyer.team.rights import MODULES, VERBS

PASSWORD = "correct horse battery"
COLLEAGUES = 16


@dataclasses.dataclass(frozen=True)
class Staff:
    """Anna sees all; Boris has much, Dora next to nothing, and both see only that; Clara sees what her team has."""

    anna: User
    boris: User
    clara: User
    dora: User
    others: list[User]
    portals: list[Portal]

    @property
    def clerks(self) -> dict[str, User]:
        """By what their pages are called in a table."""
        return {"all": self.anna, "team": self.clara, "own": self.boris, "own, few": self.dora}

    def owner(self, dice: random.Random) -> int | None:
        """Nobody for one in a hundred; Anna, Boris and Clara have five of them each, Dora four in ten thousand."""
        point = dice.random()
        if point < 0.01:
            return None
        if point < 0.16:
            return (self.anna, self.boris, self.clara)[int((point - 0.01) / 0.05) % 3].pk
        if point < 0.1604:
            return self.dora.pk
        return dice.choice(self.others).pk


def hire() -> Staff:
    """Everybody, two teams, and two websites."""
    anna = create_organisation("Linden & Oak", "Europe/Berlin", "en", "EUR", "Anna Berger", "anna@foyer.test", PASSWORD)
    boris, clara, dora, *others = (_user(number) for number in range(3 + COLLEAGUES))
    for scope, users in (("own", (boris, dora)), ("team", (clara,))):
        modules = {module: {"verbs": list(VERBS), "scope": scope} for module in MODULES if module != "visit"}
        profile = AccessProfile.objects.create(name=f"Sales, {scope}", modules=modules)
        User.objects.filter(pk__in=[user.pk for user in users]).update(access_profile=profile)
    Team.objects.create(name="North").members.set([clara, others[0], others[1]])
    Team.objects.create(name="South").members.set(others[2:8])
    portals = [_portal(name, anna) for name in ("Shop", "Blog")]
    for portal in portals:
        portal.users.set(User.objects.all())
    return _staff()


def found() -> Staff:
    """Those of a house that was filled before."""
    return _staff()


def _staff() -> Staff:
    anna, boris, clara, dora, *others = User.objects.order_by("pk")
    return Staff(anna, boris, clara, dora, others, list(Portal.objects.order_by("pk")))


def _user(number: int) -> User:
    name = ("Boris Keller", "Clara Vogt", "Dora Lang")[number] if number < 3 else f"Colleague {number}"
    return create_user(f"user{number}@foyer.test", name, PASSWORD)


def _portal(name: str, anna: User) -> Portal:
    portal = Portal.objects.create(
        name=name, site_url=f"https://{name.lower()}.example", domains=[f"{name.lower()}.example"], created_by=anna
    )
    EmbedCode.objects.create(portal=portal, name="Whole website", key=f"p_{name.lower()}123")
    return portal
