"""The settings of a portal's chat widget: how each is read, and the texts that may be one's own. Pure."""

import dataclasses
import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from foyer.lib.text import clean_line
from foyer.portals.models import Asked, Launcher, Side, Theme
from foyer.team.types import Refusal

MAX_RADIUS, MAX_DISTANCE = 24, 200
LEAST_GREETING_S, MOST_GREETING_S = 3, 600
LANGUAGES = ("en", "de", "fr")
CONSENT = "consent"
"""The text that must be agreed to before a chat; nothing is shipped for it, and without it there is no box (B20)."""
MAX_URL = 500
TEXTS: Mapping[str, int] = {
    "title": 60,
    "hello": 80,
    "welcome": 200,
    "offline": 200,
    "thanks": 200,
    "launcher": 30,
    "greeting": 200,
    CONSENT: 500,
}
"""Text → how many characters it may have."""
_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*\Z", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")

Texts = dict[tuple[str, str], str]
"""Language and key → text; an empty one is the shipped one."""


class WidgetRefused(Refusal):
    """Some settings cannot be; `errors` says for each field why."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(next(iter(errors.values())))
        self.errors = errors


@dataclasses.dataclass(frozen=True, slots=True)
class WidgetRead:
    """What was typed: settings and texts that can be, and why the others cannot."""

    settings: dict[str, object]
    texts: Texts
    errors: dict[str, str]


def read_widget(typed: Mapping[str, str]) -> WidgetRead:
    """Reads a whole form; names it does not know are ignored (T14). A switch that is missing is off."""
    settings: dict[str, object] = {}
    texts: Texts = {}
    errors: dict[str, str] = {}
    for name, read in CHECKS.items():
        try:
            settings[name] = read(typed.get(name, ""))
        except Refusal as refusal:
            errors[name] = refusal.sentence
    for language in LANGUAGES:
        for key, most in TEXTS.items():
            name = text_name(language, key)
            try:
                texts[language, key] = _text(typed.get(name, ""), most)
            except Refusal as refusal:
                errors[name] = refusal.sentence
    return WidgetRead(settings, texts, errors)


def text_name(language: str, key: str) -> str:
    """What the field of a text is called in a form."""
    return f"text_{language}_{key}"


def as_typed(settings: Mapping[str, object], texts: Texts) -> dict[str, str]:
    """Settings and texts as a form would send them."""
    words = {text_name(*place): text for place, text in texts.items()}
    return {name: _written(value) for name, value in settings.items()} | words


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


def _text(typed: str, most: int) -> str:
    """On one line, without what would turn it round (T22)."""
    if len(typed.strip()) > most:
        raise Refusal(_("At most %(most)s characters fit here.") % {"most": most})
    return clean_line(typed, most)


def _colour(typed: str) -> str:
    if not _COLOUR.match(typed):
        raise Refusal(_("This is not a colour. Write it like #304AA6."))
    return typed.upper()


def _address(typed: str) -> str:
    """A page of the web, or nothing (T16)."""
    text = typed.strip()
    if text and (len(text) > MAX_URL or not _ADDRESS.match(text) or clean_line(text, MAX_URL) != text):
        raise Refusal(_("Write the whole address, with https://."))
    return text


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(typed: str) -> int:
        text = typed.strip()
        if not text.isascii() or not text.isdecimal() or len(text) > len(str(most)) or not least <= int(text) <= most:
            raise Refusal(_("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most})
        return int(text)

    return read


def _greeting(typed: str) -> int | None:
    """After how many seconds; nothing is never."""
    return _number(LEAST_GREETING_S, MOST_GREETING_S)(typed) if typed.strip() else None


def _one_of(choices: type[Theme] | type[Side] | type[Launcher] | type[Asked]) -> Callable[[str], str]:
    def read(typed: str) -> str:
        if typed not in choices.values:
            raise Refusal(_("Choose one of what is offered."))
        return typed

    return read


CHECKS: Mapping[str, Callable[[str], object]] = {
    "accent": _colour,
    "theme": _one_of(Theme),
    "surface": lambda typed: typed and _colour(typed),
    "text": lambda typed: typed and _colour(typed),
    "radius": _number(0, MAX_RADIUS),
    "side": _one_of(Side),
    "distance": _number(0, MAX_DISTANCE),
    "launcher": _one_of(Launcher),
    "sounds": bool,
    "emoji": bool,
    "brand": bool,
    "ask_name": _one_of(Asked),
    "ask_email": _one_of(Asked),
    "ask_phone": _one_of(Asked),
    "ask_question": _one_of(Asked),
    "consent_url": _address,
    "greets_after_s": _greeting,
}
"""Setting → how it is read."""
UNTICKED: Mapping[str, str] = {name: "" for name, read in CHECKS.items() if read is bool}
"""What a form leaves out of switches that are off."""
