"""Sending mails: at once for what holds a secret, by a job for the rest."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from foyer.desk.mails.compose import EmbedCodeFacts, Mail, embed_code_mail
from foyer.lib.jobs import prompt_job
from foyer.lib.mailserver import mail_is_set_up as mail_is_set_up
from foyer.portals.models import EmbedCode
from foyer.portals.queries import embed_snippet
from foyer.team.models import User
from foyer.team.queries import organisation

log = structlog.get_logger(__name__)


def send(mail: Mail, to: str, reply_to: str) -> None:
    """Hands the mail to the server of the settings. Raises OSError or SMTPException when it refuses."""
    message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [to], reply_to=[reply_to])
    message.attach_alternative(mail.html, "text/html")
    message.send()


def sent_now(mail: Mail, to: str, reply_to: str) -> bool:
    """Whether the mail went out. For mails with a secret link: a queue would keep the secret on disk (T41)."""
    if not mail_is_set_up():
        return False
    try:
        send(mail, to, reply_to)
    except (OSError, SMTPException) as error:
        log.warning("mail_not_sent", error=str(error))
        return False
    return True


def embed_code_facts(code: EmbedCode, sender: User, base_url: str) -> EmbedCodeFacts:
    """What the webmaster is told."""
    house = organisation()
    return EmbedCodeFacts(
        sender_name=sender.name,
        sender_email=sender.email,
        company=house.name if house else "",
        site=code.portal.site_url.partition("://")[2].rstrip("/"),
        snippet=embed_snippet(code, base_url),
        key=code.key,
        base_url=base_url,
    )


@prompt_job
def send_embed_code(code_id: int, sender_id: int, to: str, base_url: str) -> None:
    """Mails the embed code in the language of whoever sends it (F22, F23)."""
    code, sender = EmbedCode.objects.select_related("portal").get(pk=code_id), User.objects.get(pk=sender_id)
    with translation.override(sender.language):
        send(embed_code_mail(embed_code_facts(code, sender, base_url)), to, sender.email)
