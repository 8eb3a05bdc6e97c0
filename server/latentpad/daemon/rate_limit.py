"""A limit for how often something happens, per key: so many at once, and so many per second from then on."""

import threading
import time
from collections.abc import Callable, Hashable

MAX_KEYS = 1024
"""Keys that are remembered; the longest unused one is forgotten."""


class RateLimit:
    """Admits what is within a limit (a token bucket per key); for any number of threads.

    Parameters
    ----------
    burst : float
        Admitted at once.
    per_second : float
        Admitted per second from then on.
    clock : callable, optional
        Returns seconds from any start.
    """

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._lock = threading.Lock()
        self._left: dict[Hashable, tuple[float, float]] = {}
        """Key → what was left of its burst, and when that was; the longest unused key first."""

    def admits(self, key: Hashable, amount: float = 1.0) -> bool:
        """Return whether an event, or so many of them, are within the limit; if so, count them."""
        with self._lock:
            now = self._clock()
            left, then = self._left.pop(key, (self._burst, now))
            left = min(self._burst, left + (now - then) * self._per_second)
            is_admitted = left >= amount
            self._left[key] = left - amount if is_admitted else left, now
            if len(self._left) > MAX_KEYS:
                del self._left[next(iter(self._left))]
            return is_admitted
