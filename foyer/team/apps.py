"""Django's entry for this folder."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.team"
    label = "team"

    def ready(self) -> None:
        """Registers what follows from events."""
        from foyer.team import reactions  # noqa: F401
