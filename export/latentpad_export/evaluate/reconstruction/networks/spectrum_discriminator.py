"""Discriminators of spectrograms at several resolutions, for Vocos: small, since they train on a CPU.

References
----------
Jang et al., "UnivNet: a neural vocoder with multi-resolution spectrogram discriminators", Interspeech 2021.
"""

import torch
from torch import Tensor, nn

RESOLUTIONS = (512, 1024, 2048)
"""Window lengths in samples; the hop is a quarter of each."""

SLOPE = 0.1
"""Of the leaky rectifiers."""


class SpectrumDiscriminator(nn.Module):
    """Scores patches of one spectrogram; its input is compressed as an ear does, roughly."""

    def __init__(self, n_fft: int, width: int) -> None:
        super().__init__()
        self.n_fft = n_fft
        layers = [nn.Conv2d(1, width, (9, 3), stride=(2, 1), padding=(4, 1))]
        layers += [nn.Conv2d(width, width, (9, 3), stride=(2, 2), padding=(4, 1)) for _ in range(2)]
        layers += [nn.Conv2d(width, width, 3, padding=1), nn.Conv2d(width, 1, 3, padding=1)]
        self.layers = nn.ModuleList(nn.utils.parametrizations.weight_norm(layer) for layer in layers)

    def forward(self, signal: Tensor) -> list[Tensor]:
        """Return the features of each layer, the scores last."""
        window = torch.hann_window(self.n_fft, device=signal.device)
        spectrum = torch.stft(signal, self.n_fft, self.n_fft // 4, window=window, return_complex=True)
        power = spectrum.real.square() + spectrum.imag.square()
        x = (power + 1e-7).pow(0.15)[:, None]
        features = []
        for layer in self.layers[:-1]:
            x = nn.functional.leaky_relu(layer(x), SLOPE)
            features.append(x)
        return [feature.float() for feature in (*features, self.layers[-1](x))]


class SpectrumDiscriminators(nn.Module):
    """One per resolution."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.members = nn.ModuleList(SpectrumDiscriminator(n_fft, width) for n_fft in RESOLUTIONS)

    def forward(self, signal: Tensor) -> list[list[Tensor]]:
        """Return the features of each discriminator's layers."""
        return [member(signal) for member in self.members]
