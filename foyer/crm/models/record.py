"""What every record of the CRM is: an actor with an owner, tags, custom values, and a way out of the lists (E16)."""

from django.conf import settings
from django.db import models

from foyer.lib import clock


class Gone(models.TextChoices):
    """Why a record is in no list any more; it stays, so that what happened can be undone (D11, B1)."""

    DELETED = "deleted"
    MERGED = "merged"
    CONVERTED = "converted"


class Record(models.Model):
    """What leads, contacts, accounts and deals have in common.

    `actor` is the record itself as an actor of identity: events, notes, activities, files and tags hang on it, so they
    survive a merge and its undoing. `custom` holds the values of custom fields by their key. `version` grows with each
    change, also of tags, addresses and numbers. What is `gone` is in no list.
    """

    actor = models.OneToOneField("identity.Actor", on_delete=models.PROTECT, related_name="%(class)s")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    portal = models.ForeignKey("portals.Portal", null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=40, blank=True)
    description = models.TextField(blank=True)
    sort_name = models.CharField(max_length=200, blank=True, help_text="the name without case and accents, to sort by")
    custom = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)
    gone = models.CharField(max_length=10, choices=Gone, blank=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Address(models.Model):
    """A postal address; `country` is two letters (ISO 3166)."""

    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        abstract = True


class Handle(models.Model):
    """What we know about an e-mail address or phone number of one record beyond the claim: its kind, and the first."""

    actor = models.ForeignKey("identity.Actor", on_delete=models.CASCADE, related_name="handles")
    identifier = models.ForeignKey("identity.Identifier", on_delete=models.CASCADE, related_name="handles")
    label = models.CharField(max_length=20, blank=True, help_text="work, private, mobile, fax or other")
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["actor", "identifier"], name="one_handle_per_identifier"),)

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.identifier_id}"


class Tag(models.Model):
    """A word that people put on records, the same for all modules."""

    name = models.CharField(max_length=40)
    folded = models.CharField(max_length=40, unique=True, help_text="without case and accents: one tag per word")

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a record."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    actor = models.ForeignKey("identity.Actor", on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["actor", "tag"], name="one_tagging_per_tag"),)

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.tag_id}"


def list_indexes(name: str) -> tuple[models.Index, ...]:
    """The indexes of what the lists of a module are sorted by; they hold only what is in a list (P5)."""
    newest, changed = (models.F(field).desc() for field in ("created_at", "changed_at"))
    listed = models.Q(gone_at=None)
    return (
        models.Index(newest, models.F("id").desc(), name=f"{name}_newest", condition=listed),
        models.Index("owner", newest, models.F("id").desc(), name=f"{name}_mine", condition=listed),
        models.Index(changed, models.F("id").desc(), name=f"{name}_changed", condition=listed),
        models.Index("owner", changed, models.F("id").desc(), name=f"{name}_own_changed", condition=listed),
        models.Index("sort_name", "id", name=f"{name}_name", condition=listed),
        models.Index("owner", "sort_name", "id", name=f"{name}_own_name", condition=listed),
        models.Index(models.F("gone_at").desc(), name=f"{name}_gone", condition=~listed),
    )
