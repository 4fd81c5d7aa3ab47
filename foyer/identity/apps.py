"""Django's entry for this folder."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Names the app and loads its reactions."""

    name = "foyer.identity"
    label = "identity"

    def ready(self) -> None:
        """Registers what follows from events."""
        from foyer.identity import reactions  # noqa: F401
