"""The environment of our templates: escaping on, undefined names are errors, texts translated (T15)."""

import pickle
import sys
from collections.abc import Hashable
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined, Template, pass_environment
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from foyer.desk.shell import faces, formats, marks

COMPILED = Path(__file__).resolve().parents[1] / "__pycache__"
CUT_SHORT = (pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, LookupError)
KEPT_TEXTS = 8_000
KEPT_PARTS = 400
KEPT_ADDRESSES = 4_000
"""So many paths of named pages are kept: finding one out costs as much as drawing some cells (P5)."""


class Part(Template):
    """A template that others import from. All know the same global names here, so what it defines is made once.

    Jinja compares the names of both at each import, which took a twelfth of drawing a page (P5).
    """

    def _get_default_module(self, _importing: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class OurEnvironment(Environment):
    """Makes such templates."""

    template_class = Part


class Compiled(FileSystemBytecodeCache):
    """Templates as byte code, where Python keeps that of our modules: to compile them again took each start 2 s.

    What cannot be kept, as on a full disk or in a folder of somebody else's, is compiled where it is needed.
    """

    def __init__(self) -> None:
        made_by = Path(__file__).stat().st_mtime_ns  # what is compiled depends on the options below
        super().__init__(str(COMPILED), f"%s.{made_by}.jinjac")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Reads it; what a failing machine left of a file is compiled anew."""
        try:
            super().load_bytecode(bucket)
        except CUT_SHORT:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes it, unless Python was told to write none."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True)
    options.update(bytecode_cache=Compiled())
    made = OurEnvironment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], **options)
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
        drawn=drawn,
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
    return _drawn(made, translation.get_language(), name, ())


@pass_environment
def drawn(made: Environment, name: str, /, **words: Hashable) -> Markup:
    """A template that says the same for the same words in one language, and knows nothing else; drawn once for each.

    Words are values that are equal only where they read the same: no rows of the database, no token.
    """
    return _drawn(made, translation.get_language(), name, tuple(words.items()))


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
def _drawn(made: Environment, _language: str | None, name: str, words: tuple[tuple[str, Hashable], ...]) -> Markup:
    return Markup(made.get_template(name).render(dict(words)))  # noqa: S704  escaped by the template
