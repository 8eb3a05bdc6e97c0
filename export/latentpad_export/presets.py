"""Presets, as configurations of the same code: ``studio``, the default, and ``thesis``, the baseline."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from latentpad.bundle.representation import Representation

Warp = Literal["mel", "warped"]


@dataclass(frozen=True)
class ModelConfig:
    """The size of a variational autoencoder."""

    network: Literal["image", "frames"]
    """``image``: 2-D convolutions, as in the thesis. ``frames``: 1-D convolutions over time, bands as channels."""

    latent_dim: int
    """Dimensions of the latent space."""

    n_flows: int
    """Layers of inverse autoregressive flow after the encoder; 0 for none."""

    flow_hidden: int
    """Hidden units per latent dimension and flow layer."""

    width: int
    """Channels of the widest convolutions at full time resolution."""

    dropout: float
    """Probability of dropping a unit of the dense layers in training."""

    learns_scale: bool
    """True: the decoder outputs each bin's mean and the scale of its texture; False: only the mean (cross-entropy)."""

    onset_frames: int = 0
    """First frames that the ``frames`` decoder corrects band by band, where attacks differ from frame to frame."""


@dataclass(frozen=True)
class Augmentation:
    """Ranges of random changes of features; each sound draws its own."""

    share: float
    """Share of the sounds that are changed."""

    filter_db: float
    """Standard deviation of the gain of a smooth filter, in dB."""

    decay_db: float
    """Standard deviation of the change of level over 100 frames, in dB."""


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of a training."""

    batch_size: int
    """Sounds per step."""

    learning_rate: float
    """Highest learning rate."""

    schedule: Literal["constant", "cosine"]
    """``cosine`` falls to a fiftieth of the learning rate over the run."""

    steps: int
    """Steps of the whole run, unless its length is given in minutes."""

    beta: float
    """Weight of the Kullback-Leibler divergence."""

    beta_warmup: float
    """Fraction of the run over which beta rises from 0."""

    balance: float
    """0: all sounds are sampled equally often; 1: all labels, and all kits within a label, are."""

    perceptual: bool
    """Weight the likelihood of each band by its width on the Bark scale, as the ear does; otherwise all bands alike."""

    average: float
    """Decay of the running average of the weights that is exported; 0 exports the last weights."""

    rate_warmup: float = 0.0
    """Fraction of the run over which the learning rate rises; at least over `WARMUP_STEPS`."""

    augmentation: Augmentation | None = None
    """Random changes of the sounds that are trained on."""

    encoder_rate: float = 1.0
    """Learning rate of the encoder relative to that of the other layers."""

    optimizer: Literal["adam", "muon"] = "adam"
    """Muon updates all matrices but those of the flow (`training.muon`), and Adam the rest."""

    batches_per_step: int = 1
    """Batches whose gradients are averaged in a step. Sounds of a batch are similarly long (`Sampler`); with several, a
    step learns from all lengths."""


@dataclass(frozen=True)
class Preset:
    """Everything that defines one kind of bundle."""

    name: str
    representation: Representation
    warp: Warp
    model: ModelConfig
    training: TrainingConfig


THESIS = Preset(
    name="thesis",
    representation=Representation(16_000, n_fft=512, hop_length=128, n_bands=128, n_frames=250, top_db=80.0),
    warp="mel",
    model=ModelConfig("image", latent_dim=64, n_flows=10, flow_hidden=64, width=32, dropout=0.25, learns_scale=False),
    training=TrainingConfig(
        64, 1e-3, "constant", steps=20_000, beta=1.0, beta_warmup=0.0, balance=0.0, perceptual=False, average=0.0
    ),
)
"""Rebnord 2022, section 7.3, which takes its network from SampleVAE (Frenzel 2019)."""

STUDIO = Preset(
    name="studio",
    representation=Representation(
        44_100, n_fft=1_024, hop_length=256, n_bands=384, n_frames=352, top_db=100.0, emphasis=3.0
    ),
    warp="warped",
    model=ModelConfig(
        "frames", latent_dim=128, n_flows=4, flow_hidden=8, width=192, dropout=0.1, learns_scale=True, onset_frames=4
    ),
    training=TrainingConfig(
        32,
        2e-3,
        "cosine",
        steps=6_000,
        beta=8.0,
        beta_warmup=0.1,
        balance=0.3,
        perceptual=True,
        average=0.998,
        augmentation=Augmentation(share=0.7, filter_db=4.0, decay_db=8.0),
        optimizer="muon",
    ),
)
"""44.1 kHz, up to two seconds, texture in the likelihood.

Through this representation, 70 real sounds are graded -0.50 (ODG); at a range of 80 dB -0.63, without emphasis -0.93.
"""


def _variant(name: str, **changes: float) -> Preset:
    """Return the thesis's model under another name, with changed settings of the model or its training."""
    model = {key: value for key, value in changes.items() if key in ModelConfig.__dataclass_fields__}
    training = {key: value for key, value in changes.items() if key not in model}
    return replace(
        THESIS,
        name=f"thesis-{name}",
        model=replace(THESIS.model, **model),  # type: ignore[arg-type]
        training=replace(THESIS.training, **training),  # type: ignore[arg-type]
    )


TABLE_7_2 = (
    _variant("8-dim", latent_dim=8),
    _variant("256-dim", latent_dim=256),
    _variant("0-flow", n_flows=0),
    _variant("20-flow", n_flows=20),
    _variant("beta", beta=128.0),
    _variant("no-dropout", dropout=0.0, steps=10_000),
    _variant("underfit", steps=2_000),
    _variant("overfit", steps=55_000),
)
"""The thesis's other eight models; its "64 dim" is `THESIS`. Beta is the size of its library over that of a batch."""

PRESETS = {preset.name: preset for preset in (STUDIO, THESIS, *TABLE_7_2)}

WARM_RATES, WARM_RATE_WARMUP = {"adam": 0.16, "muon": 0.125}, 0.1
"""Learning rate of a run that starts from trained weights, relative to the preset's, by the optimizer, and the fraction
of the run over which it rises. At 0.4 times the rate of Adam, sounds of the same kits got worse (`training.replay`);
with Muon, at the whole rate, sounds of other kits did, and at a quarter a run diverged (docs/quality.md)."""

FRAME_MULTIPLE = 16
"""The ``frames`` network halves time four times."""


def with_seconds(preset: Preset, seconds: float) -> Preset:
    """Return the preset for sounds of up to `seconds`; the ``image`` network is fixed to two seconds."""
    representation = preset.representation
    n_frames = 1 + ceil(seconds * representation.sample_rate / representation.hop_length)
    n_frames = ceil(n_frames / FRAME_MULTIPLE) * FRAME_MULTIPLE
    return replace(preset, representation=replace(representation, n_frames=n_frames))


def from_trained(config: TrainingConfig) -> TrainingConfig:
    """Return the settings of a training that starts from trained weights: at full beta, and a lower rate."""
    rate = WARM_RATES[config.optimizer] * config.learning_rate
    return replace(config, learning_rate=rate, beta_warmup=0.0, rate_warmup=WARM_RATE_WARMUP)
