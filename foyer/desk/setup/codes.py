"""Embed codes as pages show them, and sending them to the webmaster (F19-F23)."""

import dataclasses
from urllib.parse import quote

from django import forms
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.desk.access import signed_in
from foyer.desk.mails.compose import Mail, embed_code_mail
from foyer.desk.mails.send import embed_code_facts, mail_is_set_up, send_embed_code
from foyer.desk.shell.context import portals_seen
from foyer.lib.base_url import base_url
from foyer.lib.jobs import enqueue
from foyer.portals.models import EmbedCode, Portal
from foyer.portals.queries import embed_snippet
from foyer.team.models import User

MAILS_AN_HOUR = 10
HOUR_S = 3600


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """An embed code with the line to copy."""

    id: int
    portal_id: int
    name: str
    snippet: str
    show_chat_icon: bool


class WebmasterForm(forms.Form):
    """Where the code shall go, and nothing else (T14)."""

    address = forms.EmailField(label=gettext_lazy("E-mail of the webmaster"), max_length=254)


def code_of(code: EmbedCode, base: str) -> Code:
    """The code as pages show it."""
    return Code(code.pk, code.portal_id, code.name, embed_snippet(code, base), code.show_chat_icon)


def first_code(request: HttpRequest, portal: Portal | None) -> Code | None:
    """The first embed code of the portal, or of the first enabled portal the user sees."""
    wanted = [portal] if portal else portals_seen(request)
    found = (
        EmbedCode.objects.filter(portal__in=wanted)
        .select_related("portal")
        .order_by("-portal__is_enabled", "pk")
        .first()
    )
    return code_of(found, base_url(request)) if found else None


def mail_for(request: HttpRequest, code: EmbedCode) -> Mail:
    """What the webmaster would read."""
    return embed_code_mail(embed_code_facts(code, signed_in(request), base_url(request)))


def mailto(address: str, mail: Mail) -> str:
    """A link that opens the user's own mail program with everything filled in."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(mail.subject)}&body={quote(mail.text)}"


def send_to_webmaster(request: HttpRequest, code: EmbedCode, form: WebmasterForm) -> bool:
    """Queues the mail; False when mail is not set up, or the form now says that it was too often (T27)."""
    if not mail_is_set_up():
        return False
    user = signed_in(request)
    if not _may_mail(user):
        form.add_error(None, _("That were many mails in an hour. Wait a while, or copy the code instead."))
        return False
    enqueue(send_embed_code, code.pk, user.pk, form.cleaned_data["address"], base_url(request))
    return True


def _may_mail(user: User) -> bool:
    key = f"code-mails:{user.pk}"
    cache.add(key, 0, HOUR_S)
    return cache.incr(key) <= MAILS_AN_HOUR
