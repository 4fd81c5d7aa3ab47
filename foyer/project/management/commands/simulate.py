"""`foyer simulate`: two months of visits of a made-up website, to look at every screen with."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from foyer.demo.crowd import AlreadyMade, Crowd, simulate
from foyer.demo.fill import SEED
from foyer.demo.house import House, demo_portal, is_furnished
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.project.migrating import bring_up_to_date
from foyer.team.models import User
from foyer.team.queries import time_zone

AGAIN = "These visits were made before. Another --seed makes others."
DAYS, VISITS = 60, 5_000
NO_PORTAL = "There is no portal yet. `bin/foyer demo --fill-only` makes a shop to play with."
REAL = "This is no demo, and what is made up cannot be told from real visits later. --really does it all the same."


class Command(BaseCommand):
    """Makes up visits, with the chats and leads that come of them."""

    help = (
        "Makes up visits of a website: sources, campaigns, countries, devices, people who return, chats, leads, bots."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, how many, since when."""
        parser.add_argument("--portal", default="", help="name or number; without it, the demo's or the first one")
        parser.add_argument("--days", type=int, default=DAYS, help=f"up to now; {DAYS} without it")
        parser.add_argument("--visits", type=int, default=VISITS, help=f"{VISITS} without it")
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed makes the same visits")
        parser.add_argument("--really", action="store_true", help="also into an installation that is no demo")

    def handle(self, *, portal: str, days: int, visits: int, seed: int, really: bool, **options: object) -> None:
        """Stores them and says how many, and how long it took."""
        if days < 1 or visits < 1:
            raise CommandError("At least one day and one visit.")
        bring_up_to_date()
        house = _house(portal)
        if not is_furnished() and not really:
            raise CommandError(REAL)
        began = time.monotonic()
        try:
            made = simulate(house, Crowd(visits, days, seed, clock.now(), time_zone()))
        except AlreadyMade as error:
            raise CommandError(AGAIN) from error
        self.stdout.write(
            f"{made.visits} visits, {made.chats} chats and {made.leads} leads of {house.shop.name} "
            f"in {time.monotonic() - began:.0f} s"
        )


def _house(name: str) -> House:
    users = list(User.objects.filter(is_active=True).order_by("pk")[:2])
    portal = _portal(name)
    if portal is None or not users:
        raise CommandError(NO_PORTAL if not name else f"There is no portal {name}.")
    return House(users[0], users[-1], portal)


def _portal(name: str) -> Portal | None:
    if not name:
        return demo_portal() or Portal.objects.order_by("pk").first()
    by_name = Portal.objects.filter(name=name).first()
    return by_name or (Portal.objects.filter(pk=int(name)).first() if name.isdecimal() else None)
