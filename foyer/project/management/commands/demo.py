"""`foyer demo`: fills an empty installation with a made-up shop, says how to get in, and serves."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from foyer.demo import guests
from foyer.demo.fill import fill
from foyer.demo.house import ANNA, BORIS, change_passwords, is_furnished, kept_password
from foyer.lib import clock
from foyer.project.config import Config, config
from foyer.project.migrating import bring_up_to_date
from foyer.team.models import Organisation

SIGNS = """
  Foyer       {address}
  Log in as   {anna} (administrator) or {boris} (agent)
  Password    {password}
  Demo shop   {address}/demo/   be a visitor yourself, in another window; made-up ones walk about
"""
FOREIGN = (
    "This installation holds an organisation of its own. Give the demo an empty folder: FOYER_DATA=./demo-data bin/demo"
)


class Command(BaseCommand):
    """Shows Foyer with people in it."""

    help = "Fills an empty installation with demo data, prints the log-ins and serves."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Address and port may be given for once."""
        parser.add_argument("--host", default=config().host)
        parser.add_argument("--port", type=int, default=config().port)
        parser.add_argument("--fill-only", action="store_true", help="fill, say how to get in, and do not serve")
        parser.add_argument("--alone", action="store_true", help="no made-up visitors walk about the shop")

    def handle(self, *, host: str, port: int, fill_only: bool, alone: bool, **options: object) -> None:
        """Migrates, fills once, prints, serves."""
        bring_up_to_date()
        chosen = config().model_copy(update={"host": host, "port": port})
        address = chosen.base_url.rstrip("/") or f"http://{_shown(host)}:{port}"
        password = _filled(chosen, address)
        self.stdout.write(SIGNS.format(address=address, anna=ANNA, boris=BORIS, password=password))
        self.stdout.flush()
        if fill_only:
            return
        if not alone:
            guests.begin(address)
        _serve(chosen)


def _filled(chosen: Config, address: str) -> str:
    """Fills when there is nothing yet; the password of both users."""
    was_kept = (chosen.data / "demo_password").exists()
    if is_furnished():
        password = kept_password(chosen.data)
        if not was_kept:
            change_passwords(password)
        return password
    if Organisation.objects.exists():
        raise CommandError(FOREIGN)
    password = kept_password(chosen.data)
    fill(address, password, clock.now())
    return password


def _shown(host: str) -> str:
    """An address that a browser can open, where the server listens on all."""
    return "127.0.0.1" if host in {"", "0.0.0.0", "::"} else host  # noqa: S104


def _serve(chosen: Config) -> None:
    from foyer.project.server import serve

    serve(chosen)
