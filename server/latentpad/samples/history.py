"""The samples that were made: those of earlier days that still lie in the folder, and the steps of today.

Nothing here touches a file. A sample that was stepped back from is marked, and stays where it is.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from latentpad.request import Rendered

MOST_SAMPLES = 500
"""Samples remembered, the newest; all others lie in the folder just the same."""


@dataclass(frozen=True)
class Sample:
    """A sample, and what became of it."""

    rendered: Rendered

    kept: Path | None = None
    """Its copy among the kept ones."""

    undone: bool = False
    """Whether somebody stepped back from it."""

    private: bool = False
    """Whether it was made with settings of its own, which are nobody else's."""

    @property
    def name(self) -> str:
        """The name of its file, which no other sample of the folder has."""
        return self.rendered.path.name


class History:
    """The samples by name, oldest first; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[str, Sample] = {}
        self._steps: list[str] = []
        """Names of those of today that can be stepped back to, the present one last."""

    def add(self, rendered: Rendered, private: bool = False) -> None:
        """Take a new sample; it is the present one from now on. A name that comes again is another sample."""
        with self._lock:
            made = Sample(rendered, private=private)
            self._made.pop(made.name, None)
            self._steps = [name for name in self._steps if name != made.name]
            self._made[made.name] = made
            self._steps.append(made.name)
            self._forget()

    def recall(self, earlier: Iterable[Sample]) -> None:
        """Take the samples of earlier days, oldest first; they come before those of today, and undo leads to none."""
        with self._lock:
            old = {made.name: made for made in earlier if made.name not in self._made}
            self._made = {**old, **self._made}
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

    def undo(self, is_there: Callable[[Path], bool] = lambda _: True) -> Sample | None:
        """Step back from the present sample to the last one before it whose file is there, and give that one.

        None, and no step, where there is none.
        """
        with self._lock:
            for at in range(len(self._steps) - 2, -1, -1):
                before = self._made[self._steps[at]]
                if is_there(before.rendered.path):
                    for name in self._steps[at + 1 :]:
                        self._made[name] = replace(self._made[name], undone=True)
                    del self._steps[at + 1 :]
                    return before
            return None

    def samples(self) -> list[Sample]:
        """All of them, oldest first."""
        with self._lock:
            return list(self._made.values())

    def find(self, name: str) -> Sample | None:
        """Look a sample up by the name of its file."""
        with self._lock:
            return self._made.get(name)

    def _forget(self) -> None:
        """Drop the oldest beyond MOST_SAMPLES."""
        while len(self._made) > MOST_SAMPLES:
            oldest = next(iter(self._made))
            del self._made[oldest]
            self._steps = [name for name in self._steps if name != oldest]
