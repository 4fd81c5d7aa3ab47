"""Django's entry for this folder."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Names the app."""

    name = "foyer.identity"
    label = "identity"
