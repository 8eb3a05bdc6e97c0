"""The sounds that were read last, up to a number of bytes."""

import time
from collections import OrderedDict
from collections.abc import Callable

from latentpad.player.sound_source import Signal

RETRY_SECONDS = 10.0
"""After which a sound that could not be read is looked for again: its disk may be back."""


class SoundCache:
    """Sounds by index, the longest unused first to go; for one thread at a time.

    Parameters
    ----------
    max_bytes : int
    clock : callable, optional
        Returns seconds from any start.
    """

    def __init__(self, max_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.n_bytes = 0
        self._max_bytes, self._clock = max_bytes, clock
        self._signals: OrderedDict[int, Signal] = OrderedDict()
        self._missing: dict[int, float] = {}
        """When each sound could not be read."""

    def __contains__(self, index: int) -> bool:
        """Return whether there is no need to read a sound."""
        return index in self._signals or self._clock() < self._missing.get(index, -RETRY_SECONDS) + RETRY_SECONDS

    def is_missing(self, index: int) -> bool:
        """Return whether a sound could not be read the last time."""
        return index in self._missing

    def get(self, index: int) -> Signal | None:
        """Return a sound that is in the cache, None if it could not be read."""
        if index not in self._signals:
            return None
        self._signals.move_to_end(index)
        return self._signals[index]

    def forget(self, index: int) -> None:
        """Remove a sound, so that there is a need to read it."""
        self._missing.pop(index, None)
        if index in self._signals:
            self.n_bytes -= self._signals.pop(index).nbytes

    def put(self, index: int, signal: Signal | None) -> None:
        """Add a sound, or None if it could not be read."""
        self.forget(index)
        if signal is None:
            self._missing[index] = self._clock()
            return
        self._signals[index] = signal
        self.n_bytes += signal.nbytes
        while self.n_bytes > self._max_bytes and len(self._signals) > 1:
            self.n_bytes -= self._signals.popitem(last=False)[1].nbytes
