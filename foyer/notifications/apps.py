"""Django's entry for this folder."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Names the app."""

    name = "foyer.notifications"
    label = "notifications"
