"""What the chat widget on a website is told of its portal's settings (docs/extending/widget.md). Pure."""

from collections.abc import Mapping

from foyer.portals.contrast import readable_on
from foyer.portals.models import Portal, Theme
from foyer.portals.widget_settings import CONSENT, LANGUAGES, Texts

KEYS: Mapping[str, tuple[str, ...]] = {"offline": ("nobody_here", "write_us"), "launcher": ("chat",)}
"""Texts that are called otherwise in the widget (widget/chat/texts/)."""


def widget_look(portal: Portal, texts: Texts) -> dict[str, object]:
    """Everything but who is there now."""
    has_own = portal.theme == Theme.OWN
    return {
        "accent": portal.accent,
        "on_accent": readable_on(portal.accent),
        "surface": (portal.surface or None) if has_own else None,
        "text": (portal.text or None) if has_own else None,
        "theme": portal.theme if portal.theme in {Theme.LIGHT, Theme.DARK} else None,
        "radius": portal.radius,
        "position": portal.side,
        "distance": portal.distance,
        "launcher": portal.launcher,
        "logo": f"/widget/logo/{portal.logo}.webp" if portal.logo else None,
        "sound": portal.sounds,
        "emoji": portal.emoji,
        "greets_after_s": portal.greets_after_s,
        "fields": {
            "name": portal.ask_name,
            "email": portal.ask_email,
            "phone": portal.ask_phone,
            "text": portal.ask_question,
        },
        "consent": _consent(portal, texts),
        "brand": portal.brand,
        "texts": _by_language(texts),
    }


def _consent(portal: Portal, texts: Texts) -> dict[str, str] | None:
    """The box to tick. Where the visitor's language has no wording of its own, the first one there is stands in it."""
    worded = [text for language in LANGUAGES if (text := texts.get((language, CONSENT)))]
    return {"text": worded[0], "url": portal.consent_url} if worded else None


def _by_language(texts: Texts) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = {}
    for (language, key), text in texts.items():
        for name in KEYS.get(key, (key,)):
            if text:
                told.setdefault(language, {})[name] = text
    return told
