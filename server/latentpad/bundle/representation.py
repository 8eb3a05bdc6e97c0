"""The parameters of a spectrogram, shared by the training half and the runtime.

Conventions
-----------
A sound is mono float32, ``[n_samples]``. Its STFT is centred (librosa's ``center=True`` with zeros around), so that
frame ``t`` is centred on sample ``t * hop_length``; the window is a periodic Hann window of ``n_fft`` samples.
A feature is float32 ``[n_bands, n_frames]`` in [0, 1]: 1 is the loudest band of the sound, 0 is ``top_db`` below it.
With an emphasis, high frequencies are raised before: a band that is faint but audible, such as the click of a kick,
then lies within ``top_db`` of the loudest.
"""

import reprlib
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.checks import is_number
from latentpad.errors import BundleError

BOUNDS: dict[str, tuple[float, float]] = {
    "sample_rate": (8_000, 192_000),
    "n_fft": (64, 8_192),
    "hop_length": (16, 4_096),
    "n_bands": (8, 4_097),
    "n_frames": (4, 16_384),
    "top_db": (20.0, 160.0),
    "emphasis": (0.0, 12.0),
}
"""Smallest and largest accepted value of each parameter."""

MAX_CELLS, MAX_SAMPLES = 4_000_000, 8_000_000
"""Bins of all frames, and samples, of the longest sound: 20 s of the studio preset have 1.8 and 0.9 million."""

REALS = ("top_db", "emphasis")
"""Parameters that need not be integers."""

PIVOT = 1_000.0
"""Hertz at which the emphasis has no effect."""

LOWEST = 20.0
"""Hertz; lower frequencies are treated as this one."""


@dataclass(frozen=True)
class Representation:
    """Parameters that turn a sound into a feature and back."""

    sample_rate: int
    """Sample rate in Hz."""

    n_fft: int
    """Window length and FFT size in samples; a power of two."""

    hop_length: int
    """Samples between frames."""

    n_bands: int
    """Bands of a feature."""

    n_frames: int
    """Frames of a feature."""

    top_db: float
    """Decibels between 1 and 0 in a feature."""

    emphasis: float = 0.0
    """Decibels per octave by which a sound's spectrum is tilted around 1 kHz before its feature is computed."""

    @property
    def n_bins(self) -> int:
        """Bins of the STFT."""
        return self.n_fft // 2 + 1

    @property
    def n_samples(self) -> int:
        """Longest sound in samples."""
        return self.hop_length * (self.n_frames - 1)

    @property
    def seconds(self) -> float:
        """Longest sound in seconds."""
        return self.n_samples / self.sample_rate

    def to_dict(self) -> dict[str, Any]:
        """Return the parameters by name, for ``bundle.json``; no emphasis is left out, as in older bundles."""
        return {name: value for name, value in asdict(self).items() if name != "emphasis" or value}

    def emphasis_gain(self) -> NDArray[np.float32]:
        """Return the gain of each bin [n_bins] before a feature is computed; 1 at 1 kHz."""
        hertz = np.maximum(np.linspace(0, self.sample_rate / 2, self.n_bins), LOWEST)
        return (10 ** (self.emphasis * np.log2(hertz / PIVOT) / 20)).astype(np.float32)

    @classmethod
    def from_dict(cls, found: object, source: str) -> "Representation":
        """Read the parameters from ``bundle.json``.

        Raises
        ------
        BundleError
            A number is missing, of the wrong type or out of range; `source` names the file in the message.
        """
        if not isinstance(found, dict):
            raise BundleError(f"{source}: representation must be an object of numbers, found {type(found).__name__}")
        found = {"emphasis": 0.0, **found}
        values = {field.name: _number(found, field.name, source) for field in fields(cls)}
        numbers = {name: value if name in REALS else int(value) for name, value in values.items()}
        representation = cls(**numbers)  # type: ignore[arg-type]
        _check(representation, source)
        return representation


def _check(found: Representation, source: str) -> None:
    """Check the parameters against each other."""
    if found.n_fft & (found.n_fft - 1):
        raise BundleError(f"{source}: representation.n_fft={found.n_fft} is not a power of two")
    if found.hop_length * 2 > found.n_fft:
        raise BundleError(f"{source}: representation.hop_length={found.hop_length} is over n_fft / 2")
    if found.n_bands > found.n_bins:
        raise BundleError(f"{source}: representation.n_bands={found.n_bands} is over n_fft / 2 + 1")
    n_cells = found.n_bins * found.n_frames
    if n_cells > MAX_CELLS or found.n_samples > MAX_SAMPLES:
        raise BundleError(
            f"{source}: representation.n_frames={found.n_frames} is too many: {n_cells} bins and {found.n_samples} "
            f"samples, at most {MAX_CELLS} and {MAX_SAMPLES}"
        )


def _number(found: dict[str, Any], name: str, source: str) -> float:
    """Return one number after checking it."""
    value = found.get(name)
    low, high = BOUNDS[name]
    text = reprlib.repr(value)
    if not is_number(value, low, high):
        raise BundleError(f"{source}: representation.{name}={text}, must be a number between {low} and {high}")
    if name not in REALS and value != int(value):
        raise BundleError(f"{source}: representation.{name}={text} must be an integer")
    return float(value)
