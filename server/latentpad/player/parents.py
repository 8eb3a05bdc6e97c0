"""The parents of a render: the library's own sounds at the corners of its triangle.

A render waits for a slow disk only briefly. A sound that is missing is not an error: the model plays its share, and one
notice says so.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np

from latentpad.bundle.bundle import Bundle
from latentpad.player.file_checks import Check, FileChecks
from latentpad.player.library_audio import N_PROBED, LibraryAudio, find_library
from latentpad.player.notices import Notices
from latentpad.player.sound_cache import SoundCache
from latentpad.player.sound_reader import SoundReader
from latentpad.player.sound_source import ReadFile, Signal, SoundSource
from latentpad.samples.one_shot import read_one_shot
from latentpad.synth.kernels.nearest import nearest

MAX_BYTES = 20_000_000
"""136 seconds of sound at 44.1 kHz; reading a sound again takes a millisecond."""

PATIENCE_SECONDS = 2.0
"""Longest time that a render waits for its parents: the time in which a sleeping disk may start."""

N_AHEAD = 12
"""Sounds around the point that are read ahead: the corners of its triangle and of those beside it."""

PROBE_SECONDS = 1.0
"""After which no more sounds are probed for a notice."""

ALONE = "samples are made by the model alone"
ADVICE = "start with --library FOLDER, or map the folder again"


class ParentSounds:
    """The sounds of a bundle's map by index, as `latentpad.synth.synth.Synth` takes them; for any number of threads.

    Parameters
    ----------
    bundle : Bundle
    library : LibraryAudio, optional
        The library's folders (default: where they were when the bundle was made on this computer).
    read_file : callable, optional
        Reads a file as `read_one_shot` does.
    patience : float, optional
        Longest time to wait for sounds, in seconds.
    max_bytes : int, optional
        Size of the cache.
    """

    def __init__(
        self,
        bundle: Bundle,
        library: LibraryAudio | None = None,
        read_file: ReadFile = read_one_shot,
        patience: float = PATIENCE_SECONDS,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.notices = Notices()
        self._bundle, self._library = bundle, library or find_library(bundle)
        self._source = SoundSource(bundle, self._library, read_file)
        self._reader = SoundReader(self._read, SoundCache(max_bytes))
        self._checks = FileChecks(self._library.find) if self._library.folders else None
        self._patience = patience
        self._held = threading.local()
        self._xs, self._ys = np.ascontiguousarray(bundle.map.points.T)

    def __call__(self, index: int) -> Signal | None:
        """Return a sound, as `read_one_shot` returned it when the map was made; it must not be changed.

        Returns
        -------
        np.ndarray [shape=(n_samples,), float32] or None
            At the bundle's rate, at most its ``detail_seconds`` long, peak 1. None if it cannot be read, has changed
            or is not read in time.
        """
        indices, found = getattr(self._held, "sounds", ((), dict))
        signals: dict[int, Signal | None] = found() if index in indices else self._get([index], self._check([index]))
        return signals.get(index)

    @property
    def is_playable(self) -> bool:
        """Whether the bundle was made to be played with its sounds; older ones were not."""
        return self._source.is_playable

    @property
    def has_source(self) -> bool:
        """Whether there is a folder or a palette in which sounds can be found at all."""
        return self.is_playable and bool(self._library.folders or self._bundle.palette)

    def is_missing(self, index: int) -> bool:
        """Return whether a sound is known to be missing, as it could not be read the last time; without waiting."""
        return self._reader.is_missing(index)

    @contextmanager
    def held(self, indices: Sequence[int]) -> Iterator[Callable[[], tuple[int, ...]]]:
        """Have sounds read side by side, and return the same ones throughout a block, in this thread.

        They are waited for when the first one of them is used. Those whose files have changed are read again.

        Yields
        ------
        callable
            Returns those that are at hand, in the order of `indices`.
        """
        if self.is_playable:
            self._reader.begin(indices)
        check = self._check(indices)
        found = cache(lambda: self._get(indices, check))
        self._held.sounds = indices, found
        try:
            with self._reader.rendering():
                yield lambda: tuple(index for index in indices if found().get(index) is not None)
        finally:
            del self._held.sounds

    def approach(self, x: float, y: float) -> None:
        """Have the sounds around a point read ahead, without waiting."""
        if self.is_playable:
            self._reader.read_ahead(self._nearest(x, y))

    def _nearest(self, x: float, y: float) -> list[int]:
        """Return the sounds nearest to a point, nearest first."""
        k = min(N_AHEAD, len(self._xs))
        indices, squares = np.zeros(k, dtype=np.int64), np.empty(k, dtype=np.float32)
        nearest(indices, squares, self._xs, self._ys, np.float32(x), np.float32(y))
        return [int(index) for index in indices]

    def _check(self, indices: Sequence[int]) -> Check | None:
        """Have the files of sounds checked, without waiting; recordings in the bundle do not change."""
        return self._checks.begin(indices) if self._checks and self.is_playable else None

    def _get(self, indices: Sequence[int], check: Check | None) -> dict[int, Signal | None]:
        """Return the sounds that are read in time."""
        if not self.is_playable or not indices:
            return {}
        if check and (changed := check.wait()):
            self._reader.forget(changed)
        found = self._reader.get(indices, self._patience)
        if len(found) < len(set(indices)) and self.notices.claim("slow"):
            text = f"reading sounds from {self._where()} takes over {self._patience:g} s"
            self.notices.give("slow", f"{text}; until they are read, {ALONE}")
        return found

    def _read(self, index: int) -> Signal | None:
        """Read a sound, in a thread of the reader."""
        if self._checks:
            self._checks.record(index)  # before it is read: what changes in the meantime is read again
        signal = self._source.read(index)
        if signal is None:
            cause = "recording" if self._source.has_recording(index) else "file"
            if self.notices.claim(cause):
                self.notices.give(cause, self._explanation(index))
        return signal

    def _explanation(self, index: int) -> str:
        """Return a notice about a sound that cannot be read, and how many others cannot."""
        if not self._library.folders and not self._source.has_recording(index):
            return f"the library of {self._bundle.name} is not known on this computer; {ALONE} ({ADVICE})"
        n_missing, n_probed = self._probe(index)
        if self._source.has_recording(index):
            what = "cannot be read, or are of other sounds"
            return f"of {n_probed} recordings in the bundle that were tried, {n_missing} {what}; near them, {ALONE}"
        tried = f"of {n_probed} sounds of the library in {self._where()} that were tried"
        return f"{tried}, {n_missing} are gone or changed; near them, {ALONE} ({ADVICE})"

    def _probe(self, index: int) -> tuple[int, int]:
        """Return how many of some sounds, `index` among them, cannot be read, and how many were tried."""
        n_sounds, end = len(self._xs), time.monotonic() + PROBE_SECONDS
        n_missing = n_probed = 1
        for other in {*np.linspace(0, n_sounds - 1, min(N_PROBED, n_sounds)).astype(int).tolist()} - {index}:
            if time.monotonic() < end:
                n_probed += 1
                n_missing += self._source.read(other) is None
        return n_missing, n_probed

    def _where(self) -> str:
        """Return the folders of the library."""
        return " and ".join(map(str, self._library.folders)) or "the bundle"
