"""The environment of our templates: escaping on, undefined names are errors, texts translated (T15)."""

from functools import cache, lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, pass_environment
from markupsafe import Markup

from foyer.desk.shell import faces, formats, marks

KEPT_TEXTS = 8_000
KEPT_PARTS = 100
KEPT_ADDRESSES = 4_000
"""So many paths of named pages are kept: finding one out costs as much as drawing some cells (P5)."""


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True)
    made = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], **options)  # noqa: S701  autoescape is set above
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals["_"] = said
    made.globals.update(
        static=cache(static),
        url=url,
        fixed=fixed,
        fmt=formats,
        initials=faces.initials,
        tint=faces.tint,
        draw=marks,
        language=translation.get_language,
    )
    return made


def said(text: str, /, **words: Any) -> Markup:
    """A text in the user's language, with these words in their places."""
    known = _text(translation.get_language(), text)
    return known % words if words else _plain(known)


@pass_environment
def fixed(made: Environment, name: str) -> Markup:
    """A template that says the same to everybody who speaks the language; drawn once."""
    return _drawn(made, translation.get_language(), name)


def url(name: str, /, **kwargs: Any) -> str:
    """The path of a named page."""
    return _path(name, tuple(kwargs.items()))


@lru_cache(maxsize=KEPT_ADDRESSES)
def _path(name: str, kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, kwargs=dict(kwargs) or None)


@lru_cache(maxsize=KEPT_TEXTS)
def _text(_language: str | None, text: str) -> Markup:
    return Markup(translation.gettext(text))  # noqa: S704  texts are ours


@lru_cache(maxsize=KEPT_TEXTS)
def _plain(text: Markup) -> Markup:
    """Without words to put in; what is a percent sign is one."""
    return text % {}


@lru_cache(maxsize=KEPT_PARTS)
def _drawn(made: Environment, _language: str | None, name: str) -> Markup:
    return Markup(made.get_template(name).render())  # noqa: S704  escaped by the template
