"""The samples that were made: those of earlier days that still lie in the folder, and the steps of today.

Nothing here touches a file. A sample that was stepped back from is marked, and stays where it is.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from latentpad.request import Rendered

MOST_SAMPLES = 500
"""Samples remembered, the newest; all others lie in the folder just the same."""


@dataclass(frozen=True)
class Made:
    """A sample, and what became of it."""

    rendered: Rendered

    kept: Path | None = None
    """Its copy among the kept ones."""

    undone: bool = False
    """Whether somebody stepped back from it."""

    @property
    def name(self) -> str:
        """The name of its file, which no other sample of the folder has."""
        return self.rendered.path.name


class History:
    """The samples by name, oldest first; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[str, Made] = {}
        self._steps: list[str] = []
        """Names of those that can be stepped back to, the present one last."""

    def add(self, rendered: Rendered) -> None:
        """Take a new sample; it is the present one from now on."""
        with self._lock:
            made = Made(rendered)
            self._made[made.name] = made
            self._steps.append(made.name)
            self._forget()

    def recall(self, earlier: Iterable[Made]) -> None:
        """Take the samples of earlier days, oldest first; they come before those of today."""
        with self._lock:
            old = {made.name: made for made in earlier if made.name not in self._made}
            self._made = {**old, **self._made}
            self._steps = [*old, *self._steps]
            self._forget()

    def present(self) -> Path | None:
        """Give the file of the present sample."""
        with self._lock:
            return self._made[self._steps[-1]].rendered.path if self._steps else None

    def keep(self, name: str, kept: Path) -> None:
        """Note the copy of a sample."""
        with self._lock:
            if name in self._made:
                self._made[name] = replace(self._made[name], kept=kept)

    def undo(self) -> Rendered | None:
        """Step back from the present sample and give the one before it; None, and no step, where there is none."""
        with self._lock:
            if len(self._steps) < 2:
                return None
            name = self._steps.pop()
            self._made[name] = replace(self._made[name], undone=True)
            return self._made[self._steps[-1]].rendered

    def samples(self) -> list[Made]:
        """All of them, oldest first."""
        with self._lock:
            return list(self._made.values())

    def find(self, name: str) -> Made | None:
        """Look a sample up by the name of its file."""
        with self._lock:
            return self._made.get(name)

    def _forget(self) -> None:
        """Drop the oldest beyond MOST_SAMPLES."""
        while len(self._made) > MOST_SAMPLES:
            oldest = next(iter(self._made))
            del self._made[oldest]
            self._steps = [name for name in self._steps if name != oldest]
