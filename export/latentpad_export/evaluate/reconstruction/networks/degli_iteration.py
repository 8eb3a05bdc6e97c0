"""One iteration of DeGLI on spectra, and its training as a denoiser, for any network or, without one, Griffin-Lim.

An iteration takes spectra ``X`` to ``Z - F(X, Y, Z)``: ``Y`` has the phases of ``X`` and the given amplitude, ``Z`` is
the consistent spectrum nearest to ``Y`` (inverse STFT, then STFT), and ``F`` is a network that estimates what is wrong
with ``Z``. Without ``F``, this is the algorithm of Griffin and Lim.

Masuyama, Yatabe, Koizumi, Oikawa, Harada. "Deep Griffin-Lim iteration." ICASSP 2019.

Conventions
-----------
Spectra are complex64 ``[n_sounds, n_bins, n_frames]``, amplitudes float32 of the same shape. Those that a network sees
have a mean power of 1 per bin.
"""

import torch
from torch import Tensor, nn

from latentpad_export.presets import THESIS

REPRESENTATION = THESIS.representation
N_FFT, HOP_LENGTH = REPRESENTATION.n_fft, REPRESENTATION.hop_length

SNR_DB = (-6.0, 12.0)
"""Range of the signal-to-noise ratios of the spectra trained on, as in the paper."""

WHITE_SHARE = 0.5
"""Share of the spectra whose noise is white."""

TINY = 1e-8
"""Smallest divisor."""


def stft(signal: Tensor) -> Tensor:
    """Transform signals [n_sounds, n_samples] into spectra, as librosa does."""
    window = torch.hann_window(N_FFT, device=signal.device)
    return torch.stft(signal, N_FFT, HOP_LENGTH, window=window, pad_mode="constant", return_complex=True)


def istft(spectrum: Tensor) -> Tensor:
    """Transform spectra into signals [n_sounds, HOP_LENGTH * (n_frames - 1)]."""
    return torch.istft(spectrum, N_FFT, HOP_LENGTH, window=torch.hann_window(N_FFT, device=spectrum.device))


def with_amplitude(spectrum: Tensor, amplitude: Tensor) -> Tensor:
    """Return the spectra with their phases and the given amplitude."""
    return amplitude * spectrum / spectrum.abs().clamp_min(TINY)


def level(amplitude: Tensor) -> Tensor:
    """Return the root of the mean power of each sound [n_sounds, 1, 1], at least `TINY`."""
    return amplitude.square().mean(dim=(1, 2), keepdim=True).sqrt().clamp_min(TINY)


def iterate(network: nn.Module | None, x: Tensor, amplitude: Tensor) -> Tensor:
    """Take spectra through one iteration.

    Parameters
    ----------
    network : nn.Module, optional
        ``F``: maps ``X``, ``Y``, ``Z`` as channels [n_sounds, 6, n_bins, n_frames], all real parts first, and the
        amplitude [n_sounds, 1, n_bins, n_frames] to real and imaginary part [n_sounds, 2, n_bins, n_frames].
    x, amplitude : Tensor [shape=(n_sounds, n_bins, n_frames)]
    """
    y = with_amplitude(x, amplitude)
    z = stft(istft(y))
    if network is None:
        return z
    spectra = torch.stack([x, y, z], dim=1)
    residual = network(torch.cat([spectra.real, spectra.imag], dim=1), amplitude[:, None]).float()
    return z - torch.complex(residual[:, 0].contiguous(), residual[:, 1].contiguous())


def noisy(clean: Tensor) -> Tensor:
    """Add complex Gaussian noise to spectra, for each at a signal-to-noise ratio drawn from `SNR_DB`.

    For one half of them, the noise is white, as in the paper; in one-shots and notes, it disturbs the phases of faint
    bins only. For the other half, its level follows the amplitude, so that those of loud bins are wrong, too, as in
    the first iterations of a reconstruction.
    """
    low, high = SNR_DB
    shape = (len(clean), 1, 1)
    decibels = low + (high - low) * torch.rand(shape, device=clean.device)
    amplitude = clean.abs()
    white = torch.rand(shape, device=clean.device) < WHITE_SHARE
    levels = torch.where(white, level(amplitude), amplitude) * 10 ** (-decibels / 20)
    return clean + torch.randn_like(clean) * levels


def denoising_losses(network: nn.Module, signals: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean absolute errors of an iteration on noisy spectra: with the network, and of Griffin-Lim.

    Parameters
    ----------
    network : nn.Module
    signals : Tensor [shape=(n_sounds, n_samples), float32]
    """
    clean = stft(signals)
    clean = clean / level(clean.abs())
    x, amplitude = noisy(clean), clean.abs()
    with torch.no_grad():
        without = _mean_absolute(iterate(None, x, amplitude) - clean)
    return _mean_absolute(iterate(network, x, amplitude) - clean), without


def _mean_absolute(error: Tensor) -> Tensor:
    """Return the mean of the absolute real and imaginary parts."""
    return (error.real.abs() + error.imag.abs()).mean()


def reconstruct(network: nn.Module | None, amplitude: Tensor, phase: Tensor, n_iter: int) -> Tensor:
    """Reconstruct signals from amplitudes.

    Parameters
    ----------
    network : nn.Module, optional
    amplitude, phase : Tensor [shape=(n_sounds, n_bins, n_frames), float32]
        Phases to begin with, in radians.
    n_iter : int
        Number of iterations, 0 or more.

    Returns
    -------
    Tensor [shape=(n_sounds, HOP_LENGTH * (n_frames - 1)), float32]
    """
    scaled = amplitude / level(amplitude)
    x = torch.polar(scaled, phase)
    for _ in range(n_iter):
        x = iterate(network, x, scaled)
    return istft(with_amplitude(x, amplitude))
