"""Variants of sounds that keep their kind, and their features, computed in batches on any device.

A variant is a sound at another pitch and length (varispeed), through a saturating amplifier, in a small room, or with
another sound of its kind on top.

Letters: B batch, N samples, F bands, T frames.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from latentpad.bundle.representation import Representation

LENGTH_STEP = 512
"""Lengths after resampling are multiples of this, which are transformed quickly; pitches are off by a tenth of a
semitone at most."""


@dataclass(frozen=True)
class Analysis:
    """The transformation of signals into features."""

    representation: Representation
    filter_bank: Tensor
    """(F, n_bins) maps power of bins to power of bands."""

    def __call__(self, signals: Tensor) -> Tensor:
        """Return features (B, F, T) of signals (B, N), as `latentpad_export.data.features` does; silence is 0."""
        r = self.representation
        padded = torch.zeros(len(signals), r.n_samples, device=signals.device)
        n = min(signals.shape[1], r.n_samples)
        padded[:, :n] = signals[:, :n]
        window = torch.hann_window(r.n_fft, device=signals.device)
        stft = torch.stft(
            padded, r.n_fft, r.hop_length, window=window, center=True, pad_mode="constant", return_complex=True
        )
        gains = torch.from_numpy(r.emphasis_gain()).to(signals.device)
        power = self.filter_bank @ (stft.abs() * gains[:, None]).square()
        loudest = power.amax((1, 2), keepdim=True).clamp_min(1e-30)
        decibels = 10 * torch.log10((power / loudest).clamp_min(1e-16))
        features: Tensor = (1 + decibels / r.top_db).clamp(0.0, 1.0)
        return features


def varispeed(signals: Tensor, semitones: float) -> Tensor:
    """Resample signals (B, N) without aliasing, so that they play higher and shorter, or lower and longer; (B, M)."""
    n = signals.shape[1]
    n_new = LENGTH_STEP * round(n / 2 ** (semitones / 12) / LENGTH_STEP)
    spectrum = torch.fft.rfft(signals)
    kept = min(spectrum.shape[1], n_new // 2 + 1)
    resampled = torch.zeros(len(signals), n_new // 2 + 1, dtype=spectrum.dtype, device=signals.device)
    resampled[:, :kept] = spectrum[:, :kept]
    faster: Tensor = torch.fft.irfft(resampled, n=n_new) * (n_new / n)
    return faster


def saturate(signals: Tensor, drives: Tensor) -> Tensor:
    """Drive signals (B, N) of peak 1 into a hyperbolic tangent; `drives` (B,) are gains, 0 for none."""
    drives = drives[:, None]
    return torch.where(drives > 0, torch.tanh(signals * drives) / torch.tanh(drives.clamp_min(1e-3)), signals)


def reverberate(signals: Tensor, seconds: Tensor, gains: Tensor, sample_rate: int) -> Tensor:
    """Add a decaying noise, as of a small room, to signals (B, N).

    Parameters
    ----------
    signals : Tensor (B, N)
    seconds : Tensor (B,)
        Time in which the room decays by 60 dB.
    gains : Tensor (B,)
        Energy of the reverberation over that of the sound, as a ratio of amplitudes; 0 for none.
    sample_rate : int
    """
    if not len(signals):  # not every FFT accepts nothing
        return signals
    n = signals.shape[1]
    times = torch.arange(n, device=signals.device) / sample_rate
    noise = torch.randn(signals.shape, device=signals.device) * (-6.9 * times / seconds[:, None]).exp()
    noise = noise * (gains / noise.square().sum(1).sqrt())[:, None]
    size = 2 * n
    room = torch.fft.irfft(torch.fft.rfft(noise, n=size) * torch.fft.rfft(signals, n=size), n=size)
    reverberant: Tensor = signals + room[:, :n]
    return reverberant


def at_peak(signals: Tensor) -> Tensor:
    """Scale signals (B, N) to a peak of 1."""
    return signals / signals.abs().amax(1, keepdim=True).clamp_min(1e-6)
