"""Rows and cells as HTML: a page has three hundred cells; drawing them here costs a tenth of what macros would (P5).

What comes from outside is escaped where it is put in; everything else is ours.
"""

# ruff: noqa: S704  see above

from html import escape

from markupsafe import Markup

from foyer.crm.fields.types import Kind
from foyer.desk.records.values import Shown
from foyer.desk.shell.marks import dot, face, tag

TAGGED = frozenset({"status", "stage", "kind", "priority"})
"""Fields whose value stands in a frame."""
_DONE = ' class="done"'
OF_THE_WEB = ("http://", "https://")


def td(mark: str, look: str, shown: Shown, content: str, address: str) -> str:
    """The cell `mark`; with an address a click fetches the control from there."""
    if not address:
        return f'<td id="{mark}" class="{look}">{content}</td>'
    fetched = f'data-cell hx-get="{address}" hx-trigger="foyer:edit" hx-swap="outerHTML" tabindex="0"'
    return f'<td id="{mark}" class="{look} f-edit" {fetched} title="{escape(shown.text)}">{content}</td>'


def content(key: str, kind: Kind, shown: Shown) -> str:
    """What stands in a cell: words, frames, or a link."""
    if kind == Kind.TAGS:
        return "".join(f"{tag(name)} " for name in shown.tags)
    if shown.url:
        return _link(shown)
    return tag(shown.text) if key in TAGGED and shown.text else escape(shown.text)


def choosing(row_id: int, words: str) -> str:
    """The cell with the tick; `words` say what it chooses."""
    tick = f'name="id" value="{row_id}" form="mass" data-tick aria-label="{escape(words)}"'
    return f'<td class="f-choosing"><input class="form-check-input" type="checkbox" {tick}></td>'


def naming(name: str, url: str, here: str, person: int | None, *, faced: bool, online: bool, about: str = "") -> str:
    """The cell with the name: face, green dot, where the name leads, and what stands behind it."""
    mark = face(name, "sm", online, person=person or 0, here=here) if faced else dot(title=here) if online else ""
    link = f'<a class="who f-cut" href="{escape(url)}" data-open>{escape(name)}</a>'
    return f'<td class="one f-naming"><span class="f-line">{mark}{link}{_said(here, person, online)}{about}</span></td>'


def beside(text: str, url: str) -> str:
    """What an activity is about, behind its name."""
    return f'<a class="f-small f-3 f-cut" href="{escape(url)}">{escape(text)}</a>' if text else ""


def tr(cells: list[str], *, is_done: bool) -> Markup:
    """A row."""
    return Markup(f"<tr data-row{_DONE if is_done else ''}>{''.join(cells)}</tr>")


def _said(here: str, person: int | None, online: bool) -> str:
    """The green dot in words; that of a person is there for when they come."""
    if not online and not person:
        return ""
    of = f' data-person="{person}"{"" if online else " hidden"}' if person else ""
    return f'<span class="f-sr"{of}>{escape(here)}</span>'


def _link(shown: Shown) -> str:
    """Other websites open beside Foyer and are not told where one came from (T15)."""
    away = ' rel="noopener noreferrer nofollow" target="_blank"' if shown.url.startswith(OF_THE_WEB) else ""
    return f'<a class="f-cut" href="{escape(shown.url)}"{away}>{escape(shown.text)}</a>'
