"""Django's entry for this folder."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.scoring"
    label = "scoring"

    def ready(self) -> None:
        """Registers what follows from events."""
        from foyer.scoring import reactions  # noqa: F401
