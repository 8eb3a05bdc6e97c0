"""Multi-resolution STFT loss: the reconstruction loss of vocoders that are not trained by discriminators alone.

References
----------
Yamamoto, Song and Kim, "Parallel WaveGAN", ICASSP 2020, equations 4 to 6.
"""

import torch
from torch import Tensor

RESOLUTIONS = (256, 512, 1024, 2048)
"""Window lengths in samples; the hop is a quarter of each."""

FLOOR = 1e-4
"""Share of a segment's loudest bin (-80 dB) below which magnitudes do not count, as in table 7.1."""

SMALLEST = 1e-5
"""Floor for a silent segment."""


def multi_resolution_stft_loss(found: Tensor, wanted: Tensor, resolutions: tuple[int, ...] = RESOLUTIONS) -> Tensor:
    """Return spectral convergence plus the mean difference of log magnitudes, averaged over the resolutions.

    Parameters
    ----------
    found, wanted : Tensor [shape=(batch, n_samples), float32]
    resolutions : tuple of int
        Window lengths, none longer than the segments.

    Returns
    -------
    Tensor
        A scalar, 0 for equal magnitudes.
    """
    total = found.new_zeros(())
    for n_fft in resolutions:
        is_, should = _magnitudes(found, n_fft), _magnitudes(wanted, n_fft).detach()
        floor = (FLOOR * should.amax(dim=(1, 2), keepdim=True)).clamp_min(SMALLEST)
        norms = torch.linalg.vector_norm(should - is_, dim=(1, 2)), torch.linalg.vector_norm(should, dim=(1, 2))
        convergence = (norms[0] / norms[1].clamp_min(SMALLEST)).mean()
        logs = (torch.maximum(should, floor).log() - torch.maximum(is_, floor).log()).abs().mean()
        total = total + convergence + logs
    return total / len(resolutions)


def _magnitudes(signal: Tensor, n_fft: int) -> Tensor:
    """Return [batch, n_bins, n_frames]; the root has a finite slope at 0."""
    window = torch.hann_window(n_fft, device=signal.device)
    spectrum = torch.stft(signal, n_fft, n_fft // 4, window=window, return_complex=True, pad_mode="constant")
    return torch.sqrt(spectrum.real.square() + spectrum.imag.square() + SMALLEST**2)
