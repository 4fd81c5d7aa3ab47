"""Django's entry for this folder."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Names the app."""

    name = "foyer.team"
    label = "team"
