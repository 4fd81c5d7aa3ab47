"""Django's entry for this folder."""

from django.apps import AppConfig


class CrmConfig(AppConfig):
    """Names the app."""

    name = "foyer.crm"
    label = "crm"
