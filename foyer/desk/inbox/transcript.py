"""The transcript of a chat by mail, and the page behind the link of such a mail (E13, T12)."""

from django import forms
from django.contrib import messages as toasts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from foyer.conversations.mailing import (
    conversation_of_token,
    is_proven,
    note_mailed,
    require_may_mail,
    transcript_token,
)
from foyer.conversations.models import Conversation
from foyer.crm.queries import person_of
from foyer.desk.access import or_404, public, signed_in
from foyer.desk.inbox.page import OK, asking, found
from foyer.desk.inbox.side import identifiers_seen
from foyer.desk.mails.compose import Mail, TranscriptFacts, transcript_mail
from foyer.desk.mails.send import mail_is_set_up, sent_now
from foyer.desk.records.transcripts import transcripts_of
from foyer.identity.models import Identifier
from foyer.lib.base_url import base_url
from foyer.lib.emails import normalised_email
from foyer.team.models import User
from foyer.team.queries import organisation
from foyer.team.types import Refusal

LANGUAGES = ("en", "de", "fr")
REFUSED = 422


class AddressForm(forms.Form):
    """Where the transcript goes."""

    address = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)

    def clean_address(self) -> str:
        """As identities spell it."""
        text = str(self.cleaned_data["address"])
        return normalised_email(text) or text


@require_http_methods(["GET", "HEAD", "POST"])
def transcript_mailing(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Asks for the address, and sends the transcript; what goes wrong is said in the dialog."""
    chat, user = found(request, conversation_id), signed_in(request)
    seen = identifiers_seen(user, chat, person_of(chat.actor_id))
    known = next((one for one in seen if one.kind == Identifier.Kind.EMAIL), None)
    form = AddressForm(request.POST or None, initial={"address": known.value if known else ""})
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        try:
            require_may_mail(chat, address)
        except Refusal as refusal:
            form.add_error("address", refusal.sentence)
        else:
            if _sent(request, chat, user, address):
                toasts.success(request, _("Sent to %(address)s") % {"address": address})
                return _back_to(request, chat)
            form.add_error(None, _("The mail server did not take it. Nothing was sent."))
    facts = {"form": form, "mail_is_set_up": mail_is_set_up(), "proven": bool(known and known.is_confirmed)}
    status = REFUSED if form.errors else OK
    return asking(request, "transcript", _("Send the transcript"), chat, status=status, **facts)


@public
@require_safe
def shared_transcript(request: HttpRequest, token: str) -> HttpResponse:
    """What was said, for whoever has the link of the mail: no note, no record, no other chat (T1, T5)."""
    chat = or_404(conversation_of_token, token)
    with translation.override(_language(chat)):
        context = {"chat": transcripts_of([chat])[0], "site": chat.portal.site_url}
        answer = render(request, "desk/inbox/shared_transcript.jinja", context)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _back_to(request: HttpRequest, chat: Conversation) -> HttpResponse:
    """The chat anew; a dialog that was sent by a script has its page opened by htmx."""
    answer = redirect("conversation", conversation_id=chat.pk)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    return answer


def _sent(request: HttpRequest, chat: Conversation, user: User, address: str) -> bool:
    whole = is_proven(chat, address)
    with translation.override(_language(chat)):
        mail = _mail(request, chat, user, whole=whole)
    if not sent_now(mail, address, user.email):
        return False
    note_mailed(chat.pk, user, address, whole=whole)
    return True


def _mail(request: HttpRequest, chat: Conversation, user: User, *, whole: bool) -> Mail:
    house, shown = organisation(), transcripts_of([chat])[0]
    return transcript_mail(
        TranscriptFacts(
            company=house.name if house else "",
            site=chat.portal.site_url.partition("://")[2].rstrip("/"),
            started_at=chat.started_at,
            sender_name=user.first_name,
            lines=tuple(line for line in shown.lines if line.kind != "system") if whole else (),
            token=transcript_token(chat),
            base_url=base_url(request),
        )
    )


def _language(chat: Conversation) -> str:
    """The visitor's, where Foyer speaks it."""
    spoken = chat.language[:2].lower()
    return spoken if spoken in LANGUAGES else "en"
