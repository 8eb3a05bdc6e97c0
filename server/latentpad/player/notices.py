"""Notices to users that do not answer a request, such as a missing library; each is given once."""

import logging
import threading
from collections.abc import Callable

from latentpad.printable import printable

logger = logging.getLogger(__name__)

Listener = Callable[[str], None]


class Notices:
    """Passes on one notice per cause, to the log and to listeners; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said: dict[str, str] = {}
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` with each notice from now on, and at once with those given so far."""
        with self._lock:
            self._listeners.append(listener)
            earlier = [text for text in self._said.values() if text]
        for text in earlier:
            listener(text)

    def claim(self, cause: str) -> bool:
        """Return whether a cause is new; then its notice is the caller's to give."""
        with self._lock:
            is_new = cause not in self._said
            self._said.setdefault(cause, "")
            return is_new

    def give(self, cause: str, text: str) -> None:
        """Give the notice of a cause that was claimed; names of files in it are escaped."""
        text = printable(text)
        with self._lock:
            self._said[cause] = text
            listeners = list(self._listeners)
        logger.warning("%s", text)
        for listener in listeners:
            listener(text)
