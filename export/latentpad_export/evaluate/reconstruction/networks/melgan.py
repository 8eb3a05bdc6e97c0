"""MelGAN: transposed convolutions from mel bands to samples, trained against discriminators at three rates.

The thesis names it as future work. Unlike in the paper, the networks have a third of the channels, for a CPU;
transposed convolutions of 8, 4, 2 and 2 make hops of 128 (8, 8, 2 and 2 in the paper); and a multi-resolution STFT loss
comes first and stays, as in Parallel WaveGAN: with discriminators alone, minutes of a CPU are not enough.

References
----------
Kumar et al., "MelGAN: generative adversarial networks for conditional waveform synthesis", NeurIPS 2019.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.evaluate.reconstruction.adversarial import AdversarialConfig, AdversarialVocoder
from latentpad_export.evaluate.reconstruction.networks.melgan_networks import (
    MelGANGenerator,
    ScaleDiscriminators,
    without_weight_norm,
)
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR, Signal, VocoderConfig
from latentpad_export.presets import THESIS

LOWEST_DB, RANGE_DB = -60.0, 100.0
"""Power of a mel band that is 0 in a feature, and decibels from there to 1; a sine of full scale has about 40 dB."""


@dataclass(frozen=True, kw_only=True)
class MelGANConfig(AdversarialConfig):
    """Settings of the networks and their training."""

    batch_size: int = 8
    segment_frames: int = 64
    learning_rate: float = 1e-3
    bfloat16: bool = True
    width: int = 128
    """Channels of the generator before the first transposed convolution, each of which halves them."""

    discriminator_width: int = 8
    adversarial_from: float = 0.6
    adversarial_weight: float = 0.1
    matching_weight: float = 1.0


class MelGAN(AdversarialVocoder[MelGANConfig]):
    """MelGAN on the thesis's mel spectrogram."""

    name: ClassVar[str] = "melgan"
    title: ClassVar[str] = "MelGAN"
    spectrogram: ClassVar[str] = "Mel"
    representation: ClassVar[Representation] = THESIS.representation
    config_type: ClassVar[type[VocoderConfig]] = MelGANConfig

    def __init__(self, config: MelGANConfig, device: torch.device) -> None:
        generator = MelGANGenerator(self.representation.n_bands, config.width)
        super().__init__(config, device, generator, ScaleDiscriminators(config.discriminator_width))
        self._analysis = torch.from_numpy(filter_bank(self.representation, "mel")[0]).to(device)

    def generate(self, features: Tensor) -> Tensor:
        """Synthesise."""
        with self.autocast():
            signals: Tensor = self.networks[GENERATOR](features)
        return signals.float()

    def pairs(self, signals: Tensor) -> tuple[Tensor, Tensor]:
        """Return features with one frame per hop, and the signals."""
        return self._features(signals)[:, :, :-1], signals

    def _features(self, signals: Tensor) -> Tensor:
        """Return the levels of mel bands [batch, n_bands, n_frames] in [0, 1]."""
        n_fft = self.representation.n_fft
        window = torch.hann_window(n_fft, device=signals.device)
        spectra = torch.stft(
            signals, n_fft, self.representation.hop_length, window=window, return_complex=True, pad_mode="constant"
        )
        power = self._analysis @ (spectra.real.square() + spectra.imag.square())
        return ((10 * torch.log10(power + 1e-9) - LOWEST_DB) / RANGE_DB).clamp(0, 1)

    def feature(self, signal: Signal, rng: np.random.Generator) -> NDArray[np.float32]:
        """Return the feature of a whole sound."""
        found: NDArray[np.float32] = self._features(torch.from_numpy(signal)[None].to(self.device)).cpu().numpy()
        return found

    def graph(self) -> nn.Module:
        """Return a copy of the generator whose weights are not normalised any more."""
        generator = MelGANGenerator(self.representation.n_bands, self.config.width)
        generator.load_state_dict(self.networks[GENERATOR].state_dict())
        return without_weight_norm(generator).eval()
