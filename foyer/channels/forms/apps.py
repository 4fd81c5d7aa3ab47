"""Django's entry for this folder."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.channels.forms"
    label = "forms"

    def ready(self) -> None:
        """Registers what follows from events."""
        from foyer.channels.forms import reactions  # noqa: F401
