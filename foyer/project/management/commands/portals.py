"""`foyer portals`: name and key of each website."""

from django.core.management.base import BaseCommand

from foyer.portals.models import EmbedCode


class Command(BaseCommand):
    """Lists the portals."""

    help = "Prints a line for each embed code: the portal's name and the key for data-portal, separated by a tab."
    requires_system_checks = ()

    def handle(self, **_options: object) -> None:
        """A head, then the rows."""
        self.stdout.write("name\tkey")
        for code in EmbedCode.objects.select_related("portal").order_by("portal__name", "pk"):
            self.stdout.write(f"{code.portal.name}\t{code.key}")
