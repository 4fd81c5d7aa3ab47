"""Django's entry for this folder."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Names the app, has its chats searched, and loads its reactions."""

    name = "foyer.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Models are there now, and what follows from events can be registered."""
        from foyer.conversations import reactions  # noqa: F401
        from foyer.conversations.search import register_documents

        register_documents()
