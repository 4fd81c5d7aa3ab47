"""The visitor's key to a web chat: a secret of which only the hash is kept (T1, T5)."""

from django.db import models

from foyer.lib import clock


class ChatSession(models.Model):
    """Whoever holds the secret token may read and write this one conversation, and nothing else."""

    token_hash = models.CharField(max_length=64, unique=True)
    conversation = models.OneToOneField(
        "conversations.Conversation", on_delete=models.CASCADE, related_name="chat_session"
    )
    start_id = models.CharField(
        max_length=80,
        unique=True,
        help_text="browser and client id of the start, so that starting twice is starting once (R12)",
    )
    email = models.EmailField(blank=True, help_text="as typed before the chat; proves nothing (T1)")
    phone = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"session of conversation {self.conversation_id}"
