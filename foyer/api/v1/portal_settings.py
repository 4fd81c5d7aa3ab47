"""The settings of a portal as the API tells and takes them: website, new records, privacy, chat, queue, hours."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field as Constrained
from pydantic import StringConstraints

from foyer.api.v1.records.shapes import Flag, Line, Strict, Whole
from foyer.api.v1.refusals import Unreadable
from foyer.portals.actions import MAX_DAYS, MAX_DOMAINS
from foyer.portals.hours import WEEK
from foyer.portals.models import (
    Asked,
    AssignTo,
    KeptAddress,
    Launcher,
    Portal,
    PushAs,
    QueueMode,
    Side,
    Theme,
)
from foyer.portals.queue_settings import (
    LEAST_MISSED_S,
    LEAST_OFFER_S,
    MOST_CHATS,
    MOST_MISSED_S,
    MOST_OFFER_S,
)
from foyer.portals.widget_settings import (
    LANGUAGES,
    LEAST_GREETING_S,
    MAX_DISTANCE,
    MAX_RADIUS,
    MOST_GREETING_S,
    TEXTS,
    WidgetRefused,
    as_typed,
    text_name,
)
from foyer.portals.widgets import texts_of
from foyer.team.queries import active_users

MAX_OWN_DAYS = 8000  # characters
Language = Literal["en", "de", "fr"]
TextKey = Literal["title", "hello", "welcome", "offline", "thanks", "launcher", "greeting", "consent"]
Long = Annotated[str, StringConstraints(strict=True, max_length=MAX_OWN_DAYS)]
HoursOfDay = Annotated[str, StringConstraints(strict=True, max_length=120)]


def _whole(least: int, most: int) -> Any:
    return Constrained(strict=True, ge=least, le=most)


Offered = Annotated[int, _whole(LEAST_OFFER_S, MOST_OFFER_S)]
Never = Literal[0]
Days = Annotated[int, _whole(1, MAX_DAYS)]


class WidgetIn(Strict):
    """The look of the chat, its form and its texts; null is as it is shipped. What is left out stays."""

    accent: Line | None = None
    theme: Theme | None = None
    surface: Line | None = None
    text: Line | None = None
    radius: Annotated[int, _whole(0, MAX_RADIUS)] | None = None
    side: Side | None = None
    distance: Annotated[int, _whole(0, MAX_DISTANCE)] | None = None
    launcher: Launcher | None = None
    sounds: Flag | None = None
    emoji: Flag | None = None
    brand: Flag | None = None
    ask_name: Asked | None = None
    ask_email: Asked | None = None
    ask_phone: Asked | None = None
    ask_question: Asked | None = None
    consent_url: Long | None = None
    greets_after_seconds: Annotated[int, _whole(LEAST_GREETING_S, MOST_GREETING_S)] | None = None
    texts: dict[Language, dict[TextKey, Long | None]] | None = None


class WidgetOut(Schema):
    """The look of the chat, its form, and the texts that are the portal's own."""

    accent: str
    theme: Theme
    surface: str
    text: str
    radius: int
    side: Side
    distance: int
    launcher: Launcher
    sounds: bool
    emoji: bool
    brand: bool
    ask_name: Asked
    ask_email: Asked
    ask_phone: Asked
    ask_question: Asked
    consent_url: str
    greets_after_seconds: int | None
    texts: dict[Language, dict[TextKey, str]]


class QueueIn(Strict):
    """To whom a new chat is offered, and for how long; 0 seconds: not at all. Null is as it is shipped."""

    mode: QueueMode | None = None
    most_chats: Annotated[int, _whole(1, MOST_CHATS)] | None = None
    owner_seconds: Offered | Never | None = None
    last_agent_seconds: Offered | Never | None = None
    offer_seconds: Offered | None = None
    missed_after_seconds: Annotated[int, _whole(LEAST_MISSED_S, MOST_MISSED_S)] | None = None


class QueueOut(Schema):
    """To whom a new chat is offered, for how many seconds, and when it is missed (E12, B12, D17)."""

    mode: QueueMode
    most_chats: int | None
    owner_seconds: int
    last_agent_seconds: int
    offer_seconds: int
    missed_after_seconds: int


class HoursIn(Strict):
    """Business hours as they are typed, a text for each day from Monday; what is left out stays."""

    zone: Line | None = None
    week: Annotated[list[HoursOfDay], Constrained(min_length=WEEK, max_length=WEEK)] | None = None
    days: Long | None = None


class HoursOut(Schema):
    """Business hours as they are typed, a text for each day from Monday; `days` differ, one a line (B22)."""

    zone: str
    week: list[str]
    days: str


class PrivacyIn(Strict):
    """What is asked and how long something is kept (B20). Null is as it is shipped: nothing is asked, all is kept."""

    asks_consent: Flag | None = None
    kept_address: KeptAddress | None = None
    anonymous_days: Days | None = None
    visit_days: Days | None = None
    address_days: Days | None = None


class PrivacyOut(Schema):
    """Whether consent is asked, how much of an address is kept, and for how many days what is kept; null: for ever."""

    asks_consent: bool
    kept_address: KeptAddress
    anonymous_days: int | None
    visit_days: int | None
    address_days: int | None


class PortalIn(Strict):
    """What is to change; the rest stays. `hours` null: somebody may always be there.

    `assign_user` is the id of who owns new records; null, or `assign_to` attendee: who takes the chat (F5, F6).
    """

    name: Line = ""
    site_url: Line = ""
    domains: Annotated[list[Line], Constrained(max_length=MAX_DOMAINS)] = Constrained(default_factory=list)
    push_as: PushAs | None = None
    assign_to: AssignTo | None = None
    assign_user: Whole | None = None
    visitor_notification: Flag | None = None
    privacy: PrivacyIn = Constrained(default_factory=PrivacyIn)
    widget: WidgetIn = Constrained(default_factory=WidgetIn)
    queue: QueueIn = Constrained(default_factory=QueueIn)
    hours: HoursIn | None = None


WIDGET = {name: name for name in WidgetIn.model_fields if name != "texts"} | {"greets_after_seconds": "greets_after_s"}
QUEUE = {
    "mode": "queue_mode",
    "most_chats": "most_chats",
    "owner_seconds": "owner_s",
    "last_agent_seconds": "last_agent_s",
    "offer_seconds": "offer_s",
    "missed_after_seconds": "missed_after_s",
}
"""Name here → setting of the portal."""
WEBSITE = ("name", "site_url", "domains")
NEW_RECORDS = {"push_as": "push_as", "visitor_notification": "notify_visitors"}
NO_HOURS = {"zone": "", "week": [""] * WEEK, "days": ""}


def widget_told(portal: Portal) -> WidgetOut:
    """One query, or none where the texts were fetched before."""
    texts: dict[str, dict[str, str]] = {}
    for (language, key), text in sorted(texts_of(portal).items()):
        texts.setdefault(language, {})[key] = text
    return WidgetOut.model_validate({name: getattr(portal, of) for name, of in WIDGET.items()} | {"texts": texts})


def privacy_told(portal: Portal) -> PrivacyOut:
    """No query."""
    return PrivacyOut.model_validate({name: getattr(portal, name) for name in PrivacyIn.model_fields})


def queue_told(portal: Portal) -> QueueOut:
    """No query."""
    return QueueOut.model_validate({name: getattr(portal, of) for name, of in QUEUE.items()})


def hours_told(portal: Portal) -> HoursOut | None:
    """None where no hours are kept."""
    return HoursOut.model_validate(portal.hours) if portal.hours.get("on") else None


def widget_typed(told: WidgetIn) -> dict[str, str]:
    """What the form would send for it (portals/widgets.py)."""
    sent = told.model_dump(exclude_unset=True)
    texts = _texts_typed(sent.pop("texts", {}))
    settings = {WIDGET[name]: value for name, value in sent.items()}
    return as_typed(_shipped(settings), {}) | texts


def own_fields(told: PortalIn) -> dict[str, object]:
    """What change_portal takes for the website, its new records and its privacy. Raises Unreadable."""
    sent = told.model_dump(exclude_unset=True)
    website = {name: sent[name] for name in WEBSITE if name in sent}
    shipped = {of: sent[name] for name, of in NEW_RECORDS.items() if name in sent}
    return website | _shipped(shipped | sent.get("privacy", {})) | _assignment(told)


def queue_fields(told: QueueIn) -> dict[str, object]:
    """What change_portal takes for it."""
    return _shipped({QUEUE[name]: value for name, value in told.model_dump(exclude_unset=True).items()})


def hours_field(portal: Portal, told: HoursIn | None) -> dict[str, object]:
    """What change_portal takes for it: merged into hours that are kept. Raises Unreadable."""
    if told is None:
        return {"hours": {**NO_HOURS, **portal.hours, "on": False}}
    kept = portal.hours if portal.hours.get("on") else {"days": ""}
    merged = {**kept, **told.model_dump(exclude_none=True), "on": True}
    if missing := {"zone", "week"} - merged.keys():
        raise Unreadable({f"hours.{name}": "Field required" for name in sorted(missing)})
    return {"hours": merged}


def unreadable(refused: WidgetRefused) -> Unreadable:
    """The same, by the names that stand here."""
    texts = {text_name(language, key): f"texts.{language}.{key}" for language in LANGUAGES for key in TEXTS}
    names = {of: name for name, of in WIDGET.items()} | texts
    return Unreadable({f"widget.{names[name]}": sentence for name, sentence in refused.errors.items()})


def _assignment(told: PortalIn) -> dict[str, object]:
    """A user who is named is meant, unless it is the attendee who is."""
    if not told.model_fields_set & {"assign_to", "assign_user"}:
        return {}
    if (told.assign_to or (AssignTo.USER if told.assign_user else AssignTo.ATTENDEE)) == AssignTo.ATTENDEE:
        return {"assign_to": AssignTo.ATTENDEE, "assign_user": None}
    if "assign_user" not in told.model_fields_set:
        return {"assign_to": AssignTo.USER}
    user = active_users().filter(pk=told.assign_user or 0).first()
    if user is None:
        raise Unreadable({"assign_user": "There is no such user"})
    return {"assign_to": AssignTo.USER, "assign_user": user}


def _texts_typed(texts: dict[str, dict[str, str | None]] | None) -> dict[str, str]:
    """Null for all of them is what is shipped."""
    if texts is None:
        return {text_name(language, key): "" for language in LANGUAGES for key in TEXTS}
    return {text_name(language, key): text or "" for language, words in texts.items() for key, text in words.items()}


def _shipped(settings: dict[str, Any]) -> dict[str, object]:
    """Null is what is shipped."""
    portal = Portal()
    return {name: getattr(portal, name) if value is None else value for name, value in settings.items()}
