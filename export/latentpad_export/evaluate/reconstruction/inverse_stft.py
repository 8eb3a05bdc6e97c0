"""Inverse STFT of real and imaginary parts: one that is fast to train through, and one that ONNX can hold.

Conventions
-----------
Parts are float32 ``[batch, n_frames, n_bins]``; the STFT is centred, with a periodic Hann window, as everywhere in
latentpad. A signal has ``hop_length * (n_frames - 1)`` samples.
"""

import torch
from torch import Tensor, nn

SMALLEST = 1e-6
"""Floor of the overlapping windows; they are never so small between the first and the last frame's centre."""


def overlap_add(real: Tensor, imaginary: Tensor, n_fft: int, hop_length: int) -> Tensor:
    """Return the signal [batch, n_samples] of a spectrum."""
    spectra = torch.complex(real, imaginary).transpose(1, 2)
    window = torch.hann_window(n_fft, device=real.device)
    return torch.istft(spectra, n_fft, hop_length, window=window)


class InverseSTFT(nn.Module):
    """The same as one transposed convolution, whose kernels are windowed cosines and sines."""

    def __init__(self, n_fft: int, hop_length: int) -> None:
        super().__init__()
        self.n_fft, self.hop_length = n_fft, hop_length
        window = torch.hann_window(n_fft, dtype=torch.float64)
        bins, samples = torch.arange(n_fft // 2 + 1, dtype=torch.float64), torch.arange(n_fft, dtype=torch.float64)
        angle = 2 * torch.pi * bins[:, None] * samples / n_fft
        twice = torch.where((bins == 0) | (bins == n_fft // 2), 1.0, 2.0)[:, None] / n_fft
        kernels = torch.cat([twice * angle.cos(), -twice * angle.sin()]) * window
        self.register_buffer("kernels", kernels[:, None].float(), persistent=False)
        self.register_buffer("squares", window.square()[None, None].float(), persistent=False)

    def forward(self, real: Tensor, imaginary: Tensor) -> Tensor:
        """Return the signal [batch, n_samples]."""
        parts = torch.cat([real, imaginary], dim=2).transpose(1, 2)
        ones = 0 * parts[:, :1] + 1
        summed = nn.functional.conv_transpose1d(parts, self.kernels, stride=self.hop_length)  # type: ignore[arg-type]
        windows = nn.functional.conv_transpose1d(ones, self.squares, stride=self.hop_length)  # type: ignore[arg-type]
        half = self.n_fft // 2
        return (summed / windows.clamp_min(SMALLEST))[:, 0, half:-half]
