"""Actors, identifiers, claims, profiles, decisions: who it is and how we know (B1-B4, B9; D18)."""

from django.conf import settings
from django.db import models

from foyer.identity.customers import number_of
from foyer.lib import clock


class Level(models.IntegerChoices):
    """How sure a claim is; a person's assurance for an actor is the weakest link on the best path (B3)."""

    GUESS = 0
    TYPED = 1
    ATTESTED = 2
    CHANNEL = 3
    PROVEN = 4


class Profile(models.Model):
    """A person: a connected set of actors. Its id is that of its oldest actor, so that ids do not shuffle."""

    id = models.BigIntegerField(primary_key=True)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"profile {self.pk}"


class Actor(models.Model):
    """What speaks on a channel: a browser, a mailbox, a phone line, a CRM record. Touchpoints point here for ever."""

    class Kind(models.TextChoices):
        """What speaks."""

        BROWSER = "browser"
        RECORD = "record"

    kind = models.CharField(max_length=12, choices=Kind)
    ref = models.CharField(max_length=120)
    portal = models.ForeignKey("portals.Portal", null=True, on_delete=models.SET_NULL, related_name="+")
    profile = models.ForeignKey(Profile, null=True, on_delete=models.PROTECT, related_name="actors")
    name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "ref"], name="one_actor_per_ref"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Identifier(models.Model):
    """A normalised value that may tell who somebody is."""

    class Kind(models.TextChoices):
        """E-mail in lower case, phone in E.164, a customer number that a website has signed, as `portal:number`, or a
        CRM record (`lead:12`) that somebody linked by hand or by chat.
        """

        EMAIL = "email"
        PHONE = "phone"
        CUSTOMER = "customer"
        RECORD = "record"

    class Standing(models.TextChoices):
        """Only a normal identifier joins people."""

        NORMAL = "normal"
        ROLE = "role"
        SHARED = "shared"
        OWN = "own"
        BLOCKED = "blocked"

    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=320)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.NORMAL)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "value"], name="one_identifier_per_value"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"

    @property
    def told(self) -> str:
        """The value as people know it: a customer number without its portal (E39)."""
        return number_of(self.value) if self.kind == self.Kind.CUSTOMER else self.value


class Claim(models.Model):
    """An actor showed an identifier, by an event, at a level, in a way, under a name. Never edited; may be retracted.

    `refused` is no part of what was shown: it is what the last pass thought of it, so that pages need not think again.
    """

    class Way(models.TextChoices):
        """How the identifier was shown."""

        CHAT_FORM = "chat_form"
        WEB_FORM = "web_form"
        PAGE = "page"
        SIGNED = "signed"
        AGENT = "agent"
        CREATED = "created"
        IMPORT = "import"

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="claims")
    identifier = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="claims")
    event_ref = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(choices=Level)
    way = models.CharField(max_length=12, choices=Way)
    name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=clock.now)
    retracted_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=40, blank=True, help_text="the guard that keeps this claim from joining")
    retracted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["actor", "identifier", "event_ref"], name="one_claim_per_event"),
        )

    def __str__(self) -> str:
        return f"actor {self.actor_id} showed {self.identifier_id}"


class Turn(models.Model):
    """One row. Whoever changes who is who locks it, so that two claims at once cannot miss each other (R22)."""

    def __str__(self) -> str:
        return "turn"


class Decision(models.Model):
    """What was joined, split or refused, by which rule and claims, before and after, by whom (B1)."""

    class Kind(models.TextChoices):
        """What was decided."""

        JOINED = "joined"
        SPLIT = "split"
        REFUSED = "refused"

    kind = models.CharField(max_length=10, choices=Kind)
    rule = models.CharField(max_length=40)
    profile = models.ForeignKey(Profile, null=True, on_delete=models.SET_NULL, related_name="decisions")
    actors = models.JSONField(default=list)
    claims = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} by {self.rule}"
