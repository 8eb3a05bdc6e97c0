"""What the list shows of a file: its waveform as one minimum and maximum per column, and when it was written.

Files are read in a thread of their own, the ones that were asked for last first, and never twice unless they change.
"""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from latentpad.samples.drop_file import open_wav_in_drop

COLUMNS = 120

MAX_SECONDS = 120.0
"""Of a file that is read; samples are shorter."""

MAX_KEPT = 2000
"""Overviews that are remembered."""

MAX_WAITING = 200
"""Files that wait to be read; of more, those asked for first are left out until they are asked for again."""


@dataclass(frozen=True)
class Overview:
    """A file as the list shows it."""

    lows: NDArray[np.float32]
    """[COLUMNS], -1 to 0."""

    highs: NDArray[np.float32]
    """[COLUMNS], 0 to 1."""

    modified: float
    """When it was written, in seconds since 1970."""


MISSING = Overview(np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32), 0.0)
"""In place of the overview of a file that is gone, or cannot be read."""


def read_overview(path: Path) -> Overview:
    """Read a wav; `MISSING` if that is not possible."""
    try:
        with open_wav_in_drop(path.parent, path) as file, soundfile.SoundFile(file) as sound:
            signal = sound.read(int(MAX_SECONDS * sound.samplerate), dtype="float32", always_2d=True)
            return Overview(*_extremes(signal), os.fstat(file.fileno()).st_mtime)
    except (OSError, ValueError, soundfile.LibsndfileError):
        return MISSING


def _extremes(signal: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return minimum and maximum [COLUMNS] of a signal [n_samples, n_channels], relative to its peak."""
    mono = np.nan_to_num(signal.mean(axis=1)) if len(signal) else np.zeros(1, dtype=np.float32)
    mono = np.pad(mono, (0, -len(mono) % COLUMNS))
    columns = mono.reshape(COLUMNS, -1) / max(float(np.abs(mono).max()), 1e-6)
    return np.minimum(columns.min(axis=1), 0), np.maximum(columns.max(axis=1), 0)


class Overviews:
    """The overviews of files, read when they are first asked for.

    Parameters
    ----------
    on_read : callable
        Called in the reading thread whenever another one is there.
    read : callable, optional
        Returns the overview of a file.
    """

    def __init__(self, on_read: Callable[[], None], read: Callable[[Path], Overview] = read_overview) -> None:
        self._on_read, self._read = on_read, read
        self._known: dict[Path, Overview] = {}
        self._waiting: dict[Path, None] = {}
        self._filled = threading.Condition()
        threading.Thread(target=self._run, name="latentpad-shelf-read", daemon=True).start()

    def find(self, path: Path) -> Overview | None:
        """Return a file's overview; None if it has to be read first."""
        with self._filled:
            found = self._known.get(path)
            if found is None:
                self._waiting.pop(path, None)
                self._waiting[path] = None
                while len(self._waiting) > MAX_WAITING:
                    del self._waiting[next(iter(self._waiting))]
                self._filled.notify()
            return found

    def forget(self, path: Path) -> None:
        """Read a file again when it is asked for: it may be gone, or new."""
        with self._filled:
            self._known.pop(path, None)

    def _run(self) -> None:
        while True:
            with self._filled:
                while not self._waiting:
                    self._filled.wait()
                path, _ = self._waiting.popitem()
            overview = self._read(path)
            with self._filled:
                self._known[path] = overview
                while len(self._known) > MAX_KEPT:
                    del self._known[next(iter(self._known))]
            self._on_read()
