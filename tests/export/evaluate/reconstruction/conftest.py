"""A toy vocoder: one linear layer from the magnitudes of frames to their samples."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import nn

from latentpad.bundle.representation import Representation
from latentpad_export.evaluate.reconstruction import registry
from latentpad_export.evaluate.reconstruction.loss_curve import LossCurve, Point
from latentpad_export.evaluate.reconstruction.training_sounds import TrainingSounds
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR, Vocoder, VocoderConfig
from latentpad_export.evaluate.reconstruction.vocoder_file import About

RATE = 8_000


@dataclass(frozen=True, kw_only=True)
class ToyConfig(VocoderConfig):
    """One layer."""

    batch_size: int = 4
    segment_frames: int = 8
    learning_rate: float = 1e-2
    dropout: float = 0.1


class ToyLayer(nn.Module):
    """Frames from their absolute values."""

    def __init__(self, dropout):
        super().__init__()
        self.layer, self.dropout = nn.ConvTranspose1d(32, 1, 32, stride=32), nn.Dropout(dropout)

    def forward(self, feature):
        """Return a signal as long as the feature is large."""
        return self.dropout(self.layer(feature)).squeeze(1)


class ToyVocoder(Vocoder[ToyConfig]):
    """Learns to undo the absolute value."""

    name: ClassVar[str] = "toy"
    title: ClassVar[str] = "Toy"
    spectrogram: ClassVar[str] = "absolute values"
    representation: ClassVar[Representation] = Representation(RATE, 64, 32, 32, 16, 80.0)
    config_type: ClassVar[type[VocoderConfig]] = ToyConfig

    def __init__(self, config, device):
        super().__init__(config, device)
        self.networks = {GENERATOR: ToyLayer(config.dropout).to(device)}
        self.optimizers = {GENERATOR: torch.optim.Adam(self.networks[GENERATOR].parameters(), config.learning_rate)}

    def train_step(self, signals, share):
        """Take a step on the squared error."""
        network, optimizer = self.networks[GENERATOR].train(), self.optimizers[GENERATOR]
        self.set_learning_rate(self.config.learning_rate * (1 - share))
        loss = (network(signals.abs().unflatten(1, (-1, 32)).transpose(1, 2)) - signals).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return {"squared error": loss.detach()}

    def feature(self, signal, rng):
        """Return the absolute values in columns of 32."""
        whole = np.pad(signal, (0, -len(signal) % 32))
        return np.abs(whole).reshape(1, -1, 32).transpose(0, 2, 1).astype(np.float32)


@pytest.fixture
def toy(monkeypatch):
    """The toy vocoder, listed among the networks."""
    monkeypatch.setitem(registry.NETWORKS, "toy", ToyVocoder)
    torch.manual_seed(0)
    return ToyVocoder(ToyConfig(), torch.device("cpu"))


@pytest.fixture
def sounds(rng):
    """Bursts of noise that is never negative: what the toy can learn."""
    signals = tuple((32_767 * 0.5 * rng.uniform(0, 1, 2_000)).astype(np.int16) for _ in range(8))
    return TrainingSounds("bursts", tuple(f"{i}.wav" for i in range(8)), signals, np.full(8, 1 / 8), RATE, 0)


@pytest.fixture
def about():
    """What a file states of a training that took no time."""
    curve = LossCurve([Point(20, 0.1, 20, {"loss": 1.5})])
    return About(20, 0.1, 3, {"library": "bursts"}, ("a.wav",), curve, {"torch": torch.__version__})
