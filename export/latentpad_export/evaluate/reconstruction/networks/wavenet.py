"""WaveNet: samples one after the other, each drawn from a distribution given the samples before and a mel spectrogram.

A small one: 2 stacks of 8 layers, a receptive field of 32 ms. Log-mel spectra pass a convolution over three frames and
a transposed one to 500 Hz, and are added before each gate ("local conditioning"). Samples are mu-law companded to 256
levels.

Deviations from the paper: conditions come from spectra in place of linguistic features, and are also added to the
skips. Samples are pre-emphasised before companding, as in later vocoders, so that quantisation and the network's own
noise fall with frequency. They are also divided by the level that the mel spectrogram implies: without that, a network
of a few hundred steps generates silence, since in training it sees from the samples before how loud the sound is.

There is no ONNX file: generation is a loop over samples with one pass each, which takes a graph of loops 16,000 calls
per second of sound. It runs as compiled code instead, in `wavenet_kernel`.

van den Oord et al. "WaveNet: a generative model for raw audio." 2016.
Jin, Finkelstein, Mysore, Lu. "FFTNet: a real-time speaker-dependent neural vocoder." ICASSP 2018: noise shaping.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import lfilter
from torch import Tensor, nn

from latentpad.bundle.representation import Representation
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.evaluate.reconstruction.networks.wavenet_generation import generate_levels
from latentpad_export.evaluate.reconstruction.networks.wavenet_level import EMPHASIS, Level, emphasised
from latentpad_export.evaluate.reconstruction.networks.wavenet_network import (
    WavenetNetwork,
    WavenetSize,
    from_levels,
    to_levels,
)
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR, Signal, Vocoder, VocoderConfig
from latentpad_export.presets import THESIS

FLOOR_DB = -100.0
"""Of a band's power relative to a full-scale sine's, the smallest value of a condition."""

DC_POLE = 0.995
"""Of the filter that removes frequencies below 13 Hz: means of samples that are not quite 0 would grow by 16 dB."""

MAX_GRADIENT = 1.0
"""Largest norm of the gradient."""

WARMUP = 0.004
"""Share of the training over which the learning rate rises."""


@dataclass(frozen=True, kw_only=True)
class WavenetConfig(VocoderConfig):
    """Settings of WaveNet."""

    batch_size: int = 4
    segment_frames: int = 36
    learning_rate: float = 2e-3
    bfloat16: bool = True
    n_channels: int = 32
    """Of the residual connections; the gated convolutions have as many."""

    n_skip: int = 64
    n_condition: int = 48
    n_stacks: int = 2
    n_dilations: int = 8
    """Layers of a stack: dilations 1 to 128."""


class Wavenet(Vocoder[WavenetConfig]):
    """WaveNet conditioned on the thesis's mel spectra."""

    name: ClassVar[str] = "wavenet"
    title: ClassVar[str] = "WaveNet"
    spectrogram: ClassVar[str] = "Mel"
    representation: ClassVar[Representation] = THESIS.representation
    runs_in: ClassVar[str] = "numba"
    config_type: ClassVar[type[VocoderConfig]] = WavenetConfig

    def __init__(self, config: WavenetConfig, device: torch.device) -> None:
        super().__init__(config, device)
        self.size = WavenetSize(
            self.representation.n_bands,
            config.n_channels,
            config.n_skip,
            config.n_condition,
            config.n_stacks,
            config.n_dilations,
        )
        self.network = WavenetNetwork(self.size).to(device)
        self.networks = {GENERATOR: self.network}
        self.optimizers = {GENERATOR: torch.optim.Adam(self.network.parameters(), config.learning_rate)}
        self.bands = torch.from_numpy(filter_bank(self.representation, "mel")[0]).to(device)
        self.level = Level(self.representation, device)

    def train_step(self, signals: Tensor, share: float) -> dict[str, Tensor]:
        """Take one step; the loss is in nats per sample, of samples with their whole past in the segment."""
        network, optimizer = self.network.train(), self.optimizers[GENERATOR]
        self.set_learning_rate(self.config.learning_rate * min(1.0, share / WARMUP + 0.01) * (1.0 - share) ** 0.5)
        power = self.power(signals)
        levels = to_levels(emphasised(signals) / self.level(power)[:, : signals.shape[1]])
        condition = condition_of(power)[..., : self.config.segment_frames]
        start = min(self.size.receptive_field, signals.shape[1] // 2)
        with self.autocast():
            logits = network(levels, condition, start)
            loss = nn.functional.cross_entropy(logits.float(), levels[:, start:])
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(network.parameters(), MAX_GRADIENT)
        optimizer.step()
        return {"loss": loss.detach()}

    def power(self, signals: Tensor) -> Tensor:
        """Compute mel spectra [n_sounds, n_bands, n_frames], relative to the power of a full-scale sine."""
        n_fft, hop_length = self.representation.n_fft, self.representation.hop_length
        window = torch.hann_window(n_fft, device=signals.device)
        spectra = torch.stft(signals, n_fft, hop_length, window=window, pad_mode="constant", return_complex=True)
        return self.bands @ spectra.abs().square() / (n_fft / 4) ** 2

    def feature(self, signal: Signal, rng: np.random.Generator) -> NDArray[np.float32]:
        """Compute the mel spectrogram of a sound at a peak of 1."""
        return self.power(torch.from_numpy(signal / np.abs(signal).max())[None]).numpy()

    def reconstruct(self, signal: Signal, rng: np.random.Generator) -> Signal:
        """Generate a sound from the mel spectrogram of another, at its level."""
        self.network.cpu().eval()
        power = torch.from_numpy(self.feature(signal, rng))
        levels = torch.from_numpy(generate_levels(self.network, condition_of(power), rng))
        generated = (from_levels(levels) * self.level(power)[0]).numpy()
        output = lfilter([1.0, -1.0], np.convolve([1.0, -EMPHASIS], [1.0, -DC_POLE]), generated)
        reconstructed: Signal = (np.abs(signal).max() * output).astype(np.float32)
        return reconstructed

    def to_onnx(self) -> bytes | None:
        """Return None: generation is no graph."""
        return None


def condition_of(power: Tensor) -> Tensor:
    """Return mel spectra in decibels, -1 at `FLOOR_DB` and 1 at 0 dB."""
    return 1.0 + 2.0 * (10.0 * torch.log10(power + 10 ** (FLOOR_DB / 10))) / -FLOOR_DB
