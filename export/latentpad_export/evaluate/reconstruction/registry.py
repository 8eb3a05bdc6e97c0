"""The networks by name."""

from typing import Any

from latentpad_export.evaluate.reconstruction.networks.degli import Degli
from latentpad_export.evaluate.reconstruction.networks.melgan import MelGAN
from latentpad_export.evaluate.reconstruction.networks.vocos import Vocos
from latentpad_export.evaluate.reconstruction.networks.wavenet import Wavenet
from latentpad_export.evaluate.reconstruction.vocoder import Vocoder

NETWORKS: dict[str, type[Vocoder[Any]]] = {network.name: network for network in (Degli, Wavenet, MelGAN, Vocos)}
"""In the order of the table."""
