"""The mails themselves: facts in, subject, text and HTML out. Pure but for the templates they read."""

import dataclasses
import datetime as dt

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foyer.desk.records.transcripts import Line
from foyer.desk.shell import formats


@dataclasses.dataclass(frozen=True, slots=True)
class Mail:
    """A mail with its two bodies."""

    subject: str
    text: str
    html: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EmbedCodeFacts:
    """Who asks for the code on which website. `base_url` is Foyer's own address without a slash at the end."""

    sender_name: str
    sender_email: str
    company: str
    site: str
    snippet: str
    key: str
    base_url: str

    @property
    def host(self) -> str:
        """Foyer's host, for a content security policy."""
        return self.base_url.partition("://")[2]

    @property
    def sender_first_name(self) -> str:
        """How colleagues say it."""
        return self.sender_name.partition(" ")[0]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class InvitationFacts:
    """Who invites whom, and the link that is good once."""

    inviter_name: str
    company: str
    name: str
    email: str
    is_administrator: bool
    link: str
    expires_at: dt.datetime
    base_url: str

    @property
    def inviter_first_name(self) -> str:
        """How colleagues say it."""
        return self.inviter_name.partition(" ")[0]

    @property
    def valid_until(self) -> str:
        """Day and time in the reader's words."""
        return formats.full(self.expires_at)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptFacts:
    """A chat that is over or goes on. Without `lines` the mail has the link only (T12)."""

    company: str
    site: str
    started_at: dt.datetime
    sender_name: str
    lines: tuple[Line, ...]
    token: str
    base_url: str

    @property
    def began(self) -> str:
        """Day and time in the reader's words."""
        return formats.full(self.started_at)


def transcript_mail(facts: TranscriptFacts) -> Mail:
    """What was said in a chat, or where it can be read (E13)."""
    return _mail("transcript", _("Your chat with %(company)s") % {"company": facts.company}, facts)


def embed_code_mail(facts: EmbedCodeFacts) -> Mail:
    """One line of code for the webmaster (F22, F23)."""
    return _mail("embed_code", _("One line of code for %(site)s") % {"site": facts.site}, facts)


def invitation_mail(facts: InvitationFacts) -> Mail:
    """A link by which a new user sets a password (E25)."""
    return _mail("invitation", _("%(name)s invites you to Foyer") % {"name": facts.inviter_first_name}, facts)


def _mail(name: str, subject: str, facts: EmbedCodeFacts | InvitationFacts | TranscriptFacts) -> Mail:
    picture = facts.base_url + static("brand/mail-44@2x.png")
    context = {"facts": facts, "subject": subject, "picture": picture, "language": get_language() or "en"}
    text = render_to_string(f"desk/mails/{name}_txt.jinja", context)
    return Mail(
        " ".join(subject.split()), text.strip() + "\n", render_to_string(f"desk/mails/{name}_html.jinja", context)
    )
