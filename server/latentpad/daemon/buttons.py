"""Buttons that send 1 when they are pressed and 0 when they are released, as those of many controllers do.

A press is a message with the one argument 1, or T, to an address that makes something. Its release is a message with
the one argument 0 to the same address, from the same sender, within a second and with no other message to that address
in between. All other numbers are ids: a 0 that follows no 1 is one, too.
"""

import time
from collections.abc import Callable

from latentpad.daemon.clients import Peer
from latentpad.osc.protocol import PREFIX
from latentpad.osc.wire import Message

MAKING = frozenset(PREFIX + verb for verb in ("generate", "random", "vary", "kit", "keep", "undo"))
"""Addresses at which a message without arguments makes, copies or takes back a sample."""

RELEASE_SECONDS = 1.0

MAX_PRESSED = 256
"""Presses that are remembered; the longest ago is forgotten."""


class Buttons:
    """Recognises releases; for one thread at a time.

    Parameters
    ----------
    clock : callable, optional
        Returns seconds from any start.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pressed: dict[tuple[Peer, str], float] = {}
        """Sender and address of each press, and when it was, the longest ago first."""

    def is_release(self, message: Message, source: Peer) -> bool:
        """Return whether a message is a release, after which nothing is to be done; remember it if it is a press."""
        if message.address not in MAKING:
            return False
        pressed = self._pressed.pop((source, message.address), float("-inf"))
        match message.args:
            case (int() | float() as value,) if value == 1:
                self._pressed[source, message.address] = self._clock()
                if len(self._pressed) > MAX_PRESSED:
                    del self._pressed[next(iter(self._pressed))]
            case (int() | float() as value,) if value == 0:
                return self._clock() - pressed <= RELEASE_SECONDS
        return False
