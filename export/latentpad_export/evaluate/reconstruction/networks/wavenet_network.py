"""The network of WaveNet: the distribution of each sample, given those before it and a log-mel spectrogram.

A causal convolution over two samples, then layers of dilated causal convolutions whose outputs are gated, each with a
residual and a skip connection, then two convolutions of single samples to 256 levels, from the sum of all skips and of
the condition.

van den Oord et al. "WaveNet: a generative model for raw audio." 2016, sections 2.1 to 2.5.

Conventions
-----------
Levels are int64 in [0, 256), mu-law companded samples. A condition is ``[batch, n_bands, n_frames]``; frame ``t`` is
centred on the first of the `HOP_LENGTH` samples that it is held for.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from latentpad_export.presets import THESIS

HOP_LENGTH = THESIS.representation.hop_length

MU = 255
"""Of the companding; the number of levels less 1."""

STEPS_PER_FRAME = 4
"""Values of a condition per frame after upsampling, each held for 32 samples, 2 ms."""

SILENCE = (MU + 1) // 2
"""Level of a sample of 0."""


@dataclass(frozen=True)
class WavenetSize:
    """Widths and depth of the network."""

    n_bands: int
    n_channels: int
    n_skip: int
    n_condition: int
    n_stacks: int
    n_dilations: int

    @property
    def dilations(self) -> tuple[int, ...]:
        """Return the dilation of each layer: 1, 2, 4, … in each stack."""
        return tuple(2**k for k in range(self.n_dilations)) * self.n_stacks

    @property
    def receptive_field(self) -> int:
        """Return how many past samples a distribution depends on."""
        return 2 + sum(self.dilations)


def to_levels(signal: Tensor) -> Tensor:
    """Compand samples, clipped to [-1, 1], to levels."""
    signal = signal.clamp(-1.0, 1.0)
    companded = torch.sign(signal) * torch.log1p(MU * signal.abs()) / torch.log1p(torch.tensor(float(MU)))
    return torch.floor((companded + 1.0) / 2.0 * MU + 0.5).long()


def from_levels(levels: Tensor) -> Tensor:
    """Return the samples at the centres of levels."""
    companded = 2.0 * levels.float() / MU - 1.0
    return torch.sign(companded) * torch.expm1(companded.abs() * torch.log1p(torch.tensor(float(MU)))) / MU


class Layer(nn.Module):
    """A dilated causal convolution, gated, with its residual and skip connections."""

    def __init__(self, size: WavenetSize, dilation: int) -> None:
        super().__init__()
        n = size.n_channels
        self.dilated = nn.Conv1d(n, 2 * n, 2, dilation=dilation)
        self.condition = nn.Conv1d(size.n_condition, 2 * n, 1, bias=False)
        self.out = nn.Conv1d(n, n + size.n_skip, 1)  # residual, then skip
        self.dilation = dilation

    def forward(self, hidden: Tensor, condition: Tensor) -> tuple[Tensor, Tensor]:
        """Map hidden [batch, n_channels, n_samples] and a condition per step to the next hidden, and a skip."""
        past = nn.functional.pad(hidden, (self.dilation, 0))
        both = held(self.dilated(past), self.condition(condition))
        content, gate = both.chunk(2, dim=1)
        n_channels = hidden.shape[1]
        out = self.out(torch.tanh(content) * torch.sigmoid(gate))
        return hidden + out[:, :n_channels], out[:, n_channels:]


def held(values: Tensor, condition: Tensor) -> Tensor:
    """Add a condition per step to values per sample, held for as many samples as a step has."""
    steps = values.reshape(*values.shape[:2], condition.shape[-1], -1)
    return (steps + condition[..., None]).flatten(-2)


class WavenetNetwork(nn.Module):
    """Logits of levels from the levels before and a condition."""

    def __init__(self, size: WavenetSize) -> None:
        super().__init__()
        self.size = size
        self.frames = nn.Conv1d(size.n_bands, size.n_condition, 3, padding=1)
        self.upsample = nn.ConvTranspose1d(
            size.n_condition, size.n_condition, 2 * STEPS_PER_FRAME, STEPS_PER_FRAME, STEPS_PER_FRAME // 2
        )
        self.newest, self.older = (nn.Embedding(MU + 1, size.n_channels) for _ in range(2))
        with torch.no_grad():  # neighbouring levels begin with similar values
            self.newest.weight.copy_(_cosines(size.n_channels))
            self.older.weight.copy_(_cosines(size.n_channels))
        self.start = nn.Conv1d(size.n_condition, size.n_skip, 1, bias=False)
        self.layers = nn.ModuleList(Layer(size, dilation) for dilation in size.dilations)
        self.hidden = nn.Conv1d(size.n_skip, size.n_skip, 1)
        self.last = nn.Conv1d(size.n_skip, MU + 1, 1)

    def conditioned(self, condition: Tensor) -> Tensor:
        """Upsample a condition to [batch, n_condition, n_frames * STEPS_PER_FRAME]."""
        upsampled: Tensor = torch.relu(self.upsample(torch.relu(self.frames(condition))))
        return upsampled

    def forward(self, levels: Tensor, condition: Tensor, start: int = 0) -> Tensor:
        """Compute logits.

        Parameters
        ----------
        levels : Tensor [shape=(batch, n_samples), int64]
            ``n_samples`` is `HOP_LENGTH` times the frames of the condition.
        condition : Tensor [shape=(batch, n_bands, n_frames), float32]
        start : int
            First sample whose logits are needed.

        Returns
        -------
        Tensor [shape=(batch, 256, n_samples - start), float32]
            Of the level at each sample, which depends on the levels before it only.
        """
        before = nn.functional.pad(levels, (2, 0), value=SILENCE)
        hidden = (self.newest(before[:, 1:-1]) + self.older(before[:, :-2])).transpose(1, 2)
        per_step = self.conditioned(condition)
        skips = self.start(per_step).repeat_interleave(levels.shape[1] // per_step.shape[-1], dim=-1)[..., start:]
        for layer in self.layers:
            hidden, skip = layer(hidden, per_step)
            skips = skips + skip[..., start:]
        logits: Tensor = self.last(torch.relu(self.hidden(torch.relu(skips))))
        return logits


def _cosines(n_channels: int) -> Tensor:
    """Return slow and fast cosines over the levels [256, n_channels], at a power of 1/2 in sum."""
    phase = torch.pi * (torch.arange(MU + 1)[:, None] + 0.5) / (MU + 1)
    orders = torch.arange(1, n_channels + 1)
    return torch.cos(phase * orders) / orders**0.5
