"""The ways from a sound to a spectrogram and back that table 7.1 of the thesis compares, and ours.

The thesis's own run at its settings: 16 kHz, windows of 512, hops of 128, 128 mels, 168 bins of a constant-Q transform,
32 iterations of Griffin-Lim, all by librosa.
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

from latentpad.bundle.bundle import VOCODER, Bundle
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
Rebuild = Callable[[Signal, np.random.Generator], Signal]

N_ITER = 32
"""Iterations of librosa's Griffin-Lim, its default."""

CQT_BINS, CQT_BINS_PER_OCTAVE = 168, 24
"""Seven octaves of quarter tones from librosa's default, C1 (32.7 Hz), to 4.1 kHz.

The thesis names the 168 bins only. This is the usual division that fits below 8 kHz, and it agrees with the "severe
degradations in the high frequencies" that the thesis heard: there are none.
"""


@dataclass(frozen=True)
class Method:
    """A row of the table."""

    reconstruction: str
    spectrogram: str
    sample_rate: int
    """Samples a second of what goes in and comes out."""

    rebuild: Rebuild
    joined: bool = True
    """Takes all sounds as one, as in the thesis; else one by one, since the loudest bin of each is its 0 dB."""

    @property
    def name(self) -> str:
        """What it is called in the figures."""
        return f"{self.reconstruction} / {self.spectrogram}"

    def __call__(self, sounds: list[Signal], rng: np.random.Generator) -> list[Signal]:
        """Rebuild sounds, each at its own length.

        Raises
        ------
        BundleError
            A vocoder does not run on them.
        """
        if not self.joined:
            return [fit(self.rebuild(sound, rng), len(sound)) for sound in sounds]
        whole = np.concatenate(sounds)
        rebuilt = fit(self.rebuild(whole, rng), len(whole))
        return np.split(rebuilt, np.cumsum([len(sound) for sound in sounds])[:-1])


def fixed_methods() -> list[Method]:
    """Give the methods that need no bundle, the thesis's first."""
    old, new = THESIS.representation, STUDIO.representation
    return [
        Method("No reconstruction", "STFT", old.sample_rate, lambda sound, _: zero_phase(sound, old)),
        Method("Griffin-Lim", "STFT", old.sample_rate, lambda sound, rng: through_stft(sound, old, rng)),
        Method("Griffin-Lim", "Mel", old.sample_rate, lambda sound, rng: through_mel(sound, old, rng)),
        Method("Griffin-Lim", "CQT", old.sample_rate, lambda sound, rng: through_cqt(sound, old, rng)),
        Method("Griffin-Lim", "STFT 1024/256", new.sample_rate, lambda sound, rng: through_stft(sound, new, rng)),
        Method("latentpad", "warped bands", new.sample_rate, WarpedBands(), joined=False),
    ]


def zero_phase(signal: Signal, shape: Representation) -> Signal:
    """Invert the magnitudes of an STFT as they are."""
    magnitude = np.abs(librosa.stft(signal, n_fft=shape.n_fft, hop_length=shape.hop_length))
    rebuilt: Signal = librosa.istft(magnitude.astype(np.complex64), n_fft=shape.n_fft, hop_length=shape.hop_length)
    return rebuilt


def through_stft(signal: Signal, shape: Representation, rng: np.random.Generator) -> Signal:
    """Invert the magnitudes of an STFT by librosa's Griffin-Lim."""
    magnitude = np.abs(librosa.stft(signal, n_fft=shape.n_fft, hop_length=shape.hop_length))
    return _griffin_lim(magnitude, shape, rng)


def through_mel(signal: Signal, shape: Representation, rng: np.random.Generator) -> Signal:
    """Invert the power in mel bands; these are the two steps of ``mel_to_audio``, which takes no seed."""
    with _unwarned("Empty filters detected"):
        mel = librosa.feature.melspectrogram(
            y=signal, sr=shape.sample_rate, n_fft=shape.n_fft, hop_length=shape.hop_length, n_mels=shape.n_bands
        )
        magnitude = librosa.feature.inverse.mel_to_stft(mel, sr=shape.sample_rate, n_fft=shape.n_fft)
    return _griffin_lim(magnitude, shape, rng)


def through_cqt(signal: Signal, shape: Representation, rng: np.random.Generator) -> Signal:
    """Invert the magnitudes of a constant-Q transform."""
    settings: dict[str, Any] = {
        "sr": shape.sample_rate,
        "hop_length": shape.hop_length,
        "bins_per_octave": CQT_BINS_PER_OCTAVE,
    }
    with _unwarned("n_fft=.* is too large for input signal"):
        magnitude = np.abs(librosa.cqt(signal, n_bins=CQT_BINS, **settings))
        rebuilt = librosa.griffinlim_cqt(magnitude, n_iter=N_ITER, random_state=rng, **settings)
    return np.asarray(rebuilt, dtype=np.float32)


def _griffin_lim(magnitude: NDArray[np.float32], shape: Representation, rng: np.random.Generator) -> Signal:
    """Let librosa find the phases."""
    rebuilt: Signal = librosa.griffinlim(
        magnitude, n_iter=N_ITER, n_fft=shape.n_fft, hop_length=shape.hop_length, random_state=rng
    )
    return rebuilt


class WarpedBands:
    """What the server does with a decoded spectrogram, with the sound's own in place of a decoded one."""

    def __init__(self) -> None:
        self.representation = STUDIO.representation
        self.analysis, self.synthesis = filter_bank(self.representation, STUDIO.warp)
        self.find_phases = PhaseReconstruction(self.representation.n_fft, self.representation.hop_length)

    def __call__(self, signal: Signal, rng: np.random.Generator) -> Signal:
        """Rebuild a sound at 44.1 kHz that is not silent."""
        shape = _long_enough(self.representation, signal)
        feature = log_magnitude(signal, shape, self.analysis)
        magnitude = TextureSampler(shape, self.synthesis)(Decoded(feature, np.zeros_like(feature)), rng)
        return self.find_phases(magnitude, rng)


class Vocoder:
    """The vocoder of a bundle."""

    def __init__(self, bundle: Bundle, network: bytes) -> None:
        """Open the network.

        Raises
        ------
        BundleError
            It is none that can be run here, or has other inputs and outputs.
        """
        self.source = f"{bundle.name}: {VOCODER}"
        self.representation, self.analysis = bundle.representation, bundle.analysis
        self.session = open_session(network, self.source)
        ends = [[node.name for node in nodes] for nodes in (self.session.get_inputs(), self.session.get_outputs())]
        if ends != [["feature"], ["signal"]]:
            raise BundleError(f"{self.source} turns {ends[0]} into {ends[1]}, must turn feature into signal")

    def __call__(self, signal: Signal, rng: np.random.Generator) -> Signal:
        """Rebuild a sound at the bundle's sample rate that is not silent."""
        shape = _long_enough(self.representation, signal)
        feature = log_magnitude(signal, shape, self.analysis)
        try:
            found = np.asarray(self.session.run(None, {"feature": feature[None]})[0])
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors share no class of their own
            raise BundleError(f"{self.source} does not run on {shape.n_frames} frames ({one_line(error)})") from None
        if found.shape != (1, shape.n_samples) or found.dtype != np.float32 or not np.isfinite(found).all():
            wanted = f"finite float32 {(1, shape.n_samples)}"
            raise BundleError(f"{self.source} gives signal {found.dtype} {found.shape}, must be {wanted}")
        rebuilt: Signal = found[0]
        return rebuilt


def _long_enough(shape: Representation, signal: Signal) -> Representation:
    """Give the representation as many frames as the sound takes, and its own at the least."""
    return replace(shape, n_frames=max(shape.n_frames, 1 + ceil(len(signal) / shape.hop_length)))


def fit(signal: Signal, n_samples: int) -> Signal:
    """Cut a sound to a length, or let silence follow it."""
    return np.pad(signal[:n_samples], (0, max(0, n_samples - len(signal)))).astype(np.float32)


@contextmanager
def _unwarned(message: str) -> Iterator[None]:
    """Keep one warning of librosa quiet: the thesis's settings bring it about, and it is no news here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=message, category=UserWarning)
        yield
