"""Django's entry for this folder."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Names the app."""

    name = "foyer.project"
    label = "project"
