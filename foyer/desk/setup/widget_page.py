"""What the page of a portal's chat widget shows, and what its preview is told."""

import copy
import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foyer import portals
from foyer.desk.access import signed_in
from foyer.desk.shell.formats import number
from foyer.portals.contrast import READABLE, WHITE, contrast, readable_on
from foyer.portals.models import Portal, Theme
from foyer.portals.widget_settings import LANGUAGES, TEXTS, read_widget, text_name
from foyer.portals.widget_told import widget_look
from foyer.portals.widgets import widget_as_typed
from foyer.team.queries import organisation

SHIPPED: Mapping[str, Mapping[str, str]] = json.loads(Path(portals.__path__[0], "shipped.json").read_text("utf-8"))
NAMES = {"en": "English", "de": "Deutsch", "fr": "Français"}
GROUNDS = {Theme.LIGHT: "#FFFFFF", Theme.DARK: "#1E1D1B"}
"""The surfaces of the shipped themes (widget/chat/widget.css)."""
FAINT = 1.5


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """A text in one language: what its field is called, its limit, what is shipped."""

    name: str
    key: str
    most: int
    shipped: str


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """What the preview shows, as JSON, and what is to be said about the colours."""

    config: str
    notes: list[tuple[str, str]]
    has_errors: bool


@dataclasses.dataclass(frozen=True, slots=True)
class WidgetPage:
    """The form as it stands, why some of it cannot be, and the preview."""

    portal: Portal
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    languages: list[tuple[str, str, list[Words]]]
    language: str
    told: Told


def widget_page(
    request: HttpRequest, portal: Portal, posted: Mapping[str, str] | None = None, errors: Mapping[str, str] = {}
) -> WidgetPage:
    """The saved settings, or what was `posted` and refused."""
    typed = widget_as_typed(portal) if posted is None else posted
    return WidgetPage(
        portal, typed, errors, _languages(request, portal), _language(errors), told_of(request, portal, typed)
    )


def told_of(request: HttpRequest, portal: Portal, typed: Mapping[str, str]) -> Told:
    """The widget with what is typed; what cannot be stays as it is saved."""
    read, shown = read_widget(typed), copy.copy(portal)
    for name, value in read.settings.items():
        setattr(shown, name, value)
    here = {"name": _organisation(portal), "online": True, "agents": [signed_in(request).first_name], "back": None}
    return Told(json.dumps({**here, **widget_look(shown, read.texts)}), _notes(shown), bool(read.errors))


def _languages(request: HttpRequest, portal: Portal) -> list[tuple[str, str, list[Words]]]:
    shop, agent = _organisation(portal), signed_in(request).first_name
    return [(one, NAMES[one], [_words(one, key, shop, agent) for key in TEXTS]) for one in LANGUAGES]


def _words(language: str, key: str, shop: str, agent: str) -> Words:
    shipped = shop if key == "title" else SHIPPED[language].get(key, "").replace("{name}", agent)
    return Words(text_name(language, key), key, TEXTS[key], shipped)


def _language(errors: Mapping[str, str]) -> str:
    """The language that is shown first: the one with something to put right, else the reader's."""
    wrong = next((one for one in LANGUAGES for key in TEXTS if text_name(one, key) in errors), None)
    return wrong or (get_language() or "en")[:2]


def _organisation(portal: Portal) -> str:
    house = organisation()
    return house.name if house else portal.name


def _notes(portal: Portal) -> list[tuple[str, str]]:
    """How readable it is; a warning where it is not (WCAG AA)."""
    on = readable_on(portal.accent)
    ratio = _ratio(contrast(on, portal.accent))
    white = _("Text on the colour is white. Contrast %(ratio)s to 1.")
    black = _("Text on the colour is black, which is easier to read there. Contrast %(ratio)s to 1.")
    notes = [("", (white if on == WHITE else black) % {"ratio": ratio})]
    if portal.theme == Theme.OWN and portal.surface and portal.text:
        found = contrast(portal.text, portal.surface)
        if found < READABLE:
            sentence = _(
                "Text on this background is hard to read: %(ratio)s to 1. From 4.5 to 1 it is readable (WCAG AA)."
            )
            notes.append(("warn", sentence % {"ratio": _ratio(found)}))
    if any(contrast(portal.accent, ground) < FAINT for ground in _grounds(portal)):
        notes.append(("warn", _("The colour hardly stands out from the background: buttons are hard to see there.")))
    return notes


def _ratio(found: float) -> str:
    """Never rounded up: what is said to be 4.5 is readable."""
    return number(int(found * 10) / 10)


def _grounds(portal: Portal) -> list[str]:
    if portal.theme == Theme.OWN:
        return [portal.surface] if portal.surface else []
    return [GROUNDS[Theme(portal.theme)]] if portal.theme != Theme.SYSTEM else list(GROUNDS.values())
