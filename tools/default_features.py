"""Features of sounds and of their variants on the training device, and how often each is drawn."""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from default_data import FACTORY, FULL_SCALE, Item
from latentpad_export.data.library import Sound
from latentpad_export.data.split import sampling_weights
from latentpad_export.presets import STUDIO
from latentpad_export.training.fit import needed_frames
from latentpad_export.training.variants import Analysis, at_peak, reverberate, saturate, varispeed

TONAL = ("bass", "pluck", "tone", "mallet_drum", "metallic")
"""Labels of synthesised sounds with partials, whose pitch is hard to learn; they are drawn twice as often."""

FACTORY_SHARE = 0.4
"""Share of synthesised sounds in what is drawn."""

ORIGINAL_SHARE = 0.3
"""Share of a sound's draws that are the sound itself."""

MARGIN = 2_304
"""Samples of silence after a sound that is resampled; its filter rings around the end."""

CHUNK = 128
"""Sounds whose features are computed at once."""

SEMITONES = np.arange(-3, 3.25, 0.5)
"""Changes of pitch; few, so that transforms of few sizes are planned."""

LAYERED = SATURATED = 0.25
"""Share of variants with another sound of the label on top, and of saturated ones."""

IN_ROOM = 0.15


@dataclass(frozen=True)
class Features:
    """Features of sounds and variants on the training device."""

    stored: Tensor
    """uint8 (n, T, F); 255 stands for 1."""

    lengths: NDArray[np.int64]
    """[n] frames that are trained on."""

    weights: NDArray[np.float64]
    """[n] how often each is drawn; sums to 1."""

    def batch(self, indices: NDArray[np.int64]) -> Tensor:
        """Return features float32 (B, F, T) in [0, 1], as many frames as the longest of them needs."""
        rows = torch.from_numpy(indices).to(self.stored.device)
        n_frames = int(self.lengths[indices].max())
        return (self.stored[rows, :n_frames].float() / 255).mT


def compute_features(
    signals: Tensor, items: list[Item], analysis: Analysis, n_variants: int, balance: float, seed: int
) -> Features:
    """Compute the features of all sounds, int16 (n, N), and of their variants, on the device of the filter bank.

    Parameters
    ----------
    signals : Tensor (n, N)
    items : list of Item
    analysis : Analysis
    n_variants : int
        Of each sound; the first one is the sound itself.
    balance : float in [0, 1]
        See `draw_weights`.
    seed : int
    """
    r, n, device = analysis.representation, len(items), analysis.filter_bank.device
    rng, others = np.random.default_rng(seed), _Others(items)
    torch.manual_seed(seed)
    signals = signals.to(device)
    stored = torch.empty(n_variants * n, r.n_frames, r.n_bands, dtype=torch.uint8, device=device)
    ends = torch.zeros(n_variants * n, dtype=torch.int64, device=device)
    for variant in range(n_variants):
        order = rng.permutation(n)
        for rows in np.array_split(order, -(-n // CHUNK)):
            x = _read(signals, rows)
            if variant:
                x = vary(x, _read(signals, others.draw(rows, rng)), r.sample_rate, rng)
            targets = torch.from_numpy(variant * n + rows).to(device)
            stored[targets] = (analysis(x).mT * 255).round().to(torch.uint8)
            heard = x.abs() > 10 ** (-r.top_db / 20)
            ends[targets] = (torch.arange(1, x.shape[1] + 1, device=device) * heard).amax(1)
    varied = [(1 - ORIGINAL_SHARE) / max(n_variants - 1, 1)] * (n_variants - 1)
    weights = np.concatenate([share * draw_weights(items, balance) for share in (ORIGINAL_SHARE, *varied)])
    seconds = (ends.cpu().numpy() / r.sample_rate).astype(np.float32)
    lengths = needed_frames(replace(STUDIO, representation=r), seconds)
    return Features(stored, lengths, weights / weights.sum())


def _read(signals: Tensor, rows: NDArray[np.int64]) -> Tensor:
    """Return some of the signals, float32 (B, N) in [-1, 1]."""
    return signals[torch.from_numpy(rows).to(signals.device)].float() / FULL_SCALE


class _Others:
    """Draws sounds of the same labels."""

    def __init__(self, items: list[Item]) -> None:
        self.items, self.of_label = items, defaultdict(list)
        for i, item in enumerate(items):
            self.of_label[item.label].append(i)

    def draw(self, rows: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw one sound for each row."""
        return np.array([rng.choice(self.of_label[self.items[i].label]) for i in rows], dtype=np.int64)


def vary(signals: Tensor, others: Tensor, sample_rate: int, rng: np.random.Generator) -> Tensor:
    """Return a variant (B, N) of each signal (B, N), all at one new pitch; `others` are of the same labels."""
    n_sounds, n_samples = signals.shape

    def drawn(low_db: float, high_db: float, share: float) -> Tensor:
        """Draw gains (B,) for a share of the sounds, and 0 for the others."""
        gains = 10 ** (rng.uniform(low_db, high_db, n_sounds) / 20) * (rng.random(n_sounds) < share)
        return torch.from_numpy(gains.astype(np.float32)).to(signals.device)

    layered = at_peak(signals + drawn(-15, -3, LAYERED)[:, None] * others)
    resampled = varispeed(functional.pad(layered, (0, MARGIN)), float(rng.choice(SEMITONES)))[:, :n_samples]
    resampled = functional.pad(resampled, (0, n_samples - resampled.shape[1]))
    driven = saturate(at_peak(resampled), drawn(0, 15, SATURATED))
    gains = drawn(-24, -12, IN_ROOM)
    seconds = torch.from_numpy(rng.uniform(0.1, 0.6, n_sounds).astype(np.float32)).to(signals.device)
    chosen = gains > 0
    driven[chosen] = reverberate(driven[chosen], seconds[chosen], gains[chosen], sample_rate)
    return at_peak(driven)


def draw_weights(items: list[Item], balance: float) -> NDArray[np.float64]:
    """Return how often each sound is drawn; sums to 1.

    Synthesised sounds have a share of FACTORY_SHARE. `balance` is that of `sampling_weights`.
    """
    sounds = tuple(Sound(Path(), "", item.label, item.kit, item.split) for item in items)
    weights = sampling_weights(sounds, balance)
    made = np.array([item.label.startswith(FACTORY) for item in items])
    weights[[item.label.startswith(FACTORY) and item.label.removeprefix(FACTORY) in TONAL for item in items]] *= 2
    for chosen, share in ((made, FACTORY_SHARE), (~made, 1 - FACTORY_SHARE)):
        if 0 < chosen.sum() < len(made):
            weights[chosen] *= share / weights[chosen].sum()
    normalised: NDArray[np.float64] = weights / weights.sum()
    return normalised
