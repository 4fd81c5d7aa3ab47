"""Whatever is sent, repeated, lost and fetched again: each side ends with each line once, in order (R11, R15, T1)."""

from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foyer.channels.webchat import session as webchat
from foyer.channels.webchat.form import Rejected, start_form
from foyer.conversations.actions import accept_conversation, end_conversation, send_message
from foyer.conversations.models import Message
from foyer.conversations.queries import messages_since
from foyer.conversations.types import AlreadyEnded
from foyer.team.models import User
from foyer.team.queries import forget_organisation
from tests.team.people import found_house, open_shop

FORM = {"id": "client-id-0001", "name": "Vera", "email": "", "text": "start"}
STEPS = ["write", "send", "send, nobody hears", "send, answer lost", "fetch", "come back", "agent fetches", "take"]
AGENT_STEPS = ["answer", "answer again", "note", "note again"]


@dataclass
class Side:
    """What one side has: lines by number, and the number it asks after."""

    lines: dict[int, str] = field(default_factory=dict)
    seq: int = 0

    def gets(self, lines: list[tuple[int, str]]) -> None:
        for seq, text in lines:
            assert self.lines.setdefault(seq, text) == text
            self.seq = max(self.seq, seq)


@dataclass
class Talk:
    """A chat with a visitor, whose lines wait until they are acknowledged, and an agent."""

    anna: User
    session: webchat.Session
    visitor: Side = field(default_factory=Side)
    agent: Side = field(default_factory=Side)
    outbox: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    said: int = 0

    def do(self, step: str) -> None:
        acts = {
            "write": self.write,
            "send": self.send,
            "send, answer lost": lambda: self.send(hears=False),
            "fetch": self.fetch,
            "come back": self.come_back,
            "agent fetches": self.agent_fetches,
            "take": self.take,
            "end": lambda: end_conversation(self.session.conversation_id, "agent", self.anna),
        }
        if step.startswith(("answer", "note")):
            self.agent_says(step)
        elif step in acts:
            acts[step]()

    def write(self) -> None:
        self.written.append(f"line {len(self.written)}")
        self.outbox.append(self.written[-1])

    def send(self, *, hears: bool = True) -> None:
        """The oldest line that waits; without an answer it goes on waiting and is sent again."""
        if not self.outbox:
            return
        with suppress(Rejected):  # when it is over
            webchat.send(self.session, self.outbox[0], self.outbox[0])
        if hears:
            self.outbox.pop(0)

    def fetch(self) -> None:
        _state, frames, _more = webchat.snapshot(self.session, self.visitor.seq)
        self.visitor.gets([(frame["seq"], frame["text"]) for frame in frames])

    def come_back(self) -> None:
        """Another tab, which knows nothing yet."""
        self.visitor = Side()
        self.fetch()

    def agent_fetches(self) -> None:
        lines = messages_since(self.session.conversation_id, self.agent.seq, with_notes=True)
        self.agent.gets([(line.seq, line.text) for line in lines])

    def take(self) -> None:
        with suppress(AlreadyEnded):
            accept_conversation(self.session.conversation_id, self.anna)

    def agent_says(self, step: str) -> None:
        kind, _, again = step.partition(" ")
        self.said += not again
        words = f"{kind} {self.said}"
        kept = Message.Kind.NOTE if kind == "note" else Message.Kind.AGENT
        with suppress(AlreadyEnded):
            send_message(self.session.conversation_id, self.anna, words, words, kept)

    def settle(self) -> None:
        while self.outbox:
            self.send()
        self.fetch()
        self.agent_fetches()


@pytest.mark.slow
@pytest.mark.both
class BothSides(TestCase):
    """Anna and Vera, with a line that breaks."""

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from([*STEPS, *STEPS, *AGENT_STEPS, "end"]), max_size=30))
    def test_each_line_is_there_once_and_in_order_on_both_sides(self, steps):
        anna = found_house()
        shop = open_shop(anna, users=[anna])
        _secret, session = webchat.start(shop.pk, "vera-browser-0123456789", start_form(FORM, "en"))
        talk = Talk(anna, session)
        for step in steps:
            talk.do(step)
        talk.settle()
        stored = list(Message.objects.filter(conversation_id=session.conversation_id).order_by("seq"))
        assert [line.seq for line in stored] == list(range(1, len(stored) + 1))
        assert talk.agent.lines == {line.seq: line.text for line in stored}
        assert talk.visitor.lines == {line.seq: line.text for line in stored if line.kind != Message.Kind.NOTE}
        kept = [line.text for line in stored if line.text.startswith("line ")]
        assert kept == talk.written[: len(kept)]
        assert len(kept) == len(talk.written) or "end" in steps
        forget_organisation()
