"""The level of a sound that its mel spectrogram implies, by which WaveNet divides samples before they are companded."""

import numpy as np
import torch
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad_export.data.filter_banks import filter_bank

EMPHASIS = 0.85
"""Coefficient of the pre-emphasis: -16 dB at 0 Hz to +5 dB at 8 kHz."""

PEAK = 6.0
"""Levels' range, in root mean squares of the sound around; samples beyond are clipped."""

FLOOR = 3e-4
"""Smallest level, relative to full scale: -70 dB."""


def emphasised(signals: Tensor) -> Tensor:
    """Subtract from each sample most of the one before."""
    return signals - EMPHASIS * nn.functional.pad(signals, (1, 0))[..., :-1]


class Level:
    """Level of pre-emphasised samples from mel spectra."""

    def __init__(self, representation: Representation, device: torch.device) -> None:
        synthesis = filter_bank(representation, "mel")[1]
        turn = np.linspace(0, np.pi, representation.n_bins)
        gain = np.abs(1 - EMPHASIS * np.exp(-1j * turn)) ** 2
        window = np.hanning(representation.n_fft + 1)[:-1]
        per_bin = 2 * (representation.n_fft / 4) ** 2 / (representation.n_fft * np.square(window).sum())
        self.weights = torch.from_numpy((per_bin * gain @ synthesis).astype(np.float32)).to(device)
        self.hop_length = representation.hop_length

    def __call__(self, power: Tensor) -> Tensor:
        """Compute the level of each sample.

        Parameters
        ----------
        power : Tensor [shape=(n_sounds, n_bands, n_frames), float32]
            Mel spectra, relative to the power of a full-scale sine.

        Returns
        -------
        Tensor [shape=(n_sounds, hop_length * n_frames), float32]
            `PEAK` root mean squares, interpolated in decibels between frames and held after the last.
        """
        log_rms = 0.5 * torch.log(self.weights @ power + FLOOR**2)
        following = torch.cat([log_rms[:, 1:], log_rms[:, -1:]], dim=1)
        part = torch.arange(self.hop_length, device=power.device) / self.hop_length
        between = log_rms[..., None] + (following - log_rms)[..., None] * part
        return PEAK * torch.exp(between.flatten(1))
