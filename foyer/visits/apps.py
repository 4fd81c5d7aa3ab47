"""Django's entry for this folder."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Names the app."""

    name = "foyer.visits"
    label = "visits"
