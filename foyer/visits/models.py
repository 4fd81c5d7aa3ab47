"""Visits and what was done in them (F34-F49, F68-F72)."""

import datetime as dt

from django.conf import settings
from django.db import models

from foyer.lib import clock
from foyer.visits.hit import MAX_ID


class Medium(models.TextChoices):
    """How a visitor found the website."""

    DIRECT = "direct"
    SEARCH = "search"
    SOCIAL = "social"
    MAIL = "mail"
    CAMPAIGN = "campaign"
    REFERRAL = "referral"


MINUTES_OF_RANK = 100_000
"""A visit's rank is the score times this, and its minutes (D7)."""
_KNOWN = models.Q(kind__isnull=False)
_NEWEST = "started", "id"
"""Read from its end, where new visits are added: the other way round pages of the index are split and half empty."""
_HIGHEST = models.F("rank").desc(), models.F("id").desc()


class Visit(models.Model):
    """One stay of one browser on one portal; a new one begins after 30 minutes of silence (D17). Read-only (F27)."""

    class Kind(models.TextChoices):
        """Who the visitor is for the CRM: a contact, or a lead that is no contact yet (D3)."""

        LEAD = "lead"
        CONTACT = "contact"

    portal = models.ForeignKey("portals.Portal", on_delete=models.PROTECT, related_name="visits", db_index=False)
    actor = models.ForeignKey("identity.Actor", on_delete=models.PROTECT, related_name="visits", db_index=False)
    number = models.PositiveIntegerField(default=1, help_text="1 for the browser's first visit")
    started = models.DateTimeField()
    ended = models.DateTimeField(help_text="time of the last sign of life")
    day = models.DateField(help_text="calendar day of the start in the organisation's time zone (D5)")
    is_open = models.BooleanField(default=True)
    pages = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0, help_text="visible time over all pages (F37)")
    first_url = models.CharField(max_length=2000)
    first_title = models.CharField(max_length=300, blank=True)
    last_url = models.CharField(max_length=2000)
    last_title = models.CharField(max_length=300, blank=True)
    referrer = models.CharField(max_length=2000, blank=True)
    medium = models.CharField(max_length=10, choices=Medium, default=Medium.DIRECT)
    source_name = models.CharField(max_length=80, blank=True)
    search_engine = models.CharField(max_length=40, blank=True)
    search_keyword = models.CharField(max_length=200, blank=True)
    utm = models.JSONField(default=dict)
    click_id_kind = models.CharField(max_length=12, blank=True)
    click_id = models.CharField(max_length=200, blank=True)
    browser = models.CharField(max_length=60, blank=True)
    os = models.CharField(max_length=60, blank=True)
    device = models.CharField(max_length=10, blank=True)
    user_agent = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=20, blank=True)
    screen = models.CharField(max_length=20, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    country = models.CharField(max_length=2, blank=True)
    page_data = models.JSONField(
        null=True, help_text="what pages told by name, the newest value of each: foyer.visits.told"
    )
    attended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    kind = models.CharField(  # noqa: DJ001  NULL for nobody known: such visits are in none of the indexes
        max_length=8, choices=Kind, null=True, help_text="what the CRM knows of the visitor; kept by foyer.scoring (D2)"
    )
    rank = models.PositiveIntegerField(
        default=0, help_text="score and minutes as one number; kept by foyer.scoring (D7)"
    )

    class Meta:
        indexes = (
            models.Index("portal", *_NEWEST, name="visit_newest"),
            models.Index(*_NEWEST, name="visit_newest_all"),
            models.Index("actor", models.F("started").desc(), name="visit_of_actor"),
            models.Index(*_NEWEST, name="visit_told", condition=models.Q(page_data__isnull=False)),
            models.Index(*_NEWEST, name="visit_of_known", condition=_KNOWN),
            models.Index("kind", *_NEWEST, name="visit_of_kind", condition=_KNOWN),
            models.Index(*_HIGHEST, name="visit_top", condition=_KNOWN),
            models.Index("day", *_HIGHEST, name="visit_top_of_day", condition=_KNOWN),
        )

    def __str__(self) -> str:
        return f"visit {self.pk}"

    @property
    def score(self) -> int:
        """The visitor score of its person, as of the last thing that counted for it (F81)."""
        return self.rank // MINUTES_OF_RANK


MAX_ACTION_KEY = MAX_ID + 8


class Action(models.Model):
    """A page that was opened, or a chat that was begun, in a visit (F68-F72).

    Known by its visit and its key: a number of its own, with an index, would be a fifth of what it weighs (P3).
    """

    class Type(models.TextChoices):
        """The three values of F69: the first page, a further page, a chat."""

        ACCESSED = "accessed"
        NAVIGATION = "navigation"
        CHAT = "chat"

    pk = models.CompositePrimaryKey("visit", "page_key")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="actions", db_index=False)
    at = models.DateTimeField(default=clock.now)
    seconds = models.PositiveIntegerField(default=0)
    page_key = models.CharField(max_length=MAX_ACTION_KEY, help_text="of a page as its tracker says, else `chat_key`")
    type = models.CharField(max_length=10, choices=Type)
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=2000, blank=True)

    def __str__(self) -> str:
        return f"{self.type} {self.title or self.url}"


def chat_key(at: dt.datetime) -> str:
    """The key of a chat among the actions; longer than those of pages, which visitors choose, so it is never one."""
    return f"chat at {at:%Y-%m-%dT%H:%M:%S.%f}".ljust(MAX_ACTION_KEY, "+")


class CustomEvent(models.Model):
    """What the page told by `foyer("event", name, data)` (E38)."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="custom_events", db_index=False)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["visit", "key"], name="one_custom_event_per_key"),)

    def __str__(self) -> str:
        return self.name


class SeenField(models.Model):
    """A name under which a website told something of visits, for who looks what fields there could be (F53)."""

    portal = models.ForeignKey("portals.Portal", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=240, help_text="without case; letters without case may be three for one")
    label = models.CharField(max_length=80, help_text="as the page wrote it last")
    kind = models.CharField(max_length=10, help_text="the kind of field that would fit")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["portal", "name"], name="one_seen_field_per_name"),)

    def __str__(self) -> str:
        return self.label


class FoldPosition(models.Model):
    """How far a journal is folded; written with the visits in one transaction, hence each hit counts once."""

    journal = models.CharField(max_length=40, primary_key=True)
    last_hit = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.journal}: {self.last_hit}"


class BotCount(models.Model):
    """How many hits of bots came, by portal and day; they never become visits (D2, B11)."""

    portal = models.ForeignKey("portals.Portal", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["portal", "day"], name="one_bot_count_per_day"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.hits}"


class Tally(models.Model):
    """What one day of one portal comes to, by one dimension: the roll-up that reports read (B15)."""

    portal = models.ForeignKey("portals.Portal", on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    dimension = models.CharField(max_length=10, help_text="empty: all visits of the day")
    value = models.CharField(max_length=2000, blank=True)
    visits = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0, help_text="first visits of a browser")
    pages = models.PositiveIntegerField(default=0)
    seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = (models.Index("dimension", "day", "portal", name="tally_of_days"),)

    def __str__(self) -> str:
        return f"{self.day} {self.dimension} {self.value}: {self.visits}"


class StaleDay(models.Model):
    """A day whose tallies are no longer right; rows only come and go, so that nobody waits for another."""

    portal = models.ForeignKey("portals.Portal", on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.day}"


class TalliedDay(models.Model):
    """Up to and with which day there are tallies; later days are counted when somebody looks."""

    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.day}"
