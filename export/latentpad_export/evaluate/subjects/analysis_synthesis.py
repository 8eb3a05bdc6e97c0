"""Methods from a sound to a spectrogram and back: those that table 7.1 of the thesis compares, and ours.

The thesis's methods run at its settings: 16 kHz, windows of 512, hops of 128, 128 mels, 168 bins of a constant-Q
transform, 32 iterations of Griffin-Lim, all with librosa.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import librosa
import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.file_sizes import VOCODER
from latentpad.bundle.representation import Representation
from latentpad.errors import BundleError, one_line
from latentpad.onnx_session import open_session
from latentpad.synth.decoder import Decoded
from latentpad.synth.griffin_lim import PhaseReconstruction
from latentpad.synth.texture import TextureSampler
from latentpad_export.data.features import log_magnitude
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.presets import STUDIO, THESIS

Signal = NDArray[np.float32]
Reconstruct = Callable[[Signal, np.random.Generator], Signal]

N_ITER = 32
"""Iterations of librosa's Griffin-Lim, its default."""

CQT_BINS, CQT_BINS_PER_OCTAVE = 168, 24
"""Seven octaves of quarter tones from librosa's default, C1 (32.7 Hz), to 4.1 kHz.

The thesis only states the 168 bins. This is the usual division that fits below 8 kHz, and it agrees with the "severe
degradations in the high frequencies" that the thesis reports: there are none.
"""


@dataclass(frozen=True)
class Method:
    """A row of the table."""

    reconstruction: str
    spectrogram: str
    sample_rate: int
    """Samples per second of input and output."""

    reconstruct: Reconstruct
    joined: bool = True
    """Whether all sounds are processed as one signal, as in the thesis; else one by one, each at its own 0 dB."""

    runs_in: str = "librosa"
    """What computes it, for the column of the cost."""

    steps: int | None = None
    """Steps of training, of a network."""

    minutes: float | None = None
    """Minutes of training."""

    @property
    def name(self) -> str:
        """Name in the figures."""
        return f"{self.reconstruction} / {self.spectrogram}"

    def __call__(self, sounds: list[Signal], rng: np.random.Generator) -> list[Signal]:
        """Reconstruct sounds, each at its original length.

        Raises
        ------
        BundleError
            A vocoder cannot process them.
        """
        if not self.joined:
            return [fit(self.reconstruct(sound, rng), len(sound)) for sound in sounds]
        whole = np.concatenate(sounds)
        reconstructed = fit(self.reconstruct(whole, rng), len(whole))
        return np.split(reconstructed, np.cumsum([len(sound) for sound in sounds])[:-1])


def fixed_methods() -> list[Method]:
    """Return the methods that need no bundle, the thesis's first."""
    old, new = THESIS.representation, STUDIO.representation
    return [
        Method("No reconstruction", "STFT", old.sample_rate, lambda sound, _: zero_phase(sound, old)),
        Method("Griffin-Lim", "STFT", old.sample_rate, lambda sound, rng: through_stft(sound, old, rng)),
        Method("Griffin-Lim", "Mel", old.sample_rate, lambda sound, rng: through_mel(sound, old, rng)),
        Method("Griffin-Lim", "CQT", old.sample_rate, lambda sound, rng: through_cqt(sound, old, rng)),
        Method("Griffin-Lim", "STFT 1024/256", new.sample_rate, lambda sound, rng: through_stft(sound, new, rng)),
        Method("latentpad", "warped bands", new.sample_rate, WarpedBands(), joined=False, runs_in="numba"),
    ]


def zero_phase(signal: Signal, representation: Representation) -> Signal:
    """Invert the magnitudes of an STFT without phases."""
    magnitude = np.abs(librosa.stft(signal, n_fft=representation.n_fft, hop_length=representation.hop_length))
    reconstructed: Signal = librosa.istft(
        magnitude.astype(np.complex64), n_fft=representation.n_fft, hop_length=representation.hop_length
    )
    return reconstructed


def through_stft(signal: Signal, representation: Representation, rng: np.random.Generator) -> Signal:
    """Invert the magnitudes of an STFT with librosa's Griffin-Lim."""
    magnitude = np.abs(librosa.stft(signal, n_fft=representation.n_fft, hop_length=representation.hop_length))
    return _griffin_lim(magnitude, representation, rng)


def through_mel(signal: Signal, representation: Representation, rng: np.random.Generator) -> Signal:
    """Invert the power in mel bands with the two steps of ``mel_to_audio``, which accepts no seed."""
    return _griffin_lim(mel_magnitude(signal, representation), representation, rng)


def mel_magnitude(signal: Signal, representation: Representation) -> Signal:
    """Return the magnitudes [n_bins, n_frames] that least squares recover from the power in mel bands."""
    with _suppressed("Empty filters detected"):
        mel = librosa.feature.melspectrogram(
            y=signal,
            sr=representation.sample_rate,
            n_fft=representation.n_fft,
            hop_length=representation.hop_length,
            n_mels=representation.n_bands,
        )
        magnitude: Signal = librosa.feature.inverse.mel_to_stft(
            mel, sr=representation.sample_rate, n_fft=representation.n_fft
        )
    return magnitude


def through_cqt(signal: Signal, representation: Representation, rng: np.random.Generator) -> Signal:
    """Invert the magnitudes of a constant-Q transform."""
    settings: dict[str, Any] = {
        "sr": representation.sample_rate,
        "hop_length": representation.hop_length,
        "bins_per_octave": CQT_BINS_PER_OCTAVE,
    }
    with _suppressed("n_fft=.* is too large for input signal"):
        magnitude = np.abs(librosa.cqt(signal, n_bins=CQT_BINS, **settings))
        reconstructed = librosa.griffinlim_cqt(magnitude, n_iter=N_ITER, random_state=rng, **settings)
    return np.asarray(reconstructed, dtype=np.float32)


def _griffin_lim(magnitude: NDArray[np.float32], representation: Representation, rng: np.random.Generator) -> Signal:
    """Reconstruct the phases with librosa."""
    reconstructed: Signal = librosa.griffinlim(
        magnitude, n_iter=N_ITER, n_fft=representation.n_fft, hop_length=representation.hop_length, random_state=rng
    )
    return reconstructed


class WarpedBands:
    """The server's synthesis, applied to the sound's own spectrogram in place of a decoded one."""

    def __init__(self) -> None:
        self.representation = STUDIO.representation
        self.analysis, self.synthesis = filter_bank(self.representation, STUDIO.warp)
        self.reconstruct_phase = PhaseReconstruction(self.representation.n_fft, self.representation.hop_length)

    def __call__(self, signal: Signal, rng: np.random.Generator) -> Signal:
        """Reconstruct a sound at 44.1 kHz, which must not be silent."""
        representation = _long_enough(self.representation, signal)
        feature = log_magnitude(signal, representation, self.analysis)
        magnitude = TextureSampler(representation, self.synthesis)(Decoded(feature, np.zeros_like(feature)), rng)
        return self.reconstruct_phase(magnitude, rng)


class Vocoder:
    """The vocoder of a bundle."""

    def __init__(self, bundle: Bundle, network: bytes) -> None:
        """Open the network.

        Raises
        ------
        BundleError
            It cannot be run, or has other inputs or outputs.
        """
        self.source = f"{bundle.name}: {VOCODER}"
        self.representation, self.analysis = bundle.representation, bundle.analysis
        self.session = open_session(
            network, self.source, shape=(bundle.representation.n_bands, bundle.representation.n_frames)
        )
        names = [[node.name for node in nodes] for nodes in (self.session.get_inputs(), self.session.get_outputs())]
        if names != [["feature"], ["signal"]]:
            raise BundleError(f"{self.source} maps {names[0]} to {names[1]}, must map feature to signal")

    def __call__(self, signal: Signal, rng: np.random.Generator) -> Signal:
        """Reconstruct a sound at the bundle's sample rate, which must not be silent."""
        representation = _long_enough(self.representation, signal)
        feature = log_magnitude(signal, representation, self.analysis)
        try:
            output = np.asarray(self.session.run(None, {"feature": feature[None]})[0])
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no common base class
            raise BundleError(
                f"{self.source} cannot process {representation.n_frames} frames ({one_line(error)})"
            ) from None
        if output.shape != (1, representation.n_samples) or output.dtype != np.float32 or not np.isfinite(output).all():
            expected = f"finite float32 {(1, representation.n_samples)}"
            raise BundleError(f"{self.source} returned signal {output.dtype} {output.shape}, must be {expected}")
        reconstructed: Signal = output[0]
        return reconstructed


def _long_enough(representation: Representation, signal: Signal) -> Representation:
    """Return the representation with enough frames for the sound, but no fewer than its own."""
    return replace(
        representation, n_frames=max(representation.n_frames, 1 + ceil(len(signal) / representation.hop_length))
    )


def fit(signal: Signal, n_samples: int) -> Signal:
    """Cut a sound to a length, or pad it with silence."""
    return np.pad(signal[:n_samples], (0, max(0, n_samples - len(signal)))).astype(np.float32)


@contextmanager
def _suppressed(message: str) -> Iterator[None]:
    """Suppress a warning of librosa that the thesis's settings cause."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=message, category=UserWarning)
        yield
