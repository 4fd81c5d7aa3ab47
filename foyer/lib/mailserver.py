"""Handing mails to the mail server one by one, so that one knows of each whether it was taken (R19)."""

import contextlib
import re
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import sanitize_address

TIMEOUT_S = 10
"""For each step; five of them are less than the minute after which a silent run is taken up by somebody else."""
MAX_WORDS = 200
ALIVE = 250
CLOSING = 421
PERMANENT = 500
_DOTS = re.compile(rb"(?m)^\.")


class NotTaken(Exception):
    """The server did not take a mail. `permanent`: nor will it later; `of_all`: no other mail either."""

    def __init__(self, reason: str, *, permanent: bool = False, of_all: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.of_all = of_all


class Unsure(Exception):
    """The connection broke between the mail's last line and the server's answer: it may be on its way."""


def mail_is_set_up() -> bool:
    """Whether mails go out at all; pages say so where they do not."""
    return bool(getattr(settings, "MAIL_IS_SET_UP", False))


class MailServer:
    """The mail server of the settings, over one connection for many mails."""

    def __init__(self) -> None:
        self._backend: Any = get_connection(timeout=TIMEOUT_S)

    def open(self) -> None:
        """Connects, or sees that the connection still stands. NotTaken when there is none to be had."""
        try:
            if not self._is_alive():
                self._backend.close()
                self._backend.open()
                if smtp := self._smtp():
                    smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(_words(error), of_all=True) from error

    def send(self, message: EmailMessage) -> None:
        """Hands over one mail to one person; on return the server has it. NotTaken or Unsure when not."""
        try:
            data = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own
            sender, to = (sanitize_address(one, "utf-8") for one in (message.from_email, message.to[0]))
        except ValueError as error:
            raise NotTaken(_words(error), permanent=True) from error
        self.open()
        if smtp := self._smtp():
            self._announce(smtp, sender, to)
            self._hand_over(smtp, data)
        else:
            self._backend.send_messages([message])

    def close(self) -> None:
        """Says goodbye."""
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self._backend.close()

    def _announce(self, smtp: smtplib.SMTP, sender: str, to: str) -> None:
        """Until the server says "go on", nothing is sent, whatever happens."""
        try:
            self._expect(smtp.mail(sender), of_all=True)
            self._expect(smtp.rcpt(to))
            self._expect(smtp.docmd("DATA"))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NotTaken(_words(error), of_all=True) from error

    def _hand_over(self, smtp: smtplib.SMTP, data: bytes) -> None:
        end = b"" if data.endswith(b"\r\n") else b"\r\n"
        try:
            smtp.send(_DOTS.sub(b"..", data) + end + b".\r\n")
            answer = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unsure(_words(error)) from error
        self._expect(answer)

    def _expect(self, answer: tuple[int, bytes], *, of_all: bool = False) -> None:
        code, said = answer
        if 200 <= code < 400:
            return
        self._start_anew(code)
        words = f"{code} {said.decode('utf-8', 'replace')}"[:MAX_WORDS]
        raise NotTaken(" ".join(words.split()), permanent=code >= PERMANENT, of_all=of_all or code == CLOSING)

    def _start_anew(self, code: int) -> None:
        """A refused mail must not hang on the next one."""
        try:
            smtp = self._smtp()
            if code == CLOSING or (smtp and smtp.rset()[0] != ALIVE):
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _smtp(self) -> smtplib.SMTP | None:
        """The connection; None while there is none, and where the settings send in another way."""
        found = getattr(self._backend, "connection", None)
        return found if isinstance(found, smtplib.SMTP) else None

    def _is_alive(self) -> bool:
        smtp = self._smtp()
        try:
            return smtp is not None and smtp.noop()[0] == ALIVE
        except (OSError, smtplib.SMTPException):
            return False


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:MAX_WORDS] or type(error).__name__
