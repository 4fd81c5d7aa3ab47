"""Django's entry for this folder."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.portals"
    label = "portals"

    def ready(self) -> None:
        """Registers what follows from events."""
        from foyer.portals import reactions  # noqa: F401
