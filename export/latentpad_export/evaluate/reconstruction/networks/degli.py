"""DeGLI: Griffin-Lim with a network that estimates and removes the error of each iteration.

The network is the paper's in small: three complex convolutions of 5 bins by 3 frames, each multiplied by a gate that
sees the magnitudes of its input and the given amplitude, then a complex convolution of single bins. All iterations
share it, and it is trained on one iteration, as a denoiser of spectra with complex noise.

Deviations: 16 channels in place of 64, and 0.5 s of sound in place of whole utterances, for a CPU. Gates see
logarithms of magnitudes and have biases, and the last convolution begins at zero, so that training begins at
Griffin-Lim; with magnitudes as they are, a network of this size learns nothing in the first hundred steps.

Masuyama, Yatabe, Koizumi, Oikawa, Harada. "Deep Griffin-Lim iteration." ICASSP 2019.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

import librosa
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad_export.evaluate.reconstruction.networks.degli_iteration import (
    REPRESENTATION,
    denoising_losses,
    reconstruct,
)
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR, Signal, Vocoder, VocoderConfig
from latentpad_export.evaluate.subjects.analysis_synthesis import Reconstruct, mel_magnitude

KERNEL = (5, 3)
"""Bins and frames that a convolution spans."""

FLOOR = 1e-6
"""Power, relative to the mean of a sound, below which gates do not tell magnitudes apart: -60 dB."""

MAX_GRADIENT = 1.0
"""Largest norm of the gradient."""


@dataclass(frozen=True, kw_only=True)
class DegliConfig(VocoderConfig):
    """Settings of DeGLI."""

    batch_size: int = 8
    segment_frames: int = 63
    learning_rate: float = 2e-3
    bfloat16: bool = True
    n_channels: int = 16
    """Complex channels."""

    n_layers: int = 3
    """Gated convolutions."""

    n_iter: int = 32
    """Iterations of a reconstruction: as many as of Griffin-Lim in the same table."""


class GatedConvolution(nn.Module):
    """An amplitude-informed gated complex convolution."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        padding = (KERNEL[0] // 2, KERNEL[1] // 2)
        self.real = nn.Conv2d(n_in, n_out, KERNEL, padding=padding, bias=False)
        self.imaginary = nn.Conv2d(n_in, n_out, KERNEL, padding=padding, bias=False)
        self.gate = nn.Conv2d(n_in + 1, n_out, KERNEL, padding=padding)

    def forward(self, parts: Tensor, log_amplitude: Tensor) -> Tensor:
        """Map parts [n_sounds, 2 * n_in, n_bins, n_frames] to [n_sounds, 2 * n_out, n_bins, n_frames]."""
        real, imaginary = parts.chunk(2, dim=1)
        log_magnitude = 0.5 * torch.log(real.square() + imaginary.square() + FLOOR)
        gate = torch.sigmoid(self.gate(torch.cat([log_magnitude, log_amplitude], dim=1)))
        return convolved(self.real, self.imaginary, parts) * torch.cat([gate, gate], dim=1)


def convolved(real: nn.Conv2d, imaginary: nn.Conv2d, parts: Tensor) -> Tensor:
    """Convolve parts with complex weights, in one real convolution."""
    upper = torch.cat([real.weight, -imaginary.weight], dim=1)
    lower = torch.cat([imaginary.weight, real.weight], dim=1)
    return nn.functional.conv2d(parts, torch.cat([upper, lower]), padding=real.padding)


class ResidualNetwork(nn.Module):
    """``F`` of `degli_iteration`: estimates the error of an iteration of Griffin-Lim."""

    def __init__(self, n_channels: int, n_layers: int) -> None:
        super().__init__()
        sizes = [3, *[n_channels] * n_layers]
        self.layers = nn.ModuleList(GatedConvolution(*pair) for pair in pairwise(sizes))
        self.last_real = nn.Conv2d(n_channels, 1, 1, bias=False)
        self.last_imaginary = nn.Conv2d(n_channels, 1, 1, bias=False)
        nn.init.zeros_(self.last_real.weight)
        nn.init.zeros_(self.last_imaginary.weight)

    def forward(self, parts: Tensor, amplitude: Tensor) -> Tensor:
        """Estimate the residual: [n_sounds, 6, …] and [n_sounds, 1, …] to [n_sounds, 2, n_bins, n_frames]."""
        log_amplitude = 0.5 * torch.log(amplitude.square() + FLOOR)
        for layer in self.layers:
            parts = layer(parts, log_amplitude)
        return convolved(self.last_real, self.last_imaginary, parts)


class Degli(Vocoder[DegliConfig]):
    """DeGLI on the magnitudes of the thesis's STFT."""

    name: ClassVar[str] = "degli"
    title: ClassVar[str] = "Deep Griffin-Lim"
    spectrogram: ClassVar[str] = "STFT"
    representation: ClassVar[Representation] = REPRESENTATION
    config_type: ClassVar[type[VocoderConfig]] = DegliConfig

    def __init__(self, config: DegliConfig, device: torch.device) -> None:
        super().__init__(config, device)
        network = ResidualNetwork(config.n_channels, config.n_layers).to(device)
        self.networks = {GENERATOR: network}
        self.optimizers = {GENERATOR: torch.optim.Adam(network.parameters(), config.learning_rate)}

    def train_step(self, signals: Tensor, share: float) -> dict[str, Tensor]:
        """Take one step; `relative` is the loss over that of Griffin-Lim."""
        network, optimizer = self.networks[GENERATOR].train(), self.optimizers[GENERATOR]
        self.set_learning_rate(self.config.learning_rate * (1.0 - share) ** 0.5)
        with self.autocast():
            loss, without = denoising_losses(network, signals)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(network.parameters(), MAX_GRADIENT)
        optimizer.step()
        return {"loss": loss.detach(), "relative": loss.detach() / without}

    def feature(self, signal: Signal, rng: np.random.Generator) -> NDArray[np.float32]:
        """Compute magnitudes and, below them, random phases [1, 2 * n_bins, n_frames]."""
        n_fft, hop_length = self.representation.n_fft, self.representation.hop_length
        magnitude = np.abs(librosa.stft(signal, n_fft=n_fft, hop_length=hop_length))
        return with_phases(magnitude, rng)

    def ways(self) -> dict[str, Reconstruct]:
        """Return the ways from an STFT and, as in the thesis, from mel bands by least squares."""
        return {**super().ways(), "Mel": self.reconstruct_from_mel}

    def reconstruct_from_mel(self, signal: Signal, rng: np.random.Generator) -> Signal:
        """Turn a sound into a mel spectrogram and back."""
        feature = with_phases(mel_magnitude(signal, self.representation), rng)
        with torch.inference_mode():
            output: Signal = self.graph()(torch.from_numpy(feature))[0].numpy()
        return output

    def to_onnx(self) -> bytes | None:
        """Return None: the graph would be 32 copies of the network, with an STFT and its inverse between each two."""
        return None

    def graph(self) -> nn.Module:
        """Return all iterations as a module."""
        return Iterations(self.networks[GENERATOR].cpu().eval(), self.config.n_iter)


def with_phases(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return magnitudes [n_bins, n_frames] and random phases as one feature [1, 2 * n_bins, n_frames]."""
    phase = rng.uniform(-np.pi, np.pi, magnitude.shape)
    return np.concatenate([magnitude, phase])[None].astype(np.float32)


class Iterations(nn.Module):
    """All iterations of a reconstruction, and the inverse STFT with the given amplitude."""

    def __init__(self, network: nn.Module | None, n_iter: int) -> None:
        super().__init__()
        self.network, self.n_iter = network, n_iter

    def forward(self, feature: Tensor) -> Tensor:
        """Map magnitudes and phases [n_sounds, 2 * n_bins, n_frames] to signals [n_sounds, n_samples]."""
        amplitude, phase = feature.chunk(2, dim=1)
        return reconstruct(self.network, amplitude.contiguous(), phase.contiguous(), self.n_iter)
