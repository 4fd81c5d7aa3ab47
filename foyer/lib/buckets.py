"""Token buckets: so many at once, so many a second, per key (T27, T36)."""

import threading
import time
from collections import OrderedDict

KEPT_KEYS = 100_000


class Buckets:
    """One bucket a key, in bounded memory: the key that was used longest ago is forgotten first."""

    def __init__(self, rate_per_s: float, burst: float) -> None:
        self._rate = rate_per_s
        self._burst = burst
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, now: float | None = None) -> float:
        """Takes one token; 0 when there was one, else the seconds until there is. `now` is monotonic time."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            tokens, since = self._buckets.pop(key, (self._burst, moment))
            tokens = min(self._burst, tokens + (moment - since) * self._rate)
            taken = tokens >= 1
            self._buckets[key] = (tokens - 1 if taken else tokens, moment)
            if len(self._buckets) > KEPT_KEYS:
                self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / self._rate
