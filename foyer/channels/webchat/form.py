"""What a visitor types before a chat: read once into a frozen form, or refused at the field (F28, T12, T22)."""

import dataclasses
from collections.abc import Mapping

from foyer.conversations.models import Rating
from foyer.lib.emails import normalised_email
from foyer.lib.text import clean, clean_line

MAX_NAME = 120
MAX_TEXT = 4000
MAX_ID = 40
MAX_URL = 2000
MIN_START_ID = 8


class Rejected(Exception):
    """The frame is not taken: `code` for the widget's texts, `field` where it stands."""

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a portal wants before a chat. `consent` is what must be agreed to, empty when nothing (B20)."""

    fields: frozenset[str] = frozenset({"text"})
    consent: str = ""


def wanted_by(widget: Mapping[str, object], language: str) -> Wanted:
    """As the widget is told it (`portals/widget_told.py`), in the language in which it is shown."""
    rules, consent, texts = (widget.get(name) for name in ("fields", "consent", "texts"))
    fields = {"text": "required"} | (rules if isinstance(rules, dict) else {})
    own = texts.get(language, {}) if isinstance(texts, dict) else {}
    wording = own.get("consent") or consent["text"] if isinstance(consent, dict) else ""
    return Wanted(fields=frozenset(name for name, rule in fields.items() if rule == "required"), consent=wording)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StartForm:
    """The pre-chat form. The e-mail is as typed and proves nothing (B3); `consent` is what was agreed to."""

    id: str
    name: str
    email: str
    phone: str
    text: str
    url: str
    title: str
    language: str
    consent: str = ""


def start_form(frame: dict[str, object], language: str, wanted: Wanted = Wanted()) -> StartForm:
    """Reads a start frame. Raises Rejected with the first field that is wrong, or missing where it is wanted."""
    who = _who(frame)
    if missing := next((field for field in ("email", "phone") if field in wanted.fields and not who[field]), None):
        raise Rejected(f"{missing}_missing", missing)
    text = clean_text(frame) if "text" in wanted.fields or frame.get("text") else ""
    _require_consent(frame, wanted)
    return StartForm(
        id=start_id(frame),
        text=text,
        url=_web_address(_line(frame, "url", MAX_URL)),
        title=_line(frame, "title", 300),
        language=language,
        consent=wanted.consent,
        **who,
    )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What whoever answered an invitation says of themselves. As typed, and proves nothing (B3)."""

    name: str
    email: str
    phone: str
    consent: str = ""


def introduction(frame: dict[str, object], wanted: Wanted = Wanted()) -> Introduction:
    """Reads an introduce frame. Raises Rejected with the first field that is wrong."""
    who = _who(frame)
    _require_consent(frame, wanted)
    return Introduction(**who, consent=wanted.consent)


def _require_consent(frame: dict[str, object], wanted: Wanted) -> None:
    if wanted.consent and frame.get("consent") is not True:
        raise Rejected("consent_missing", "consent")


def _who(frame: dict[str, object]) -> dict[str, str]:
    """Name, e-mail and phone."""
    who = {"name": _line(frame, "name", MAX_NAME), "email": _line(frame, "email", 320)}
    if not who["name"]:
        raise Rejected("name_missing", "name")
    if who["email"] and normalised_email(who["email"]) is None:
        raise Rejected("email_invalid", "email")
    return who | {"phone": _line(frame, "phone", 40)}


def rating_of(frame: dict[str, object]) -> tuple[Rating, str]:
    """Good or bad, and why. Raises Rejected for anything else."""
    comment = frame.get("comment", "")
    if frame.get("rating") not in Rating.values or not isinstance(comment, str):
        raise Rejected("malformed")
    return Rating(str(frame["rating"])), comment


def clean_text(frame: dict[str, object]) -> str:
    """The words of a line. Raises Rejected when there are none or too many."""
    text = frame.get("text")
    if not isinstance(text, str) or not clean(text, MAX_TEXT):
        raise Rejected("text_missing", "text")
    if len(text) > MAX_TEXT:
        raise Rejected("text_long", "text")
    return clean(text, MAX_TEXT)


def page_of(frame: dict[str, object]) -> str:
    """The address of the visitor's page, without its fragment. Raises Rejected when there is none."""
    page = _web_address(_line(frame, "url", MAX_URL)).partition("#")[0]
    if not page:
        raise Rejected("malformed")
    return page


def start_id(frame: dict[str, object]) -> str:
    """The id of a start: long, since who knows it may ask again for the answer (R12)."""
    found = _line(frame, "id", MAX_ID)
    if len(found) < MIN_START_ID:
        raise Rejected("malformed")
    return found


def client_id(frame: dict[str, object]) -> str:
    """The id that makes sending twice the same as once (R11)."""
    found = _line(frame, "id", MAX_ID)
    if not found:
        raise Rejected("malformed")
    return found


def _line(frame: dict[str, object], name: str, limit: int) -> str:
    value = frame.get(name)
    return clean_line(value, limit) if isinstance(value, str) else ""


def _web_address(url: str) -> str:
    return url if url.lower().startswith(("http://", "https://")) else ""
