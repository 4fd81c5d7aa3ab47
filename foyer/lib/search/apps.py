"""Django's entry for this folder."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Names the app."""

    name = "foyer.lib.search"
    label = "search"
