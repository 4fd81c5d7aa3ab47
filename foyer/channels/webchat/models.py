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
    consent = models.TextField(blank=True, help_text="what was agreed to before the chat, word for word (B20)")
    consented_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"session of conversation {self.conversation_id}"


class DeviceLink(models.Model):
    """A link that opens the same chat on another device, once and soon; then the key of that device (B24, T6)."""

    session = models.ForeignKey(ChatSession, on_delete=models.CASCADE, related_name="device_links")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)
    used_as = models.CharField(max_length=100, blank=True, help_text="who used it, so that asking twice is once (R12)")
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  NULL while nobody has used it

    def __str__(self) -> str:
        return f"link to session {self.session_id}"
