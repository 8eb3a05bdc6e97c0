"""The state of the import, which several threads change and every page shows."""

import threading
from collections.abc import Callable

from latentpad.web.imports.state import ImportState


class SharedState:
    """A state, and who is told of its changes, from any thread."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        """Held while the state is changed as it says."""
        self.now = ImportState()
        """The state now."""
        self._listeners: tuple[Callable[[], None], ...] = ()

    def listen(self, changed: Callable[[], None]) -> None:
        """Have a function called, from any thread, whenever the state has changed."""
        with self.lock:
            self._listeners = (*self._listeners, changed)

    def forget(self, changed: Callable[[], None]) -> None:
        """Call a function no longer."""
        with self.lock:
            # Equal, not the same: a bound method is a new object each time.
            self._listeners = tuple(other for other in self._listeners if other != changed)

    def set(self, state: ImportState) -> None:
        """Change the state, and tell the listeners."""
        with self.lock:
            self.now = state
            for changed in self._listeners:
                changed()
