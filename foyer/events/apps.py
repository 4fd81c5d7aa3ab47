"""Django's entry for this folder."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Names the app."""

    name = "foyer.events"
    label = "events"
