"""A trained model of the thesis's table 7.2."""

from dataclasses import dataclass

from latentpad.bundle.bundle import Bundle
from latentpad_export.research.models.configurations import Configuration


@dataclass(frozen=True)
class Model:
    """A configuration after some steps of training."""

    configuration: Configuration
    bundle: Bundle

    loss: float
    """Running mean, in nats per sound."""
