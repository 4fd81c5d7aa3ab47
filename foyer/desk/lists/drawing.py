"""A cell as HTML: a page has three hundred of them, and drawing them here costs a fifth of what a macro would (P5)."""

# ruff: noqa: S704  all that comes from outside is escaped here

from markupsafe import Markup, escape

from foyer.crm.fields.types import Kind
from foyer.desk.records.values import Shown
from foyer.desk.shell.marks import tag

TAGGED = frozenset({"status", "stage", "kind", "priority"})
"""Fields whose value stands in a frame."""
OF_THE_WEB = ("http://", "https://")


def td(mark: str, look: str, shown: Shown, content: Markup, address: str) -> Markup:
    """The cell `mark`; with an address a click fetches the control from there."""
    if not address:
        return Markup(f'<td id="{escape(mark)}" class="{look}">{content}</td>')
    fetched = f'data-cell hx-get="{escape(address)}" hx-trigger="foyer:edit" hx-swap="outerHTML" tabindex="0"'
    return Markup(
        f'<td id="{escape(mark)}" class="{look} f-edit" {fetched} title="{escape(shown.text)}">{content}</td>'
    )


def content(key: str, kind: Kind, shown: Shown) -> Markup:
    """What stands in a cell: words, frames, or a link."""
    if kind == Kind.TAGS:
        return Markup("").join(tag(name) + " " for name in shown.tags)
    if shown.url:
        return _link(shown)
    return tag(shown.text) if key in TAGGED and shown.text else escape(shown.text)


def _link(shown: Shown) -> Markup:
    """Other websites open beside Foyer and are not told where one came from (T15)."""
    away = ' rel="noopener noreferrer nofollow" target="_blank"' if shown.url.startswith(OF_THE_WEB) else ""
    return Markup(f'<a class="f-cut" href="{escape(shown.url)}"{away}>{escape(shown.text)}</a>')
