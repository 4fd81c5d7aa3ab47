"""Django's entry for this folder."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.visits"
    label = "visits"

    def ready(self) -> None:
        """Registers what follows from events."""
        from foyer.visits import reactions  # noqa: F401
