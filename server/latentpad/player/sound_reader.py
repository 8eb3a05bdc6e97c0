"""Threads that read sounds: first those that a render waits for, then those around the point, ahead of their use.

The threads live only while there is something to read. They are daemon threads, so that a disk that never answers does
not keep the process from ending.
"""

import atexit
import logging
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager

from latentpad.player.sound_cache import SoundCache
from latentpad.player.sound_source import Signal

logger = logging.getLogger(__name__)

N_THREADS = 2
"""At most one of them reads ahead, so that a render finds the other one free."""

MAX_WANTED, MAX_AHEAD = 64, 48
"""Sounds waiting to be read because a render asked for them, and ahead of their use; the oldest are given up."""

SLOW_SECONDS = 0.01
"""A sound that takes longer to read waits for a disk, not for a processor."""

STOP_SECONDS = 0.5
"""Sounds being read when the process ends are waited for, lest the interpreter goes away under a decoder."""


class SoundReader:
    """Reads each sound once, however many threads ask for it, and keeps the last ones.

    Parameters
    ----------
    read : callable
        Returns the sound of an index, None if there is none; called by the threads.
    cache : SoundCache
    """

    def __init__(self, read: Callable[[int], Signal | None], cache: SoundCache) -> None:
        self._read, self._cache = read, cache
        self._lock = threading.Lock()
        self._thread_ended = threading.Condition(self._lock)
        self._n_threads, self._stopped = 0, False
        self._futures: dict[int, Future[Signal | None]] = {}
        """Sounds that renders asked for, waiting or being read."""
        self._wanted: deque[int] = deque()
        """Those that are waiting, the first one first."""
        self._ahead: list[int] = []
        self._begun: dict[int, float] = {}
        """Sounds being read, and since when."""
        self._begun_ahead: int | None = None
        """Which of these is read ahead."""
        self._n_renders, self._is_slow = 0, False
        """Renders in progress, and whether the last sound was slow to read."""
        stop = weakref.WeakMethod(self.stop)
        atexit.register(lambda: (found := stop()) and found())

    def begin(self, indices: Sequence[int]) -> None:
        """Have sounds read that `get` will be asked for, without waiting."""
        with self._lock:
            for index in indices:
                self._ask(index)

    def get(self, indices: Sequence[int], seconds: float) -> dict[int, Signal | None]:
        """Return sounds, waiting for those that are not in the cache.

        Parameters
        ----------
        indices : sequence of int
        seconds : float
            Longest time to wait. A sound whose reading began longer ago is not waited for, nor is any while each thread
            has been reading for longer: the disk does not answer.

        Returns
        -------
        dict
            The sounds that were read in time; None for one that cannot be read.
        """
        with self._lock:
            futures = {index: self._ask(index) for index in indices}
            since = time.monotonic() - seconds
            late = {index for index, begun in self._begun.items() if begun < since}
        if len(late) < N_THREADS:
            wait([future for index, future in futures.items() if index not in late], seconds)
        return {index: future.result() for index, future in futures.items() if future.done()}

    def forget(self, indices: Sequence[int]) -> None:
        """Read sounds again when they are asked for the next time."""
        with self._lock:
            for index in indices:
                self._cache.forget(index)

    def is_missing(self, index: int) -> bool:
        """Return whether a sound could not be read the last time."""
        with self._lock:
            return self._cache.is_missing(index)

    def read_ahead(self, indices: Sequence[int]) -> None:
        """Read sounds when there is nothing else to read, and before those of earlier calls."""
        with self._lock:
            self._ahead = [*indices, *(index for index in self._ahead if index not in indices)][:MAX_AHEAD]
            self._start_reading_ahead()

    @contextmanager
    def rendering(self) -> Iterator[None]:
        """Read nothing ahead within a block, except from a slow disk: decoding would take a fifth more of a render."""
        with self._lock:
            self._n_renders += 1
        try:
            yield
        finally:
            with self._lock:
                self._n_renders -= 1
                self._start_reading_ahead()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Read no more from now on, and wait for what is being read."""
        with self._lock:
            self._stopped = True
            self._thread_ended.wait_for(lambda: not self._n_threads, seconds)

    def _ask(self, index: int) -> Future[Signal | None]:
        """Return the future of a sound, and have it read if need be."""
        if index in self._futures:
            return self._futures[index]
        future: Future[Signal | None] = Future()
        if index in self._cache or self._stopped:
            future.set_result(self._cache.get(index))
            return future
        self._futures[index] = future
        if index not in self._begun:
            self._wanted.append(index)
            self._start_thread()
            if len(self._wanted) > MAX_WANTED:
                self._futures.pop(self._wanted.popleft()).set_result(None)
        return future

    def _start_reading_ahead(self) -> None:
        """Start a thread if there is anything to read ahead now."""
        if self._may_read_ahead() and any(index not in self._cache for index in self._ahead):
            self._start_thread()

    def _may_read_ahead(self) -> bool:
        """Return whether a sound can be read ahead now."""
        return self._begun_ahead is None and (self._is_slow or not self._n_renders)

    def _start_thread(self) -> None:
        """Start a thread unless there are enough."""
        if self._n_threads < N_THREADS and not self._stopped:
            self._n_threads += 1
            threading.Thread(target=self._run, name="latentpad-sounds", daemon=True).start()

    def _run(self) -> None:
        """Read until there is nothing left to read."""
        while (index := self._take()) is not None:
            signal = self._read_safely(index)
            with self._lock:
                self._cache.put(index, signal)
                self._is_slow = time.monotonic() - self._begun.pop(index) > SLOW_SECONDS
                if self._begun_ahead == index:
                    self._begun_ahead = None
                future = self._futures.pop(index, None)
            if future:
                future.set_result(signal)

    def _take(self) -> int | None:
        """Return the next sound to read; None if there is none, and the thread must end."""
        with self._lock:
            index = None if self._stopped else self._next()
            if index is None:
                self._n_threads -= 1
                self._thread_ended.notify_all()
            else:
                self._begun[index] = time.monotonic()
            return index

    def _next(self) -> int | None:
        """Remove and return the sound that is to be read next."""
        if self._wanted:
            return self._wanted.popleft()
        while self._ahead and self._may_read_ahead():
            index = self._ahead.pop(0)
            if index not in self._cache and index not in self._begun:
                self._begun_ahead = index
                return index
        return None

    def _read_safely(self, index: int) -> Signal | None:
        """Read a sound; a bug costs this sound only."""
        try:
            return self._read(index)
        except Exception:
            logger.exception("Sound %d of the map could not be read", index)
            return None
