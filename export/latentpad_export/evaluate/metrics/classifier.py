"""A small classifier of labels, trained on real sounds only, that generated sounds are measured with.

Its accuracy on kits that it has not learnt from is reported beside every figure that depends on it. GANSynth (Engel et
al. 2019) trained a classifier of its own for the same purpose, since Inception has seen no sounds.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from latentpad_export.evaluate.bars import bar
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.metrics.pooling import pooled

N_FEATURES = 32
"""Units of the penultimate layer."""

MIN_PER_LABEL = 8
BATCH = 64
LEARNING_RATE = 2e-3
MAX_DRAWN = 36_000
"""Sounds drawn during training, with repetition."""

DRAWN_EACH = 60
"""Number of times that each sound of a small library is drawn, on average."""


class Network(nn.Module):
    """Three convolutions with pooling, mean and maximum over time, a dense layer of 32 units, one output per label."""

    def __init__(self, n_labels: int) -> None:
        super().__init__()
        sizes = (1, 12, 24, 48)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, after, 5 if i == 0 else 3, stride=2 if i == 0 else 1, padding=2 if i == 0 else 1)
            for i, (before, after) in enumerate(pairwise(sizes))
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(size) for size in sizes[1:])
        self.dense = nn.Linear(2 * sizes[-1] * (COMPARISON.n_bands // 8), N_FEATURES)
        self.out = nn.Linear(N_FEATURES, n_labels)

    def features(self, x: Tensor) -> Tensor:
        """(B, bands, frames) to (B, 32)."""
        x = x.unsqueeze(1)
        for i, (convolution, norm) in enumerate(zip(self.convolutions, self.norms, strict=True)):
            x = functional.relu(norm(convolution(x)))
            x = functional.max_pool2d(x, 2) if i else x
        both = torch.cat([x.mean(dim=3), x.amax(dim=3)], dim=1).flatten(1)
        hidden: Tensor = functional.elu(self.dense(functional.dropout(both, 0.3, self.training)))
        return hidden

    def forward(self, x: Tensor) -> Tensor:
        """(B, bands, frames) to logits (B, labels)."""
        logits: Tensor = self.out(self.features(x))
        return logits


@dataclass(frozen=True)
class Predictions:
    """Output of the classifier for some sounds."""

    features: NDArray[np.float32]
    """[n, 32] penultimate layer."""

    probabilities: NDArray[np.float32]
    """[n, n_labels]."""

    @property
    def labels(self) -> NDArray[np.int64]:
        """[n] index of the most likely label."""
        most_likely: NDArray[np.int64] = self.probabilities.argmax(axis=1)
        return most_likely


class Classifier:
    """Predicts the labels of sounds."""

    def __init__(self, labels: tuple[str, ...], network: Network) -> None:
        self.labels, self.network = labels, network.eval()

    def __call__(self, features: NDArray[np.uint8]) -> Predictions:
        """Classify features uint8 [n, n_bands, n_frames]."""
        hidden, probabilities = [], []
        with torch.no_grad():
            for start in range(0, len(features), 128):
                found = self.network.features(torch.from_numpy(pooled(features[start : start + 128])))
                hidden.append(found.numpy())
                probabilities.append(self.network.out(found).softmax(dim=1).numpy())
        if not hidden:
            return Predictions(np.zeros((0, N_FEATURES), np.float32), np.zeros((0, len(self.labels)), np.float32))
        return Predictions(np.concatenate(hidden), np.concatenate(probabilities))


def known_labels(labels: list[str]) -> tuple[str, ...]:
    """Return the labels with enough sounds to learn."""
    return tuple(sorted(label for label, n in Counter(labels).items() if label and n >= MIN_PER_LABEL))


def train_classifier(features: NDArray[np.uint8], labels: list[str], seed: int) -> Classifier:
    """Train on real sounds.

    Parameters
    ----------
    features : np.ndarray [shape=(n, n_bands, n_frames), uint8]
        Of the training split.
    labels : list of str
        [n]; at least two of them known (`known_labels`). Sounds with other labels are left out.
    seed : int
        Of the weights and the batches; all labels are drawn equally often.
    """
    names = known_labels(labels)
    number = {name: i for i, name in enumerate(names)}
    usable = np.array([i for i, label in enumerate(labels) if label in number])
    target = np.array([number[labels[i]] for i in usable])
    rng = np.random.default_rng(seed)
    share = 1.0 / np.bincount(target)[target]
    torch.manual_seed(seed)
    network = Network(len(names))
    n_steps = max(1, min(MAX_DRAWN, DRAWN_EACH * len(usable)) // BATCH)
    optimizer = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=n_steps)
    for _ in bar(range(n_steps), "training the classifier", unit="step"):
        drawn = rng.choice(len(usable), BATCH, p=share / share.sum())
        x = _varied(pooled(features[usable[drawn]]), rng)
        loss = functional.cross_entropy(network(torch.from_numpy(x)), torch.from_numpy(target[drawn]))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    return Classifier(names, network)


def _varied(x: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Tilt spectra and raise noise floors slightly, so that the equalisation of a kit is not learnt as a label."""
    n, n_bands, _ = x.shape
    tilt = rng.normal(0, 0.05, (n, 1, 1)) * np.linspace(-1, 1, n_bands)[:, None]
    floor = rng.uniform(0, 0.15, (n, 1, 1))
    varied: NDArray[np.float32] = np.where(x > 0, np.maximum(np.clip(x + tilt, 0, 1), floor), floor)
    return varied.astype(np.float32)
