"""What was said: conversations and their messages, whatever the channel (design, idea 4)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class State(models.TextChoices):
    """Waiting for an agent, waiting for the visitor whom an agent wrote to first, taken, or over."""

    WAITING = "waiting"
    INVITED = "invited"
    OPEN = "open"
    ENDED = "ended"


class Rating(models.TextChoices):
    """What the visitor says of a chat once it is over (E13)."""

    GOOD = "good"
    BAD = "bad"


class Conversation(models.Model):
    """One exchange with one actor. `version` changes with every change of state or agent (R13)."""

    portal = models.ForeignKey("portals.Portal", on_delete=models.PROTECT, related_name="conversations", db_index=False)
    actor = models.ForeignKey("identity.Actor", on_delete=models.PROTECT, related_name="conversations")
    channel = models.CharField(max_length=12, default="webchat")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="conversations", db_index=False
    )
    helpers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="helped_conversations", help_text="who joined its agent (E13)"
    )
    tags = models.ManyToManyField("crm.Tag", related_name="conversations")
    version = models.PositiveIntegerField(default=1)
    visitor_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    request_text = models.CharField(max_length=500, blank=True, help_text="the visitor's first words (F172)")
    page_url = models.CharField(max_length=2000, blank=True)
    page_title = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(default=clock.now)
    invited_at = models.DateTimeField(null=True, help_text="an agent wrote first (E10, B7)")
    declined_at = models.DateTimeField(null=True, help_text="the visitor closed the invitation unanswered")
    accepted_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    rings_since = models.DateTimeField(default=clock.now, help_text="when it began to ring, or began again")
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    offered_at = models.DateTimeField(null=True)
    offer_ends_at = models.DateTimeField(null=True)
    follow_up = models.ForeignKey(
        "crm.Activity",
        null=True,
        on_delete=models.SET_NULL,
        related_name="missed_chats",
        help_text="the task of who missed it (D17)",
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(
        max_length=10, blank=True, help_text="agent, visitor, or nobody for an invitation without an answer"
    )
    waiting_since = models.DateTimeField(null=True, help_text="oldest line of the visitor without an answer")
    snoozed_until = models.DateTimeField(null=True, help_text="put aside; back then, or when the visitor writes")
    last_seq = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=clock.now)
    last_text = models.CharField(max_length=200, blank=True)
    last_kind = models.CharField(max_length=10, blank=True)
    agent_read_seq = models.PositiveIntegerField(default=0)
    visitor_read_seq = models.PositiveIntegerField(default=0)
    rating = models.CharField(max_length=4, choices=Rating, blank=True)
    rating_comment = models.CharField(max_length=500, blank=True)
    rated_at = models.DateTimeField(null=True, help_text="the first time; it may be changed for a while")

    class Meta:
        indexes = (
            models.Index(
                "state", "agent", models.F("last_at").desc(), models.F("id").desc(), name="conversation_inbox"
            ),
            models.Index(models.F("last_at").desc(), models.F("id").desc(), name="conversation_latest"),
            models.Index(
                models.F("last_at").desc(),
                models.F("id").desc(),
                name="conversation_going_on",
                condition=models.Q(ended_at=None),
            ),
            models.Index(
                fields=["offered_to"], name="conversation_offered", condition=models.Q(offered_to__isnull=False)
            ),
            models.Index(
                fields=["snoozed_until"], name="conversation_snoozed", condition=models.Q(snoozed_until__isnull=False)
            ),
            models.Index(
                models.F("last_at").desc(),
                models.F("id").desc(),
                name="conversation_missed",
                condition=models.Q(missed_at__isnull=False, accepted_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    @property
    def is_chat(self) -> bool:
        """No for an invitation that nobody answered; `queries.IS_CHAT` asks the database the same."""
        return self.invited_at is None or self.accepted_at is not None

    @property
    def is_nameless(self) -> bool:
        """The visitor answered an invitation, with no form before it, and has not said who he is."""
        return self.state == State.OPEN and self.invited_at is not None and not self.visitor_name


class Offer(models.Model):
    """A waiting chat was offered to somebody: as owner, as who had the last chat, or in the queue's turn (E12, B12)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="offers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    step = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index("user", models.F("at").desc(), name="offer_latest"),)

    def __str__(self) -> str:
        return f"{self.conversation_id} to {self.user_id}"


class Message(models.Model):
    """One line. `seq` has no gaps within a conversation; `client_id` makes sending twice the same as once (R11)."""

    class Kind(models.TextChoices):
        """Who speaks; a note is for colleagues only."""

        VISITOR = "visitor"
        AGENT = "agent"
        SYSTEM = "system"
        NOTE = "note"

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    text = models.TextField()
    client_id = models.CharField(max_length=40, null=True)  # noqa: DJ001  NULL, not "", so that the constraint below skips it
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["conversation", "seq"], name="one_message_per_seq"),
            models.UniqueConstraint(fields=["conversation", "client_id"], name="one_message_per_client_id"),
        )

    def __str__(self) -> str:
        return self.text[:60]


class ChatMention(models.Model):
    """A colleague named by @ in a note of a conversation, until they have looked (E13)."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="chat_mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["message", "user"], name="one_mention_per_message"),)

    def __str__(self) -> str:
        return f"{self.message_id}: {self.user_id}"


class ChatFile(models.Model):
    """A file that was sent as a line (E13). `stored` is its name in the data folder, made of random letters (T17).

    A picture is one that Foyer made anew: `width` and `height` are those of its preview, 0 for other files.
    """

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="file")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    stored = models.CharField(max_length=80, unique=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be looked at."""
        return self.width > 0


class CannedReply(models.Model):
    """A text that is sent often, called by `/shortcut`: everybody's, or its owner's alone (E13)."""

    shortcut = models.CharField(max_length=30, help_text="small letters, digits, hyphens")
    text = models.TextField(help_text="may name the variables of `variables.py`")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="canned_replies"
    )

    class Meta:
        ordering = ("shortcut", "id")
        constraints = (
            models.UniqueConstraint("shortcut", condition=models.Q(owner=None), name="one_shared_reply_per_shortcut"),
            models.UniqueConstraint("owner", "shortcut", name="one_own_reply_per_shortcut"),
        )

    def __str__(self) -> str:
        return f"/{self.shortcut}"


class Block(models.Model):
    """A browser, perhaps an address too, that may begin no chat (E13). Taken off it stays, with `gone_at`."""

    actor = models.ForeignKey("identity.Actor", on_delete=models.CASCADE, related_name="blocks")
    address = models.CharField(max_length=45, blank=True, help_text="for a day: others may have it tomorrow")
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("actor", condition=models.Q(gone_at=None), name="one_block_per_browser"),
        )
        indexes = (models.Index("address", "at", name="block_of_address", condition=models.Q(gone_at=None)),)

    def __str__(self) -> str:
        return f"block of {self.actor_id}"


class TranscriptMail(models.Model):
    """A transcript that an agent sent by mail: whole, or as a link to it where the address is only said (T12)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="transcript_mails")
    address = models.EmailField(max_length=254)
    is_whole = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index("address", "at", name="transcripts_to_address"),)

    def __str__(self) -> str:
        return f"transcript {self.conversation_id}"
