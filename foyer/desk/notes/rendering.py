"""The one place where a note becomes HTML: Markdown without raw HTML, then only what a note may hold (T15).

Two walls: markdown-it escapes whatever looks like HTML, and nh3 lets nothing through that is not on the list.
"""

from collections.abc import Iterable
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markupsafe import Markup

from foyer.crm.mentions import mentionable, name_at

TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "code", "pre", "blockquote", "span"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
CLASSES = {"span": {"f-mention"}}
SCHEMES = {"http", "https", "mailto", "tel"}
LINKS = {"a": {"target": "_blank"}}
NOT_IN_NOTES = ["image", "html_block", "html_inline", "heading", "lheading", "hr", "reference"]


def note_html(text: str, names: Iterable[str] = ()) -> Markup:
    """The note as HTML that is safe to show; these names stand out where they follow an @."""
    html = _MARKDOWN.render(text, {"names": mentionable(names)})
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values=LINKS,
    )
    return Markup(cleaned.strip())  # noqa: S704  this is the sink; nh3 has cleaned it


def _mention(state: StateInline, silent: bool) -> bool:
    """`@Boris Brandt` where such a colleague was named."""
    place = state.pos
    if state.src[place] != "@" or (place and (state.src[place - 1].isalnum() or state.src[place - 1] in "@._")):
        return False
    name = name_at(state.src, place + 1, state.env.get("names", []))
    if not name:
        return False
    if not silent:
        token = state.push("mention", "span", 0)
        token.content = state.src[place : place + 1 + len(name)]
    state.pos += 1 + len(name)
    return True


def _mention_html(_renderer: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return str(Markup('<span class="f-mention">{}</span>').format(tokens[index].content))


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    made.enable("strikethrough").disable(NOT_IN_NOTES)
    made.inline.ruler.before("link", "mention", _mention)
    made.add_render_rule("mention", _mention_html)
    return made


_MARKDOWN = _markdown()
