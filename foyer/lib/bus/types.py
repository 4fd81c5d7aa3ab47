"""What a bus is: topics, small messages, subscriptions that never block the sender."""

from collections.abc import AsyncIterator, Iterable
from typing import Protocol

Message = dict[str, object]


class Overflow(Exception):
    """A subscriber does not read; it lost messages and must fetch everything again (T35)."""


class Subscription(Protocol):
    """An open ear on some topics."""

    def __aiter__(self) -> AsyncIterator[Message]: ...

    def close(self) -> None:
        """Stops listening; the iteration ends."""


class Bus(Protocol):
    """Fan-out of nudges. Nothing on it is lost for ever: whoever missed one fetches from the database."""

    def publish(self, topic: str, message: Message) -> None:
        """Hands the message to every present subscriber of the topic. From any thread; never waits."""

    def subscribe(self, topics: Iterable[str]) -> Subscription:
        """Listens to topics; only inside the event loop. Iterating raises Overflow when the reader is too slow."""
