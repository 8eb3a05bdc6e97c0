"""Sounds that vocoders are trained on: one-shots of a library and generated notes, in memory.

Sounds that a library holds out are not read: its splits ``val`` and ``test`` or, where it names none, those that
`latentpad_export.data.split` holds out.
"""

import hashlib
import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from latentpad.errors import UnusableSoundError
from latentpad.samples.one_shot import read_one_shot
from latentpad_export.data.library import Library, Sound
from latentpad_export.data.places import place_itself
from latentpad_export.data.split import sampling_weights, split_sounds
from latentpad_export.errors import LibraryError
from latentpad_export.evaluate.subjects.notes import make_notes

logger = logging.getLogger(__name__)

Signal = NDArray[np.float32]

SECONDS = 2.0
"""Longest sound; longer ones are cut."""

N_NOTES, NOTES_SHARE = 200, 0.2
"""Generated notes, and the share of the segments that are from them."""

NOTE_OCTAVES = 2.0
"""Range of the notes' pitches, to either side of C4, so that a network does not learn one pitch by heart."""

NOTES_SEED = 1_000_003
"""Added to the seed for the notes, which are other ones than those of the evaluation."""

BALANCE = 0.3
"""Between all sounds equally often (0) and all labels and kits equally often (1), as in the preset ``studio``."""

MIN_PEAK = 0.02
"""Quieter segments (-34 dB) are drawn again, up to `N_DRAWS` times."""

N_DRAWS = 8

LEAD = 0.25
"""Largest silence before a sound, as a share of a segment."""

SCALE = 32_767
"""Sounds are kept as 16-bit integers, half the memory of floats."""


@dataclass(frozen=True)
class TrainingSounds:
    """Sounds of one sample rate, and how often each is drawn."""

    library: str
    """Name of the library's folder."""

    names: tuple[str, ...]
    """Of its sounds that are trained on."""

    signals: tuple[NDArray[np.int16], ...]
    """Each [n_samples]."""

    weights: NDArray[np.float64]
    """[n] probabilities."""

    sample_rate: int
    n_notes: int
    """Number of the last sounds that are generated notes."""

    def draw(self, n: int, n_samples: int, rng: np.random.Generator) -> Signal:
        """Draw random segments, each loud enough unless its sound hardly is.

        Returns
        -------
        np.ndarray [shape=(n, n_samples), float32]
            Silence follows a sound that ends, and may precede one.
        """
        return np.stack(
            [self._segment(int(i), n_samples, rng) for i in rng.choice(len(self.signals), n, p=self.weights)]
        )

    def _segment(self, index: int, n_samples: int, rng: np.random.Generator) -> Signal:
        """Draw a segment of a sound."""
        signal, lead = self.signals[index], round(LEAD * n_samples)
        last = max(0, len(signal) - n_samples // 2)
        for _ in range(N_DRAWS):
            start = int(rng.integers(-lead, last + 1))
            part = signal[max(0, start) : start + n_samples]
            if np.abs(part).max(initial=0) >= MIN_PEAK * SCALE:
                break
        segment = np.zeros(n_samples, dtype=np.float32)
        segment[max(0, -start) : max(0, -start) + len(part)] = part / np.float32(SCALE)
        return segment

    @property
    def seconds(self) -> float:
        """Return their whole length."""
        return sum(map(len, self.signals)) / self.sample_rate

    def to_dict(self) -> dict[str, str | int | float]:
        """Return what a vocoder's file states of them, with a digest of their samples."""
        digest = hashlib.sha256()
        for signal in self.signals:
            digest.update(len(signal).to_bytes(8, "little") + signal.tobytes())
        return {
            "library": self.library,
            "sounds": len(self.signals) - self.n_notes,
            "notes": self.n_notes,
            "seconds": round(self.seconds, 1),
            "sha256": digest.hexdigest(),
        }


def read_training_sounds(library: Library, sample_rate: int, seed: int, n_notes: int = N_NOTES) -> TrainingSounds:
    """Read the sounds of a library that are trained on, and generate notes.

    Parameters
    ----------
    library : Library
    sample_rate : int
        Samples per second.
    seed : int
        Chooses the notes, and the sounds that are held out where the library does not name them.
    n_notes : int
        Number of notes.

    Raises
    ------
    LibraryError
        None of the sounds can be used.
    """
    train = [library.sounds[i] for i in split_sounds(library.sounds, seed).train]
    read: list[tuple[Sound, NDArray[np.int16]]] = []
    for sound in tqdm(train, desc="reading", unit="file", disable=None):
        try:
            signal = read_one_shot(sound.path, sample_rate, round(SECONDS * sample_rate)).signal
        except UnusableSoundError as error:
            logger.warning("not used: %s %s", sound.name, error)
        else:
            read.append((sound, _as_integers(signal)))
    if not read:
        raise LibraryError(f"{library.folder}: none of its {len(train)} sounds to train on can be used")
    notes_rng = np.random.default_rng(NOTES_SEED + seed)
    notes = [_as_integers(note) for note in make_notes(n_notes, SECONDS, sample_rate, notes_rng, NOTE_OCTAVES)]
    share = NOTES_SHARE if notes else 0.0
    weights = (1 - share) * sampling_weights(tuple(sound for sound, _ in read), BALANCE)
    return TrainingSounds(
        library=place_itself(library.folder).name,
        names=tuple(sound.name for sound, _ in read),
        signals=(*(signal for _, signal in read), *notes),
        weights=np.concatenate([weights, np.full(len(notes), share / max(1, len(notes)))]),
        sample_rate=sample_rate,
        n_notes=len(notes),
    )


def _as_integers(signal: Signal) -> NDArray[np.int16]:
    """Round a sound to 16 bits."""
    rounded: NDArray[np.int16] = np.round(SCALE * np.clip(signal, -1, 1)).astype(np.int16)
    return rounded
