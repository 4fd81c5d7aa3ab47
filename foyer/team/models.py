"""The people who work here: organisation, users, availability, invitations, API tokens."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from foyer.lib import clock


class Role(models.TextChoices):
    """What a user may do; profiles refine it later (E25)."""

    ADMINISTRATOR = "administrator"
    AGENT = "agent"


class Theme(models.TextChoices):
    """Light, dark, or as the system says (E34)."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class ToldOf(models.TextChoices):
    """Of which visitors a user hears in a pop-up, where the portal tells of visitors at all (F89, F100-F103)."""

    EVERYBODY = "everybody"
    KNOWN = "known"
    CUSTOMERS = "customers"
    NOBODY = "nobody"


class Organisation(models.Model):
    """The one organisation of an installation."""

    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    language = models.CharField(max_length=5, default="en")
    currency = models.CharField(max_length=3, default="EUR")
    most_portals = models.PositiveSmallIntegerField(default=5, help_text="of the organisation (F17, D15)")
    most_own_portals = models.PositiveSmallIntegerField(default=1, help_text="that an agent may make (F16, D15)")
    integration_off_at = models.DateTimeField(null=True, help_text="tracking and chat are off for all portals (F131)")
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class AccessProfile(models.Model):
    """What agents of a kind may do (E25, F229). Agents without a profile may do everything but the settings.

    `modules` holds for each module the verbs allowed and whose records are seen: `{"lead": {"verbs": ["view", ...],
    "scope": "own"}}`; `fields` what is hidden or read-only: `{"lead": {"phone": "hidden"}}`. The rest is allowed.
    """

    key = models.CharField(max_length=20, blank=True, help_text="names the one that is there from the start")
    name = models.CharField(max_length=80, blank=True)
    modules = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name or self.key


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail is compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password nobody can sign in as them until they set one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an e-mail, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who works here; the e-mail is the log-in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role, default=Role.AGENT)
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    told_of = models.CharField(max_length=10, choices=ToldOf, default=ToldOf.EVERYBODY)
    access_profile = models.ForeignKey(AccessProfile, null=True, on_delete=models.PROTECT, related_name="users")
    rail_folded = models.BooleanField(default=False)
    notify = models.JSONField(default=dict, help_text="what is told in which ways, where it was chosen (B17)")
    shows_words = models.BooleanField(default=False, help_text="of visitors, on a locked screen")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_administrator(self) -> bool:
        """May change settings, portals and users."""
        return self.role == Role.ADMINISTRATOR

    @property
    def first_name(self) -> str:
        """What visitors see of the name (T5: never the e-mail)."""
        return self.name.split(" ", 1)[0]


class Team(models.Model):
    """Users who work together: they share views and, where a profile says so, see each other's records (E25)."""

    name = models.CharField(max_length=80)
    members = models.ManyToManyField(User, related_name="teams")

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Whether a user takes chats now (F159, F235). Who is invisible goes on with chats and is offline to all others."""

    ONLINE = "online"
    AWAY = "away"
    INVISIBLE = "invisible"
    OFFLINE = "offline"


NO_WINDOW = "no_window"
"""The reason of who is away by having no page open; it goes with the next one."""
IDLE = "idle"
"""The reason of who touched no page for long; it goes with the next key."""
BY_THEMSELVES = frozenset({NO_WINDOW, IDLE})


class Availability(models.Model):
    """A user's chat status, with since when."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="availability")
    state = models.CharField(max_length=10, choices=State, default=State.OFFLINE)
    reason = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.state}"

    @property
    def seen_state(self) -> State:
        """What others see of it (E11)."""
        return State.OFFLINE if self.state == State.INVISIBLE else State(self.state)

    @property
    def seen_reason(self) -> str:
        """Why, as others see it; empty for who hides."""
        return self.reason if self.seen_state == State.AWAY else ""


class Invitation(models.Model):
    """A link, good once, by which a new user sets name and password."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.AGENT)
    portal_ids = models.JSONField(default=list, help_text="the portals the new user will belong to")
    access_profile = models.ForeignKey(AccessProfile, null=True, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email


class ApiToken(models.Model):
    """A bearer token of a user; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
