"""A tab sleeps through whatever happens, and on waking has what a fresh tab has: lines, state, agent, marks (R15)."""

from contextlib import suppress
from dataclasses import dataclass, field
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foyer.channels.webchat import devices
from foyer.channels.webchat import session as webchat
from foyer.channels.webchat.form import Introduction, Rejected, start_form
from foyer.conversations import actions
from foyer.conversations.helping import join_conversation, leave_conversation
from foyer.conversations.models import Message, Rating
from foyer.conversations.queries import messages_since
from foyer.conversations.seen import mark_read
from foyer.conversations.types import AlreadyEnded, AlreadyTaken, AlreadyTalking, NotTheirs
from foyer.team.queries import forget_organisation
from tests.conversations.test_both_sides import FORM
from tests.team.people import found_house, hire, open_shop

REFUSED = (Rejected, AlreadyEnded, AlreadyTaken, AlreadyTalking, NotTheirs)
PAGE_CHARACTERS = 12


@dataclass
class Tab:
    """What a tab of the visitor's has, and asks after (docs/extending/widget.md)."""

    session: webchat.Session
    lines: dict[int, dict] = field(default_factory=dict)
    state: dict = field(default_factory=dict)

    def wake(self) -> "Tab":
        """Fetches until it is level, then takes the state."""
        more = True
        while more:
            self.state, lines, more = webchat.snapshot(self.session, max(self.lines, default=0))
            self.lines |= {line["seq"]: line for line in lines}
        return self


@dataclass
class House:
    """Who says and does what in the chat, while the tab sleeps or not."""

    session: webchat.Session
    anna: object
    boris: object
    said: int = 0

    def do(self, step: str) -> None:
        with suppress(*REFUSED):
            getattr(self, step)()

    def vera_writes(self) -> None:
        webchat.send(self.session, self._words(), f"v-{self.said}")

    def anna_writes(self) -> None:
        actions.send_message(self.session.conversation_id, self.anna, self._words(), f"a-{self.said}")

    def anna_notes(self) -> None:
        actions.send_message(
            self.session.conversation_id, self.anna, self._words(), f"n-{self.said}", Message.Kind.NOTE
        )

    def anna_takes_it(self) -> None:
        actions.accept_conversation(self.session.conversation_id, self.anna)

    def anna_hands_it_over(self) -> None:
        actions.hand_over(self.session.conversation_id, self.boris, self.anna, self._words())

    def boris_joins(self) -> None:
        join_conversation(self.session.conversation_id, self.boris)

    def boris_leaves(self) -> None:
        leave_conversation(self.session.conversation_id, self.boris)

    def anna_reads(self) -> None:
        mark_read(self.session.conversation_id, "agent", self.said)

    def vera_says_who_she_is(self) -> None:
        webchat.introduce(self.session, Introduction(name="Vera", email="", phone=""))

    def vera_takes_her_phone(self) -> None:
        code = devices.new_link(self.session)
        devices.go_on(code, self.session.portal_id, "phone-browser-0123456789", f"asks-{self.said:06}")

    def vera_ends_it(self) -> None:
        webchat.end(self.session)

    def vera_rates_it(self) -> None:
        webchat.rate(self.session, Rating.GOOD, self._words())

    def _words(self) -> str:
        self.said += 1
        return f"words {self.said}" + "!" * (self.said % 7 * 3)


WRITING = ["vera_writes", "anna_writes", "anna_notes"]
ALL = [name for name in vars(House) if name.startswith(("vera_", "anna_", "boris_"))]
GAP = st.lists(st.sampled_from([*WRITING, *WRITING, *ALL]), max_size=8)


@pytest.mark.slow
@pytest.mark.both
class Asleep(TestCase):
    """Gaps of any length, one after the other; the tab is looked at after each."""

    @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.lists(GAP, min_size=1, max_size=6))
    def test_after_each_gap_the_tab_is_as_a_fresh_one(self, gaps):
        anna = found_house()
        shop = open_shop(anna, users=[anna, boris := hire()])
        _secret, session = webchat.start(shop.pk, "vera-browser-0123456789", start_form(FORM, "en"))
        house, tab = House(session, anna, boris), Tab(session)
        with patch.object(webchat, "MAX_PAGE", PAGE_CHARACTERS):
            for gap in gaps:
                for step in gap:
                    house.do(step)
                fresh = Tab(session).wake()
                assert (tab.wake().lines, tab.state) == (fresh.lines, fresh.state)
        said = messages_since(session.conversation_id, 0, with_notes=False)
        assert [line["text"] for _seq, line in sorted(tab.lines.items())] == [line.text for line in said]
        forget_organisation()
