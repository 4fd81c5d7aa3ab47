"""The bus inside one process."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable

from foyer.lib.bus.types import Message, Overflow
from foyer.lib.mailbox import Mailbox

QUEUE_MESSAGES = 256


class LocalSubscription:
    """A bounded queue that belongs to one event loop."""

    def __init__(self, bus: "LocalBus", topics: Iterable[str]) -> None:
        self._bus = bus
        self._loop = asyncio.get_running_loop()
        self._queue = Mailbox[Message | None]()
        self._overflown = False
        self.topics = tuple(dict.fromkeys(topics))

    def offer(self, message: Message | None) -> None:
        """Puts a message in from any thread; a full queue marks the subscription as overflown."""
        self._loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: Message | None) -> None:
        if len(self._queue) < QUEUE_MESSAGES:
            self._queue.put_nowait(message)
        else:
            self._overflown = True

    async def __aiter__(self) -> AsyncIterator[Message]:
        while (message := await self._queue.get()) is not None:
            if self._overflown:
                raise Overflow
            yield message

    def close(self) -> None:
        """Stops listening; the iteration ends."""
        self._bus.forget(self)
        self._put(None)


class LocalBus:
    """Topics to subscriptions, in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ears: dict[str, set[LocalSubscription]] = defaultdict(set)

    def publish(self, topic: str, message: Message) -> None:
        """Hands the message to every present subscriber of the topic."""
        with self._lock:
            ears = tuple(self._ears.get(topic, ()))
        for ear in ears:
            ear.offer(message)

    def subscribe(self, topics: Iterable[str]) -> LocalSubscription:
        """Listens to topics; call it inside the event loop."""
        subscription = LocalSubscription(self, topics)
        with self._lock:
            for topic in subscription.topics:
                self._ears[topic].add(subscription)
        return subscription

    def forget(self, subscription: LocalSubscription) -> None:
        """Takes a subscription off its topics."""
        with self._lock:
            for topic in subscription.topics:
                self._ears[topic].discard(subscription)
                if not self._ears[topic]:
                    del self._ears[topic]
