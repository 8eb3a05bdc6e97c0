"""Sounds of the user's own: files that are not of the library, or their bytes, read within bounds of size and time."""

import hashlib
import io
import os
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import OwnSoundError, UnusableSoundError
from latentpad.patience import Patience
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.own_file import Stamp, check_size, quoted, read_own_file, stamp_of

PATIENCE_SECONDS = 2.0
"""Longest time to wait for a file: the time in which a sleeping disk may start."""

N_KEPT = 4
"""Sounds that are kept, for a finger that moves from one to the map."""


@dataclass(frozen=True)
class OwnSound:
    """A sound of the user's own, prepared as those of the library are."""

    name: str
    """Its file's name."""

    path: str
    """Its file, absolute; the name of bytes."""

    signal: NDArray[np.float32] = field(repr=False)
    """[n_samples] mono, at the bundle's rate, from its onset, peak 1."""

    peak: float
    """Peak of the file, 1.0 = full scale."""

    digest: str
    """sha256 of the file."""


class OwnSounds:
    """Reads sounds for one bundle, and keeps the last ones; for any number of threads.

    Parameters
    ----------
    bundle : Bundle
    patience : float, optional
        Longest time to wait for a file, in seconds.
    """

    def __init__(self, bundle: Bundle, patience: float = PATIENCE_SECONDS) -> None:
        representation = bundle.representation
        self._rate = representation.sample_rate
        self._n_samples = max(round(bundle.detail_seconds * self._rate), representation.n_samples)
        self._lock, self._patience, self._seconds = threading.Lock(), Patience(patience), patience
        self._kept: OrderedDict[str, tuple[Stamp, OwnSound]] = OrderedDict()
        self.guarded: tuple[Path, ...] = ()
        """Folders in which no link is followed, since others may write to them."""

    def read(self, path: Path | str) -> OwnSound:
        """Read a file: wav, aiff, flac, ogg or mp3.

        Raises
        ------
        OwnSoundError
            It is missing, no file, too large, silent, too short or long, or cannot be read, or not in time.
        """
        name = os.path.abspath(os.path.expanduser(path))
        with self._lock:
            found = self._patience.wait(lambda: self._load(name))
        if found is None:
            raise OwnSoundError(f"{quoted(name)} cannot be read within {self._seconds:g} s; copy it to another disk")
        return found

    def decode(self, content: bytes, name: str = "sound") -> OwnSound:
        """Decode the bytes of a file that is called `name` (raises OwnSoundError, as `read` does)."""
        check_size(name, len(content))
        try:
            shot = read_one_shot(io.BytesIO(content), self._rate, self._n_samples)
        except UnusableSoundError as error:
            raise OwnSoundError(f"{quoted(name)} {error}") from None
        digest = hashlib.sha256(content).hexdigest()
        return OwnSound(os.path.basename(name), name, shot.signal, shot.peak, digest)

    def _load(self, path: str) -> OwnSound:
        """Read a file unless it is kept and has not changed."""
        stamp = stamp_of(path)
        kept = self._kept.get(path)
        if kept and kept[0] == stamp:
            self._kept.move_to_end(path)
            return kept[1]
        sound = self.decode(read_own_file(path, self.guarded), path)
        self._kept[path] = stamp, sound
        while len(self._kept) > N_KEPT:
            self._kept.popitem(last=False)
        return sound
