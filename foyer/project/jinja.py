"""The environment of our templates: escaping on, undefined names are errors, texts translated (T15)."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from foyer.desk.shell import faces, formats


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
    made.globals.update(
        static=static, url=url, fmt=formats, initials=faces.initials, tint=faces.tint, language=translation.get_language
    )
    return made


def url(name: str, /, **kwargs: Any) -> str:
    """The path of a named page."""
    return reverse(name, kwargs=kwargs or None)
