"""The samples rendered so far: those of earlier sessions that are still in the drop folder, and this session's steps.

No file is touched here. A sample that was undone is marked and stays where it is.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from latentpad.request import Rendered

MAX_SAMPLES = 500
"""Samples remembered, the newest; older ones stay in the folder all the same."""


@dataclass(frozen=True)
class Sample:
    """A sample and its state."""

    rendered: Rendered

    kept: Path | None = None
    """Its copy in the subfolder ``kept``."""

    undone: bool = False
    """Whether it was undone."""

    private: bool = False
    """Whether its message carried settings of its own, which undo does not bring back."""

    batch: int = 0
    """Number of the batch that it belongs to, which is undone as one; 0 = none."""

    bundle: str = ""
    """Digest of the bundle that it was rendered with."""

    kit: str = ""
    """Name of the kit's folder that it is in; empty for a sample in the drop folder itself."""

    @property
    def name(self) -> str:
        """The name of its file, unique in the folder; of a kit's, with the kit's folder."""
        return f"{self.kit}/{self.rendered.path.name}" if self.kit else self.rendered.path.name

    @property
    def drop(self) -> Path:
        """The drop folder that its file is in."""
        return self.rendered.path.parents[2 if self.kit else 0]


class History:
    """Samples by name, oldest first; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._samples: dict[str, Sample] = {}
        self._steps: list[str] = []
        """Names of this session's samples that undo can return to; the last one is the current sample."""
        self._kits: dict[str, Sample] = {}
        """Samples of this session's kits, which are no steps."""
        self._recalled: set[str] = set()
        """Names of the samples of earlier sessions."""
        self._bundle = ""

    @property
    def bundle(self) -> str:
        """Digest of the bundle that plays."""
        return self._bundle

    def begin(self, bundle: str) -> None:
        """Add samples as those of this bundle from now on; the steps of another bundle are left out until then."""
        with self._lock:
            self._bundle = bundle

    def add(self, rendered: Rendered, private: bool = False, batch: int = 0) -> None:
        """Add a sample and make it the current one. A name that was used before now means the new sample."""
        with self._lock:
            sample = Sample(rendered, private=private, batch=batch, bundle=self._bundle)
            self._recalled.discard(sample.name)
            self._samples.pop(sample.name, None)
            self._steps = [name for name in self._steps if name != sample.name]
            self._samples[sample.name] = sample
            self._steps.append(sample.name)
            self._forget()

    def add_to_kit(self, rendered: Rendered, batch: int) -> None:
        """Remember a sample of a kit: it can be looked up, and that is all."""
        with self._lock:
            sample = Sample(rendered, private=True, batch=batch, bundle=self._bundle, kit=rendered.path.parent.name)
            self._kits[sample.name] = sample
            while len(self._kits) > MAX_SAMPLES:
                del self._kits[next(iter(self._kits))]

    def recall(self, earlier: Iterable[Sample]) -> None:
        """Insert samples of earlier sessions, oldest first, before those of this one; undo does not return to them.

        They take the place of those that were recalled before, for another bundle.
        """
        with self._lock:
            for name in self._recalled:
                self._samples.pop(name, None)
            old = {sample.name: sample for sample in earlier if sample.name not in self._samples}
            self._recalled = set(old)
            self._samples = {**old, **self._samples}
            self._forget()

    def current(self) -> Rendered | None:
        """Return the current sample, the last one of the bundle that plays."""
        with self._lock:
            steps = self._own_steps()
            return self._samples[steps[-1]].rendered if steps else None

    def mark_kept(self, name: str, copy: Path) -> None:
        """Record the copy of a sample."""
        with self._lock:
            if name in self._samples:
                self._samples[name] = replace(self._samples[name], kept=copy)

    def undo(self, exists: Callable[[Path], bool] = lambda _: True) -> Sample | None:
        """Step back to the last sample before the current one, or its batch, whose file exists, and return it.

        Where there is none, nothing changes and None is returned. Nobody waits for the disk that `exists` looks at.
        """
        found = next((sample for sample in self._before() if exists(sample.rendered.path)), None)
        if found is not None:
            self._step_back_to(found)
        return found

    def samples(self) -> list[Sample]:
        """Return all samples, oldest first."""
        with self._lock:
            return list(self._samples.values())

    def kit_samples(self) -> list[Sample]:
        """Return the samples of this session's kits, oldest first."""
        with self._lock:
            return list(self._kits.values())

    def find(self, name: str) -> Sample | None:
        """Look up a sample by its name."""
        with self._lock:
            return self._samples.get(name) or self._kits.get(name)

    def _before(self) -> list[Sample]:
        """Return the steps before the current one, or before its batch, the last one first."""
        with self._lock:
            steps = [self._samples[name] for name in self._own_steps()]
            batch = steps[-1].batch if steps else 0
            return [sample for sample in reversed(steps[:-1]) if not sample.batch == batch != 0]

    def _step_back_to(self, sample: Sample) -> None:
        """Mark the steps after a sample as undone."""
        with self._lock:
            steps = self._own_steps()
            for name in steps[steps.index(sample.name) + 1 :] if sample.name in steps else ():
                self._samples[name] = replace(self._samples[name], undone=True)
                self._steps.remove(name)

    def _own_steps(self) -> list[str]:
        """Return the steps of the bundle that plays."""
        return [name for name in self._steps if self._samples[name].bundle == self._bundle]

    def _forget(self) -> None:
        """Drop the oldest beyond MAX_SAMPLES."""
        while len(self._samples) > MAX_SAMPLES:
            oldest = next(iter(self._samples))
            del self._samples[oldest]
            self._steps = [name for name in self._steps if name != oldest]
