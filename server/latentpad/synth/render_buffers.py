"""The working arrays of a render."""

from dataclasses import dataclass

from latentpad.synth import decoder, griffin_lim, texture
from latentpad.synth.kernels.filtering import Blocks


@dataclass(frozen=True)
class Buffers:
    """Working arrays of one render at a time."""

    decoder: decoder.Buffers
    texture: texture.Buffers
    phase: griffin_lim.Buffers
    blocks: Blocks
