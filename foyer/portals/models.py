"""Websites: a portal is one website with its settings and embed codes (F1-F22)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class PushAs(models.TextChoices):
    """What a new visitor becomes in the CRM (F4)."""

    LEAD = "lead"
    CONTACT = "contact"


class AssignTo(models.TextChoices):
    """Who owns that record (F5, F6)."""

    ATTENDEE = "attendee"
    USER = "user"


class KeptAddress(models.TextChoices):
    """How much of a visitor's IP address is kept (B20)."""

    WHOLE = "whole"
    SHORT = "short"
    NONE = "none"


class QueueMode(models.TextChoices):
    """To whom a new chat is offered (E12)."""

    ALL = "all"
    IN_ORDER = "in_order"
    LEAST_BUSY = "least_busy"
    LONGEST_IDLE = "longest_idle"


class Theme(models.TextChoices):
    """Light and dark of the chat."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    OWN = "own"


class Side(models.TextChoices):
    """Where the chat stands; pages that are read from right to left turn it over."""

    END = "end"
    START = "start"


class Launcher(models.TextChoices):
    """What opens the chat."""

    ICON = "icon"
    WORDS = "words"


class Asked(models.TextChoices):
    """Whether the form before a chat asks for something."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    HIDDEN = "hidden"


class Portal(models.Model):
    """One website, its users, and what happens with its visitors."""

    name = models.CharField(max_length=80, unique=True)
    site_url = models.URLField(max_length=300)
    domains = models.JSONField(default=list)
    push_as = models.CharField(max_length=10, choices=PushAs, default=PushAs.LEAD)
    assign_to = models.CharField(max_length=10, choices=AssignTo, default=AssignTo.ATTENDEE)
    assign_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    notify_visitors = models.BooleanField(default=True)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="portals")
    is_enabled = models.BooleanField(default=True)
    accent = models.CharField(max_length=7, default="#304AA6")
    surface = models.CharField(max_length=7, blank=True)
    text = models.CharField(max_length=7, blank=True)
    radius = models.PositiveSmallIntegerField(default=18)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM, help_text="own: surface and text")
    side = models.CharField(max_length=5, choices=Side, default=Side.END)
    distance = models.PositiveSmallIntegerField(default=20, help_text="px from the edges of the window")
    launcher = models.CharField(max_length=5, choices=Launcher, default=Launcher.ICON)
    logo = models.CharField(max_length=32, blank=True, help_text="the name of its content (Logo)")
    sounds = models.BooleanField(default=True)
    emoji = models.BooleanField(default=True)
    brand = models.BooleanField(default=True)
    ask_name = models.CharField(max_length=8, choices=Asked, default=Asked.REQUIRED)
    ask_email = models.CharField(max_length=8, choices=Asked, default=Asked.OPTIONAL)
    ask_phone = models.CharField(max_length=8, choices=Asked, default=Asked.HIDDEN)
    ask_question = models.CharField(max_length=8, choices=Asked, default=Asked.REQUIRED)
    consent_url = models.CharField(max_length=500, blank=True, help_text="behind the box before a chat (B20)")
    greets_after_s = models.PositiveSmallIntegerField(null=True, help_text="a bubble beside the icon; NULL: never")
    hours = models.JSONField(default=dict, help_text="on, zone, week, days: as typed (hours.py, B22)")
    asks_consent = models.BooleanField(default=False, help_text="nothing is told before the visitor agrees (B20)")
    kept_address = models.CharField(max_length=10, choices=KeptAddress, default=KeptAddress.WHOLE)
    anonymous_days = models.PositiveIntegerField(null=True, help_text="visits of unknown visitors; NULL: for ever")
    visit_days = models.PositiveIntegerField(null=True, help_text="all visits")
    address_days = models.PositiveIntegerField(null=True, help_text="IP addresses of visits")
    queue_mode = models.CharField(max_length=12, choices=QueueMode, default=QueueMode.ALL)
    most_chats = models.PositiveSmallIntegerField(null=True, help_text="that an agent has and is still offered more")
    offer_s = models.PositiveSmallIntegerField(default=20, help_text="for which a chat is offered to one agent")
    owner_s = models.PositiveSmallIntegerField(default=0, help_text="before that, to the owner of the record (B12)")
    last_agent_s = models.PositiveSmallIntegerField(default=0, help_text="then, to who had the last chat")
    missed_after_s = models.PositiveSmallIntegerField(default=60, help_text="without an agent (D17)")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class WidgetText(models.Model):
    """A text of the chat that takes the place of the shipped one, in one language (widget_settings.py)."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="widget_texts")
    language = models.CharField(max_length=2)
    key = models.CharField(max_length=10)
    text = models.CharField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("portal", "language", "key"), name="one_text_of_a_kind"),)

    def __str__(self) -> str:
        return self.text


class Logo(models.Model):
    """The picture in the chat, made anew and small (T17)."""

    portal = models.OneToOneField(Portal, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.portal_id)


class EmbedCode(models.Model):
    """One line of code for a website; a portal can have several (F19-F21, D1)."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="embed_codes")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=40, unique=True)
    show_chat_icon = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.name} ({self.key})"


class SigningKey(models.Model):
    """What a website signs with who is logged in: a secret that is kept nowhere, or a public key (E39)."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="signing_keys")
    kid = models.CharField(max_length=40, unique=True)
    public_key = models.TextField(blank=True, help_text="PEM of Ed25519; empty where both sides have a secret")
    created_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kid
