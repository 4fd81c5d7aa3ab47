"""Django's entry for this folder."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Names the app, and has its chats searched."""

    name = "foyer.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Models are there now."""
        from foyer.conversations.search import register_documents

        register_documents()
