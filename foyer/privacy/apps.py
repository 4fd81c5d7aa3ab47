"""Django's entry for this folder."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Names the app."""

    name = "foyer.privacy"
