"""Vocos: a vocoder that predicts the spectrum of each frame, and leaves the samples to an inverse STFT.

ConvNeXt blocks at the rate of the frames, then a layer from which the log magnitude and the phase of each bin follow.
Unlike in the paper, the input is the feature of latentpad's bundles (384 warped bands at 44.1 kHz), the magnitude
starts at what the bands say, and the network learns the difference.

References
----------
Siuzdak, "Vocos: closing the gap between time-domain and Fourier-based neural vocoders for high-quality audio
synthesis", 2023, https://arxiv.org/abs/2306.00814
"""

from dataclasses import dataclass, replace
from math import ceil
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad_export.data.features import log_magnitude
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.evaluate.reconstruction.adversarial import AdversarialConfig, AdversarialVocoder
from latentpad_export.evaluate.reconstruction.inverse_stft import InverseSTFT, overlap_add
from latentpad_export.evaluate.reconstruction.networks.spectrum_discriminator import SpectrumDiscriminators
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR, Signal, VocoderConfig
from latentpad_export.model.depthwise import convolve
from latentpad_export.presets import STUDIO

MAX_CHANGE = 6.0
"""Largest change of a magnitude by the network: 52 dB, as a natural logarithm."""

REFERENCE = 128.0
"""Magnitude of a bin at a feature of 1, where nothing is emphasised: a sine of half of full scale."""

QUIETEST_DB = 40.0
"""Segments are trained on at levels from this far below the loudest to the loudest: the ends of sounds are quiet."""


@dataclass(frozen=True, kw_only=True)
class VocosConfig(AdversarialConfig):
    """Settings of the network and its training; the defaults have about a million weights."""

    batch_size: int = 16
    segment_frames: int = 64
    learning_rate: float = 1e-3
    bfloat16: bool = True
    width: int = 160
    """Channels of the blocks."""

    n_blocks: int = 4
    expansion: int = 3
    """Channels inside a block, relative to `width`."""

    discriminator_width: int = 16
    adversarial_from: float = 0.7
    adversarial_weight: float = 0.05
    matching_weight: float = 0.5


class ConvNeXtBlock(nn.Module):
    """A depthwise convolution and two layers per frame, added to the input; (B, T, C)."""

    def __init__(self, width: int, expansion: int, scale: float) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width)
        self.first, self.second = nn.Linear(width, expansion * width), nn.Linear(expansion * width, width)
        self.scale = nn.Parameter(torch.full((width,), scale))

    def forward(self, x: Tensor) -> Tensor:
        """Compute the block."""
        if self.training:  # a third of the time
            mixed = convolve(x, self.depthwise.weight, self.depthwise.bias)  # type: ignore[arg-type]
        else:
            mixed = self.depthwise(x.transpose(1, 2)).transpose(1, 2)
        hidden = nn.functional.gelu(self.first(self.norm(mixed)))
        changed: Tensor = x + self.scale * self.second(hidden)
        return changed


class VocosGenerator(nn.Module):
    """From a feature (B, F, T) to the real and imaginary parts of the bins, (B, T, K) each."""

    def __init__(self, config: VocosConfig, representation: Representation) -> None:
        super().__init__()
        width, n_bins = config.width, representation.n_bins
        self.first = nn.Conv1d(representation.n_bands, width, 7, padding=3)
        self.norm = nn.LayerNorm(width)
        self.blocks = nn.ModuleList(
            ConvNeXtBlock(width, config.expansion, 1 / config.n_blocks) for _ in range(config.n_blocks)
        )
        self.last_norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 2 * n_bins)
        synthesis = filter_bank(representation, STUDIO.warp)[1]
        self.octaves = representation.top_db / 20 * float(np.log(10))
        self.synthesis: Tensor
        self.level: Tensor
        self.register_buffer("synthesis", torch.from_numpy(synthesis.T.copy()), persistent=False)
        gain = torch.from_numpy(REFERENCE / representation.emphasis_gain())
        self.register_buffer("level", gain.log(), persistent=False)
        with torch.no_grad():
            self.head.weight[:n_bins] *= 0.01  # starts at the magnitudes of the bands
            self.head.bias[:n_bins] = 0.0

    def forward(self, feature: Tensor) -> tuple[Tensor, Tensor]:
        """Predict the spectrum of each frame."""
        x = self.norm(self.first(2 * feature - 1).transpose(1, 2))
        for block in self.blocks:
            x = block(x)
        change, phase = self.head(self.last_norm(x)).float().chunk(2, dim=-1)
        bands = self.octaves * (feature.transpose(1, 2).float() - 1) @ self.synthesis
        magnitude = torch.exp(bands + self.level + MAX_CHANGE * torch.tanh(change / MAX_CHANGE))
        return magnitude * torch.cos(phase), magnitude * torch.sin(phase)


class VocosGraph(nn.Module):
    """From a feature to a signal, with operators that ONNX has."""

    def __init__(self, generator: VocosGenerator, representation: Representation) -> None:
        super().__init__()
        self.generator = generator
        self.inverse = InverseSTFT(representation.n_fft, representation.hop_length)

    def forward(self, feature: Tensor) -> Tensor:
        """Synthesise (B, hop_length * (T - 1)) samples."""
        real, imaginary = self.generator(feature)
        signal: Tensor = self.inverse(real, imaginary)
        return signal


class Vocos(AdversarialVocoder[VocosConfig]):
    """Vocos on the bands of latentpad."""

    name: ClassVar[str] = "vocos"
    title: ClassVar[str] = "Vocos"
    spectrogram: ClassVar[str] = "warped bands"
    representation: ClassVar[Representation] = STUDIO.representation
    config_type: ClassVar[type[VocoderConfig]] = VocosConfig

    def __init__(self, config: VocosConfig, device: torch.device) -> None:
        generator = VocosGenerator(config, self.representation)
        super().__init__(config, device, generator, SpectrumDiscriminators(config.discriminator_width))
        analysis = filter_bank(self.representation, STUDIO.warp)[0]
        self._analysis = torch.from_numpy(analysis).to(device)
        self._emphasis = torch.from_numpy(self.representation.emphasis_gain()).to(device)

    def generate(self, features: Tensor) -> Tensor:
        """Predict spectra, and invert them."""
        with self.autocast():
            real, imaginary = self.networks[GENERATOR](features)
        return overlap_add(real, imaginary, self.representation.n_fft, self.representation.hop_length)

    def pairs(self, signals: Tensor) -> tuple[Tensor, Tensor]:
        """Return features and the signals that they are of, at random levels below the loudest.

        Features relative to the loudest bin of a whole sound are what the network sees later; a segment is not a
        whole sound, and so is given a random level.
        """
        representation = self.representation
        window = torch.hann_window(representation.n_fft, device=signals.device)
        spectra = torch.stft(
            signals,
            representation.n_fft,
            representation.hop_length,
            window=window,
            return_complex=True,
            pad_mode="constant",
        )
        power = self._analysis @ (spectra.abs() * self._emphasis[:, None]).square()
        loudest = power.amax(dim=(1, 2), keepdim=True).clamp_min(1e-12)
        level_db = -QUIETEST_DB * torch.rand(len(signals), 1, 1, device=signals.device).square()
        decibels = 10 * torch.log10((power / loudest).clamp_min(1e-16)) + level_db
        features = (1 + decibels / representation.top_db).clamp(0, 1)
        gain = REFERENCE * 10 ** (level_db / 20) / loudest.sqrt()
        return features, (signals * gain[:, 0])[:, : representation.hop_length * (features.shape[2] - 1)]

    def feature(self, signal: Signal, rng: np.random.Generator) -> NDArray[np.float32]:
        """Return the feature of a whole sound, as bundles have it."""
        n_frames = 1 + ceil(len(signal) / self.representation.hop_length)
        representation = replace(self.representation, n_frames=n_frames)
        return log_magnitude(signal, representation, self._analysis.cpu().numpy())[None]

    def graph(self) -> nn.Module:
        """Return the generator with an inverse STFT."""
        return VocosGraph(self.networks[GENERATOR], self.representation).cpu().eval()  # type: ignore[arg-type]
