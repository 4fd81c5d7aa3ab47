"""Django's entry for this folder."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """Names the app."""

    name = "foyer.portals"
    label = "portals"
