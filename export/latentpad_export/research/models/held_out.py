"""Sounds that no model has learnt from, as spectrograms of the thesis and as audio, and real ones to compare with."""

import zlib
from dataclasses import dataclass, replace

import numpy as np
import soxr
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.representation import Representation
from latentpad.samples.one_shot import read_one_shot
from latentpad_export.data.features import log_magnitude
from latentpad_export.data.library import Library, Sound
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds, balanced, read_library
from latentpad_export.pipeline.prepare import Prepared

N_REBUILT, N_GRADED, N_HEARD = 300, 72, 36
"""Sounds whose spectrograms are rebuilt, sounds whose audio is graded, and those of the latter that ViSQOL grades, at a
scale of 1: a quarter of an hour on one core."""

N_LEARNT, MAX_REAL = 150, 3_000
"""Sounds of the training whose spectrograms are rebuilt, and those that rebuilt ones are compared with."""

MIN_SOUNDS = 4

Spectrograms = NDArray[np.uint8]
"""[n, n_bands, n_frames], 255 = the loudest bin of a sound."""


@dataclass(frozen=True)
class HeldOut:
    """Sounds to rebuild."""

    reference: ReferenceSounds
    """All that are held out."""

    indices: NDArray[np.int64]
    """[n] those that are rebuilt."""

    graded: NDArray[np.int64]
    """[m] positions in `indices` of those whose audio is graded; as many of each label where there are enough."""

    n_heard: int
    """Sounds that ViSQOL grades."""

    spectrograms: Spectrograms
    """[n]."""

    learnt: Spectrograms
    """Of sounds that the models were trained on."""

    real: Spectrograms
    """Sounds of the training that rebuilt ones are compared with."""

    real_labels: list[str]

    representation: Representation
    """Of the spectrograms."""

    analysis: NDArray[np.float32]

    @property
    def labels(self) -> NDArray[np.str_]:
        """[n] labels, empty where there is none."""
        return np.array([self.reference.labels[i] for i in self.indices], dtype=np.str_)

    @property
    def kits(self) -> list[str]:
        """[n] kits, empty where unknown."""
        return [self.reference.sounds[i].kit for i in self.indices]

    @property
    def key(self) -> str:
        """Name in the cache."""
        names = [self.reference.sounds[i].name for i in self.indices]
        text = "\n".join([*names, str(self.graded.tolist()), str(self.n_heard)])
        return f"{zlib.crc32(text.encode(errors='surrogateescape')):08x}"

    def original(self, position: int) -> NDArray[np.float32]:
        """Read a sound at 44.1 kHz."""
        return self.reference.signal(int(self.indices[position]))

    def spectrogram(self, signal: NDArray[np.float32] | None) -> Spectrograms:
        """Return the spectrogram [n_bands, n_frames] of audio at 44.1 kHz; empty for silence."""
        wanted = self.representation
        if signal is not None:
            signal = soxr.resample(signal, COMPARISON.sample_rate, wanted.sample_rate)
        if signal is None or not signal.any():
            return np.zeros((wanted.n_bands, wanted.n_frames), dtype=np.uint8)
        return to_bytes(log_magnitude(signal, wanted, self.analysis))


def to_bytes(features: NDArray[np.floating]) -> Spectrograms:
    """Round features in [0, 1] to bytes."""
    rounded: Spectrograms = np.round(np.clip(features, 0, 1) * 255).astype(np.uint8)
    return rounded


def held_out_sounds(library: Library, prepared: Prepared) -> tuple[Sound, ...]:
    """Return the sounds of the library's test split or, without one, those held out of the training.

    Raises
    ------
    EvaluationError
        There are too few to evaluate with.
    """
    sounds, split = prepared.features.sounds, prepared.split
    held_out = {sounds[i].name for i in np.setdiff1d(split.val, split.train)}
    if any(sound.split == "test" for sound in library.sounds):
        held_out = {sound.name for sound in library.sounds if sound.split == "test"}
    own = tuple(sound for sound in library.sounds if sound.name in held_out)
    if len(own) < MIN_SOUNDS:
        raise EvaluationError(
            f"{library.folder}: {len(own)} sounds are held out, at least {MIN_SOUNDS} are needed; mark some as test in "
            "the column split of its samples.csv (latentpad research split writes one), or choose a larger library"
        )
    return own


def choose_held_out(
    library: Library,
    prepared: Prepared,
    representation: Representation,
    studio: Bundle,
    cache: Cache,
    scale: float,
    seed: int,
) -> HeldOut:
    """Choose sounds to rebuild: of the library's test split or, without one, of those held out of the training.

    Parameters
    ----------
    library : Library
    prepared : Prepared
        What the models were trained on.
    representation : Representation
        Of their spectrograms.
    studio : Bundle
        Sounds on its map are left out.
    cache : Cache
    scale : float
        Factor on the numbers of sounds.
    seed : int

    Raises
    ------
    EvaluationError
        There are too few.
    """
    features, split = prepared.features, prepared.split
    own = held_out_sounds(library, prepared)
    reference = read_library(replace(library, sounds=own, skipped=()), cache.folder, seed)
    seen = set(reference.on_map(studio))
    unseen = [i for i in range(len(reference.sounds)) if i not in seen]
    if len(unseen) < MIN_SOUNDS:
        raise EvaluationError(f"{studio.name} has learnt from the sounds that are held out; choose another --bundle")
    rng = np.random.default_rng(seed)
    n_graded, n_heard = (max(MIN_SOUNDS, round(scale * n)) for n in (N_GRADED, N_HEARD))
    indices = np.sort(rng.permutation(np.array(unseen))[: max(MIN_SOUNDS, round(scale * N_REBUILT))])
    labels = [reference.labels[i] for i in indices]
    graded = balanced(labels, max(1, n_graded // len(set(labels))), rng)
    real = np.sort(rng.permutation(split.train)[:MAX_REAL])
    learnt = np.sort(rng.permutation(split.train)[: max(MIN_SOUNDS, round(scale * N_LEARNT))])
    return HeldOut(
        reference=reference,
        indices=indices,
        graded=graded,
        n_heard=min(n_heard, len(graded)),
        spectrograms=_spectrograms(reference, indices, representation, prepared.analysis),
        learnt=features.stored(learnt).transpose(0, 2, 1),
        real=features.stored(real).transpose(0, 2, 1),
        real_labels=[features.sounds[i].label for i in real],
        representation=representation,
        analysis=prepared.analysis,
    )


def _spectrograms(
    reference: ReferenceSounds, indices: NDArray[np.int64], wanted: Representation, analysis: NDArray[np.float32]
) -> Spectrograms:
    """Read sounds as the models of the thesis do."""
    signals = (read_one_shot(reference.sounds[i].path, wanted.sample_rate, wanted.n_samples).signal for i in indices)
    return np.stack([to_bytes(log_magnitude(signal, wanted, analysis)) for signal in signals])
