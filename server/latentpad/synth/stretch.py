"""The controls length, pitch and decay, applied to a signal.

Length and pitch take the magnitudes of the signal's frames closer together or further apart than they are played, and
phases are found anew (Průša and Holighaus, "Phase vocoder done right", EUSIPCO 2017). No magnitude is interpolated, so
the texture of the sound stays. As for a decoded sound, pitch is a length, undone by resampling.

Windows as short as the representation's, 23 ms, do not resolve the partials of a steady low tone, which would become
rough. Its windows are four times as long. A kick's are not: its pitch glides, and its attack would be smeared.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map
from latentpad.request import Controls
from latentpad.synth.buffers import page_array
from latentpad.synth.finish import INAUDIBLE
from latentpad.synth.griffin_lim import Buffers, PhaseReconstruction
from latentpad.synth.kernels.filtering import Blocks, measure_magnitudes
from latentpad.synth.kernels.griffin_lim import BLOCK
from latentpad.synth.kernels.levels import last_above, peak
from latentpad.synth.transforms import ATTACK, MIN_DECAY, frame_positions, frequency_ratio, resample

FALL_DB = 70.0
"""Decay over the length of a sound, whatever its own is: makes one that stops abruptly decay too."""

LONGER = 4
"""Length of the windows of low tones, relative to those of other sounds."""

LOW, STEADY = 80.0, 0.9
"""Hertz and certainty: below the one and above the other, a sound is a low tone."""


Floats = NDArray[np.float32] | np.float32


def low_tones(places: Map) -> NDArray[np.float32]:
    """Return 1 for each sound [n] of a map that is a low tone, else 0."""
    if places.pitches is None or places.pitch_certainties is None:
        return np.zeros(len(places.points), dtype=np.float32)
    low: NDArray[np.float32] = are_low(places.pitches, places.pitch_certainties).astype(np.float32)
    return low


def are_low(hertz: Floats, certainties: Floats) -> Any:
    """Return which sounds are low tones, by their pitches in hertz, 0 = none, and certainties."""
    return (hertz > 0) & (hertz < LOW) & (certainties >= STEADY)


def shorten(signal: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """Shorten the decay of a signal [n_samples] after its loudest sample to `share` of its time."""
    last = last_above(signal, np.float32(INAUDIBLE * peak(signal)))
    loudest = int(np.abs(signal).argmax())
    if share >= 1.0 or last <= loudest:
        return signal
    per_sample = FALL_DB / (last + 1 - loudest) * (1.0 / max(share, MIN_DECAY) - 1.0)
    after = np.maximum(np.arange(len(signal)) - loudest, 0)
    shortened: NDArray[np.float32] = (signal * 10 ** (-per_sample * after / 20)).astype(np.float32)
    return shortened


def stretch(
    signal: NDArray[np.float32],
    controls: Controls,
    reconstruct: PhaseReconstruction,
    rng: np.random.Generator,
    buffers: Buffers | None,
    blocks: Blocks,
    longer: int = 1,
) -> NDArray[np.float32]:
    """Change length and pitch of a signal.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
    controls : Controls
    reconstruct : PhaseReconstruction
    rng : np.random.Generator
        Draws the phases that nothing else determines.
    buffers : Buffers
        Working arrays of the reconstruction.
    blocks : Blocks
        Working arrays of a block of frames.
    longer : int
        Length of windows relative to those of `reconstruct`; other than 1, arrays are allocated.

    Raises
    ------
    LengthError
        The sound would be longer than `latentpad.synth.transforms.MAX_FRAMES`.
    """
    if (controls.length, controls.pitch) == (1.0, 0.0):
        return signal
    if longer > 1:
        frame_positions(-(-len(signal) // reconstruct.hop_length), ATTACK, controls)  # the same longest sound
        reconstruct = PhaseReconstruction(longer * reconstruct.n_fft, longer * reconstruct.hop_length)
        buffers, blocks = None, _long_blocks(reconstruct.n_fft, blocks)
    n_fft, hop_length = reconstruct.n_fft, reconstruct.hop_length
    last = last_above(signal, np.float32(INAUDIBLE * peak(signal)))
    n_frames = max(2, -(-(last + 1) // hop_length) + 1)
    loudest = int(np.abs(signal).argmax()) / hop_length
    positions = frame_positions(n_frames, min(loudest + 2.0 / longer, ATTACK / longer), controls)
    starts = np.rint(positions * hop_length).astype(np.int64)
    padded = np.zeros(max(int(starts.max()) + n_fft, len(signal) + n_fft), dtype=np.float32)
    padded[n_fft // 2 : n_fft // 2 + len(signal)] = signal
    magnitude = page_array((len(starts), n_fft // 2 + 1), np.float32)
    measure_magnitudes(magnitude, padded, starts, reconstruct.window, blocks)
    stretched = reconstruct(magnitude, rng, buffers)
    return resample(stretched, frequency_ratio(controls)) if controls.pitch else stretched.copy()


def _long_blocks(n_fft: int, blocks: Blocks) -> Blocks:
    """Allocate working arrays for longer windows."""
    return blocks._replace(
        spectrum=np.empty((BLOCK, n_fft // 2 + 1), dtype=np.complex64),
        frames=np.empty((BLOCK, n_fft), dtype=np.float32),
    )
