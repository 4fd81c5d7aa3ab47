"""A real mail server for tests: what it took, whom it refuses, and how it fails."""

import email
import threading
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from tests.installation import free_port


class Post:
    """A mail server on a port of its own. `answers` says by address what it answers to RCPT; `at` what DATA does.

    A mail counts as taken once its last line is there, whether or not the sender hears of it.
    """

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.answers: dict[str, list[str]] = {}
        self.sender = "250 OK"
        self.at: dict[int, str] = {}
        self.port = free_port()
        self.stalled = threading.Event()
        self._controller: Controller | None = None

    def open(self) -> "Post":
        """From now on it answers."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def close(self) -> None:
        """Nobody answers on its port."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    def text(self, number: int = 0) -> str:
        """What one of them said."""
        return str(self.taken[number].get_content()).replace("\r\n", "\n")

    @property
    def to(self) -> list[str]:
        """Who got a mail, in order."""
        return [str(mail["To"]) for mail in self.taken]

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's names
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        said = self.answers.get(address, [])
        answer = said.pop(0) if said else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append(email.message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.append(list(envelope.rcpt_tos))
        how = self.at.get(len(self.taken), "250 OK")
        if how == "hang up":
            server.transport.abort()
        if how == "stall":
            self.stalled.set()
            await server.loop.create_future()
        return how
