"""The player in use, and its replacement by another one between two renders."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from latentpad.daemon.sample_player import SamplePlayer


class Playing:
    """Holds the player in use; for any number of threads.

    Parameters
    ----------
    player
        The first one.
    """

    def __init__(self, player: SamplePlayer) -> None:
        self._player = player
        self._changed = threading.Condition()
        self._n_users, self._is_replaced = 0, False
        """Blocks of `in_use`, and whether a replacement waits for them."""

    @property
    def player(self) -> SamplePlayer:
        """The player in use now; ask again for each request, and keep no reference."""
        return self._player

    @contextmanager
    def in_use(self) -> Iterator[SamplePlayer]:
        """Yield the player, which stays the same until the block ends."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_replaced)
            self._n_users += 1
        try:
            yield self._player
        finally:
            with self._changed:
                self._n_users -= 1
                self._changed.notify_all()

    def replace(self, player: SamplePlayer, then: Callable[[], None]) -> None:
        """Put another player in the place of the one in use, once no block uses that; for one thread at a time.

        `then` is called before any block uses the new one.
        """
        with self._changed:
            self._is_replaced = True
            self._changed.wait_for(lambda: not self._n_users)
        try:
            self._player = player
            then()
        finally:
            with self._changed:
                self._is_replaced = False
                self._changed.notify_all()
