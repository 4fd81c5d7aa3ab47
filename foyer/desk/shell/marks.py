"""The smallest parts of a screen, of which a page has hundreds: as macros they would cost several times as much (P5).

Templates have them from components.jinja like all others.
"""

# ruff: noqa: S704  all that comes from outside is escaped here

import datetime as dt
from functools import lru_cache

from django.templatetags.static import static
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from foyer.desk.shell import formats
from foyer.desk.shell.faces import initials, tint

KEPT = 1_000


@lru_cache(maxsize=KEPT)
def icon(name: str, cls: str = "") -> Markup:
    """One icon of static/icons.txt; `cls`: s (14 px) l (20 px) dim full."""
    more = f" {escape(cls)}" if cls else ""
    address = f"{escape(static('icons.svg'))}#{escape(name)}"
    return Markup(f'<svg class="f-i{more}" aria-hidden="true"><use href="{address}"/></svg>')


@lru_cache(maxsize=KEPT)
def dot(state: str = "", title: str = "") -> Markup:
    """A state as a dot: "" (here now, green) off away bad quiet ink halo."""
    more, said = f" {escape(state)}" if state else "", f' title="{escape(title)}"' if title else ""
    return Markup(f'<i class="f-dot{more}"{said}></i>')


def presence_dot(person: int, online: bool = False, said: str = "") -> Markup:
    """The green dot of somebody, by the actor of their record: it comes and goes on the open page (D20, F110-F115).

    Lists say once for all their rows what it means.
    """
    state, said = "" if online else " hidden", escape(said or _("On the website now"))
    return Markup(f'<i class="f-dot" data-person="{int(person)}" title="{said}"{state}></i>')


def tag(text: str, cls: str = "", icon_name: str = "") -> Markup:
    """A word in a frame; `cls`: warn bad live accent."""
    before = icon(icon_name, "s") if icon_name else ""
    return Markup(f'<span class="f-tag {escape(cls)}">{before}{escape(text)}</span>')


def kind_text(kind: str) -> str:
    """What kind of visitor somebody is, in a word (D3, D9)."""
    words = {"customer": _("Customer"), "potential": _("Potential"), "lead": _("Lead"), "contact": _("Contact")}
    return words.get(kind) or _("Unknown")


def type_tag(kind: str) -> Markup:
    """The same in a frame."""
    return Markup(f'<span class="f-tag {escape(kind or "unknown")}">{escape(kind_text(kind))}</span>')


@lru_cache(maxsize=KEPT)
def score(value: int) -> Markup:
    """A number from 0 to 100 and a bar as long."""
    bar = f'<rect class="fill" width="{round(value * 28 / 100, 1)}" height="4" rx="2"/>'
    back = '<rect class="back" width="28" height="4" rx="2"/>'
    return Markup(
        f'<span class="f-score">{int(value)}<svg viewBox="0 0 28 4" aria-hidden="true">{back}{bar}</svg></span>'
    )


def ago(at: dt.datetime, near: bool = False) -> Markup:
    """How long ago; it goes on by itself ("3 min"). With `near` the weekday alone of the days before today."""
    said = formats.lately(at) if near else formats.when(at)
    return Markup(
        f'<time datetime="{at.isoformat()}" title="{escape(formats.full(at))}" data-ago>{escape(said)}</time>'
    )


def clock_time(at: dt.datetime) -> Markup:
    """The time of the day, "14:02"."""
    said = escape(formats.time(at))
    return Markup(f'<time datetime="{at.isoformat()}" title="{escape(formats.full(at))}">{said}</time>')


def wait(since: dt.datetime, goal_s: int = 60) -> Markup:
    """A running clock from that time: grey, amber from half the goal, red past it."""
    look, said = escape(formats.wait_state(since, goal_s)), escape(formats.waited(since))
    goes_on = f'data-wait="{since.isoformat()}" data-goal="{int(goal_s)}"'
    return Markup(f'<span class="f-wait {look}" {goes_on}>{icon("clock")}<span>{said}</span></span>')


def face(
    name: str,
    size: str = "",
    online: bool = False,
    country: str = "",
    cls: str = "",
    channel: str = "",
    person: int = 0,
    here: str = "",
) -> Markup:
    """Initials on a tint; without a name the country's letters. `size`: xs sm "" md lg; `channel`: an icon's name.

    With `person`, the actor of a record, the green dot follows them; `here` is what it says.
    """
    inner = initials(name) if name else country.upper()[:2] if country else icon("user", "s")
    look = f"f-face {escape(size)} {tint(name) if name else 'none'} {escape(cls)}"
    mark = (
        presence_dot(person, online, here) if person else dot(title=here or _("On the website now")) if online else ""
    )
    by = f'<i class="ch">{icon(channel)}</i>' if channel else ""
    return Markup(f'<span class="{look}" aria-hidden="true">{escape(inner)}{mark}{by}</span>')


def menu_item(
    text: str, url: str = "", icon_name: str = "", on: bool = False, aside: str = "", swatch: str = ""
) -> Markup:
    """A line of a menu: a link, or without an address the button of a form."""
    before = escape(swatch) if swatch else icon(icon_name) if icon_name else ""
    behind = f'<span class="f-end f-small f-3">{escape(aside)}</span>' if aside else ""
    mark = f'<span class="f-end">{icon("check")}</span>' if on else ""
    inner, state = f"{before}<span>{escape(text)}</span>{behind}{mark}", ' aria-current="true"' if on else ""
    if url:
        look = ' class="hi"' if on else ""
        return Markup(f'<a href="{escape(url)}"{look}{state}>{inner}</a>')
    return Markup(f'<button type="submit" class="it{" hi" if on else ""}"{state}>{inner}</button>')
