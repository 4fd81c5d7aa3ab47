"""Invitations to chat that wait to be fetched: memory, so that no hit asks the database (E10, B7, P1)."""

import dataclasses
from collections.abc import Iterable

from foyer.lib.addresses import shortened


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation of one browser on one portal. `network` is where its visit came from; empty when it is not kept."""

    conversation_id: int
    portal_id: int
    browser: str
    network: str


class Invitations:
    """Replaced whole when one comes or goes; reading needs no lock."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, str], Waiting] = {}

    def replace(self, waiting: Iterable[Waiting]) -> bool:
        """The new state of all; whether one has come."""
        before, self._waiting = self._waiting, {(one.portal_id, one.browser): one for one in waiting}
        return any(before.get(key) != one for key, one in self._waiting.items())

    def find(self, portal_id: int, browser: str, ip: str) -> int | None:
        """The conversation that waits for a browser. Who only knows the browser's name is told nothing (T5): the
        question must come from the network of the visit that was invited."""
        found = self._waiting.get((portal_id, browser)) if self._waiting else None
        if found is None or (found.network and found.network != shortened(ip)):
            return None
        return found.conversation_id


invitations = Invitations()
