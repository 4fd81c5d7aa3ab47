"""Django's entry for this folder."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Registers what follows from events."""
        from foyer.notifications import forms, nudges, pushes, work  # noqa: F401
