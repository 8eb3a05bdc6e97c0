"""The controls length, pitch and decay, applied to a signal.

Length and pitch take the magnitudes of the signal's frames closer together or further apart than they are played, and
phases are found anew (Průša and Holighaus, "Phase vocoder done right", EUSIPCO 2017). No magnitude is interpolated, so
the texture of the sound stays. As for a decoded sound, pitch is a length, undone by resampling.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad.request import Controls
from latentpad.synth.buffers import page_array
from latentpad.synth.finish import INAUDIBLE
from latentpad.synth.griffin_lim import Buffers, PhaseReconstruction
from latentpad.synth.kernels.filtering import Blocks, measure_magnitudes
from latentpad.synth.kernels.levels import last_above, peak
from latentpad.synth.transforms import ATTACK, MIN_DECAY, frame_positions, frequency_ratio, resample

FALL_DB = 70.0
"""Decay over the length of a sound, whatever its own is: makes one that stops abruptly decay too."""


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
    buffers: Buffers,
    blocks: Blocks,
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

    Raises
    ------
    LengthError
        The sound would be longer than `latentpad.synth.transforms.MAX_FRAMES`.
    """
    if (controls.length, controls.pitch) == (1.0, 0.0):
        return signal
    n_fft, hop_length = reconstruct.n_fft, reconstruct.hop_length
    last = last_above(signal, np.float32(INAUDIBLE * peak(signal)))
    n_frames = max(2, -(-(last + 1) // hop_length) + 1)
    loudest = int(np.abs(signal).argmax()) / hop_length
    positions = frame_positions(n_frames, min(loudest + 2.0, ATTACK), controls)
    starts = np.rint(positions * hop_length).astype(np.int64)
    padded = np.zeros(max(int(starts.max()) + n_fft, len(signal) + n_fft), dtype=np.float32)
    padded[n_fft // 2 : n_fft // 2 + len(signal)] = signal
    magnitude = page_array((len(starts), n_fft // 2 + 1), np.float32)
    measure_magnitudes(magnitude, padded, starts, reconstruct.window, blocks)
    stretched = reconstruct(magnitude, rng, buffers)
    return resample(stretched, frequency_ratio(controls)) if controls.pitch else stretched.copy()
