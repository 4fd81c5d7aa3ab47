"""Django's entry for this folder."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Names the app."""

    name = "foyer.api"
    label = "api"
