"""How a form comes onto a website: as script, as frame, or as plain HTML (E24, F126)."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from foyer.channels.forms.guard import TRAP
from foyer.channels.forms.models import WebForm
from foyer.channels.forms.offered import asked
from foyer.portals.domains import is_this_machine, origin_allowed
from foyer.portals.models import Portal


def script_snippet(form: WebForm, base_url: str) -> str:
    """One tag; where it stands, the form appears. With an embed code it tracks the page too (F126, F127)."""
    tracked = f' data-track="{escape(form.embed_code.key)}"' if form.embed_code else ""
    return f'<script async src="{escape(base_url)}/forms/embed.js" data-form="{escape(form.key)}"{tracked}></script>'


def frame_snippet(form: WebForm, base_url: str) -> str:
    """A frame, for websites that take no script."""
    address = escape(f"{base_url}/forms/{form.key}/")
    height = 220 + 84 * len(form.fields) + (60 if form.consent else 0)
    return f'<iframe src="{address}" title="{escape(form.title or form.name)}" width="100%" height="{height}"></iframe>'


def plain_snippet(form: WebForm, base_url: str) -> str:
    """HTML without anything of ours, for who wants to style it; it may be posted from the portal's domains only."""
    with translation.override(form.language):
        context = {"form": form, "fields": asked(form), "address": f"{base_url}/forms/{form.key}/", "trap": TRAP}
        return render_to_string("channels/forms/pages/plain.jinja", context).strip()


def frame_ancestors(domains: Iterable[str]) -> list[str]:
    """The portal's domains as sources of a content security policy; `www.` and without it are twins."""
    return sorted({source for entry in domains for source in _sources(entry)})


def redirect_target(form: WebForm) -> str:
    """Where a sent form leads, when that is still a page of the portal; else empty (no open redirect)."""
    return form.redirect_url if is_page_of(form.portal, form.redirect_url) else ""


def is_page_of(portal: Portal, url: str) -> bool:
    """Whether the address is a page of one of the portal's domains."""
    if any(character.isspace() or character == "\\" for character in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return "@" not in parts.netloc and origin_allowed(f"{parts.scheme}://{parts.netloc}", portal.domains)


def _sources(entry: str) -> list[str]:
    host, _colon, port = entry.partition(":")
    if entry.startswith("["):
        return []
    hosts = [host] if host.startswith("*.") or is_this_machine(host) else [host, _twin(host)]
    end = f":{port}" if port else ":*" if is_this_machine(host) else ""
    return [f"{scheme}://{each}{end}" for each in hosts for scheme in ("https", "http")]


def _twin(host: str) -> str:
    return host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
