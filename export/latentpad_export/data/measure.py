"""Measures of a sound: its feature, and what a map keeps of it besides."""

import hashlib
from dataclasses import dataclass, fields
from functools import cached_property
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import ATTACK_STEPS, N_PARTIAL_GROUPS
from latentpad.bundle.representation import Representation
from latentpad.errors import UnusableSoundError
from latentpad.samples.one_shot import read_one_shot, shorten
from latentpad.samples.recipe import KIND
from latentpad.samples.sketch import PARTS, sketch
from latentpad.synth.attack import measure_attack
from latentpad.synth.features import Features
from latentpad.synth.periodicity import measure_partials
from latentpad.synth.pitch import find_pitch
from latentpad_export.data.loops_by_sound import is_loop_by_sound


@dataclass(frozen=True)
class Measures:
    """Measures of n sounds, or of one without the first axis; those of files that are not used are 0."""

    reasons: Any
    """[n] str: why the file is not used; empty where it is."""

    digests: Any
    """[n, 32] uint8: hash of the prepared sound, equal for duplicates."""

    seconds: Any
    """[n] float32: length of what the model hears."""

    peaks: Any
    """[n] float32: peak of the file, 1.0 = full scale."""

    pitches: Any
    """[n] float32 in hertz, 0 = no pitch."""

    pitch_certainties: Any
    """[n] float32 in [0, 1]."""

    sketches: Any
    """[n, 16] uint8: `latentpad.samples.sketch`."""

    attacks: Any
    """[n, 32] uint8: `latentpad.synth.attack`."""

    partials: Any
    """[n, 2, 8] uint8: `latentpad.synth.periodicity`."""

    detail_seconds: Any
    """[n] float32: length of what is played as detail."""

    whole_seconds: Any
    """[n] float32: length with what was cut off."""

    cut_db: Any
    """[n] float32: level at the cut, as in `latentpad.samples.one_shot.OneShot`."""

    loops: Any
    """[n] bool: whether a sound is a loop, judging by its onsets."""


NAMES = tuple(field.name for field in fields(Measures))


def unusable(reason: str) -> Measures:
    """Return the measures of a file that is not used."""
    digest, parts, steps, partials = (
        np.zeros(shape, dtype=np.uint8) for shape in (32, PARTS, ATTACK_STEPS, (2, N_PARTIAL_GROUPS))
    )
    zero = np.float32(0)
    return Measures(reason, digest, zero, zero, zero, zero, parts, steps, partials, zero, zero, zero, False)


def stack(measures: list[Measures]) -> dict[str, NDArray[Any]]:
    """Return measures of single sounds as arrays by their names."""
    return {name: np.array([getattr(one, name) for one in measures]) for name in NAMES}


@dataclass(frozen=True)
class Measurer:
    """Measures sounds for one model, in any number of threads at once."""

    representation: Representation
    analysis: NDArray[np.float32]
    """[n_bands, n_bins] power of the bins to power of the bands."""

    detail_seconds: float
    """Longest part of a sound that is played as detail."""

    def __call__(self, content: bytes) -> tuple[Measures, NDArray[np.float32] | None]:
        """Return the measures of a file's content and the feature [n_bands, n_frames]; None where it is not used."""
        if not content:
            return unusable("is empty"), None
        if KIND.encode() in content:
            return unusable("was rendered by latentpad"), None
        try:
            return self._measure(content)
        except UnusableSoundError as error:
            return unusable(str(error)), None

    @cached_property
    def _features(self) -> Features:
        return Features(self.representation, self.analysis)

    def _measure(self, content: bytes) -> tuple[Measures, NDArray[np.float32]]:
        """Measure a sound (raises UnusableSoundError)."""
        rate, n_heard = self.representation.sample_rate, self.representation.n_samples
        n_detail = round(self.detail_seconds * rate)
        shot = read_one_shot(BytesIO(content), rate, n_detail)
        longer = shot if n_detail >= n_heard else read_one_shot(BytesIO(content), rate, n_heard)
        heard = np.round(longer.signal * 32767).astype(np.int16).tobytes()
        modelled = shorten(longer.signal, rate, n_heard)
        pitch = find_pitch(shot.signal, rate)
        measures = Measures(
            reasons="",
            digests=np.frombuffer(hashlib.sha256(heard).digest(), dtype=np.uint8),
            seconds=np.float32(len(longer.signal) / rate),
            peaks=np.float32(shot.peak),
            pitches=np.float32(pitch.hertz),
            pitch_certainties=np.float32(pitch.certainty),
            sketches=sketch(shot.signal),
            attacks=measure_attack(modelled, rate),
            partials=measure_partials(modelled, rate, pitch.hertz),
            detail_seconds=np.float32(len(shot.signal) / rate),
            whole_seconds=np.float32(len(shot.signal) / rate + shot.cut_seconds),
            cut_db=np.float32(shot.cut_db),
            loops=is_loop_by_sound(shot.signal, rate),
        )
        return measures, self._features(modelled)
