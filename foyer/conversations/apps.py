"""Django's entry for this folder."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Names the app."""

    name = "foyer.conversations"
    label = "conversations"
