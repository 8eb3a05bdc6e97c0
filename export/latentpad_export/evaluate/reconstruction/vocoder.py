"""The interface of a neural vocoder: a network, its training step, and the way from a sound through it.

A new network is a subclass in a module of `networks`, and is listed in `registry.NETWORKS`. What follows is then there
for it: training by ``latentpad research vocoder``, checkpoints, a file, an export to ONNX, and a row in table 7.1.

Conventions
-----------
A sound is mono float32, ``[n_samples]``, at the sample rate of the representation; segments for training are
``[batch, n_samples]``. Features are ``[batch, n_bands, n_frames]``.
"""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim import Optimizer

from latentpad.bundle.representation import Representation
from latentpad_export.evaluate.reconstruction.to_onnx import export_graph
from latentpad_export.evaluate.subjects.analysis_synthesis import Reconstruct

Signal = NDArray[np.float32]

GENERATOR = "generator"
"""Name of the network that reconstructs, the one that is kept in the file; others only help in training."""

EXAMPLE_SECONDS = 0.25
"""Length of the sound that a network is exported with; the exported one takes any length."""


@dataclass(frozen=True, kw_only=True)
class VocoderConfig:
    """Settings that every network has; each adds its own."""

    batch_size: int
    """Segments per step."""

    segment_frames: int
    """Length of a segment in hops of the representation."""

    learning_rate: float
    """Highest learning rate."""

    bfloat16: bool = False
    """Whether convolutions and matrix products are computed in bfloat16 during training."""


Config = TypeVar("Config", bound=VocoderConfig)


class Vocoder(ABC, Generic[Config]):
    """A network from a spectrogram to a sound, with everything that its training changes.

    The constructor of a subclass fills `networks`, one of them named `GENERATOR`, and `optimizers`. Random numbers of
    training come from PyTorch's global generator, whose state belongs to a checkpoint.
    """

    name: ClassVar[str]
    """On the command line and in files."""

    title: ClassVar[str]
    """In tables, in the column of the reconstruction."""

    spectrogram: ClassVar[str]
    """In tables, in the column of the spectrogram."""

    representation: ClassVar[Representation]
    """Sample rate and spectrogram; `n_frames` is not a limit here."""

    runs_in: ClassVar[str] = "PyTorch"
    """Library that `reconstruct` computes with, where there is no ONNX file."""

    config_type: ClassVar[type[VocoderConfig]]
    """Has a default for every setting."""

    def __init__(self, config: Config, device: torch.device) -> None:
        self.config, self.device = config, device
        self.networks: dict[str, nn.Module] = {}
        self.optimizers: dict[str, Optimizer] = {}

    @abstractmethod
    def train_step(self, signals: Tensor, share: float) -> dict[str, Tensor]:
        """Take one step of all optimisers.

        Parameters
        ----------
        signals : Tensor [shape=(batch_size, segment_samples), float32]
            On the device; peaks of the sounds they are from are 1.
        share : float in [0, 1)
            Completed fraction of the training, for schedules.

        Returns
        -------
        dict of Tensor
            Losses by name, detached scalars.
        """

    @abstractmethod
    def feature(self, signal: Signal, rng: np.random.Generator) -> NDArray[np.float32]:
        """Compute the input of the generator's graph from a sound.

        Parameters
        ----------
        signal : np.ndarray [shape=(n_samples,), float32]
            Not silent.
        rng : np.random.Generator
            For a network with noise or initial phases, which are further rows of the feature.

        Returns
        -------
        np.ndarray [shape=(1, n_rows, n_frames), float32]
        """

    def graph(self) -> nn.Module:
        """Return the module from a feature to a signal [1, n_samples], on the CPU, to be run and exported.

        By default the generator itself; a subclass whose generator has weights that can be folded returns a copy.
        """
        return self.networks[GENERATOR].cpu().eval()

    def reconstruct(self, signal: Signal, rng: np.random.Generator) -> Signal:
        """Turn a sound into a spectrogram and back; the result may be longer or shorter by some hops."""
        with torch.inference_mode():
            output: Signal = self.graph()(torch.from_numpy(self.feature(signal, rng)))[0].numpy()
        return output

    def ways(self) -> dict[str, Reconstruct]:
        """Return what reconstructs a sound from each spectrogram, by its name: a row of the table each."""
        return {self.spectrogram: self.reconstruct}

    def to_onnx(self) -> bytes | None:
        """Return the graph as an ONNX file; None for a network that cannot be one (raises ExportError)."""
        n_samples = round(EXAMPLE_SECONDS * self.representation.sample_rate)
        rng = np.random.default_rng(0)
        signal = (0.1 * rng.standard_normal(n_samples)).astype(np.float32)
        return export_graph(self.graph(), self.feature(signal, rng))

    @property
    def segment_samples(self) -> int:
        """Return the length of a segment."""
        return self.config.segment_frames * self.representation.hop_length

    @property
    def n_parameters(self) -> int:
        """Return the number of weights of the generator."""
        return sum(weight.numel() for weight in self.networks[GENERATOR].parameters())

    def autocast(self) -> AbstractContextManager[Any]:
        """Return the context in which the networks compute during training."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.bfloat16)

    def state(self) -> dict[str, Any]:
        """Return everything that a training step changes, for a checkpoint."""
        return {
            "networks": {name: network.state_dict() for name, network in self.networks.items()},
            "optimizers": {name: optimizer.state_dict() for name, optimizer in self.optimizers.items()},
        }

    def load_state(self, state: dict[str, Any]) -> None:
        """Return to a state; KeyError, TypeError, ValueError or RuntimeError where it is that of another network."""
        for name, network in self.networks.items():
            network.load_state_dict(state["networks"][name])
        for name, optimizer in self.optimizers.items():
            optimizer.load_state_dict(state["optimizers"][name])

    def set_learning_rate(self, rate: float) -> None:
        """Set the learning rate of all optimisers."""
        for optimizer in self.optimizers.values():
            for group in optimizer.param_groups:
                group["lr"] = rate
