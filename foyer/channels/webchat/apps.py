"""Django's entry for this folder."""

from django.apps import AppConfig


class WebchatConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.channels.webchat"
    label = "webchat"

    def ready(self) -> None:
        """Registers what follows from events."""
        from foyer.channels.webchat import reactions  # noqa: F401
