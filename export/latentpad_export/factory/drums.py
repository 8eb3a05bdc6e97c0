"""All labels with their voices, and the drums drawn from them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad_export.factory.bass import BASSES
from latentpad_export.factory.character import Character, draw_character
from latentpad_export.factory.clap import CLAPS
from latentpad_export.factory.cymbal import CYMBALS
from latentpad_export.factory.errors import FactoryError
from latentpad_export.factory.finish import finish
from latentpad_export.factory.hand_drum import HAND_DRUMS
from latentpad_export.factory.hihat import HIHATS
from latentpad_export.factory.kick import KICKS
from latentpad_export.factory.mallet import MALLETS
from latentpad_export.factory.metallic import METALLICS
from latentpad_export.factory.pluck import PLUCKS
from latentpad_export.factory.shaker import SHAKERS
from latentpad_export.factory.snare import SNARES
from latentpad_export.factory.tom import TOMS
from latentpad_export.factory.tone import TONES
from latentpad_export.factory.voice import Family
from latentpad_export.factory.wooden import WOODENS

# The order is part of the seed of each sound: add new labels at the end.
FAMILIES: Mapping[str, Family] = {
    "kick": KICKS,
    "snare": SNARES,
    "clap": CLAPS,
    "hihat": HIHATS,
    "tom": TOMS,
    "cymbal": CYMBALS,
    "metallic": METALLICS,
    "shaker": SHAKERS,
    "wooden": WOODENS,
    "hand_drum": HAND_DRUMS,
    "mallet_drum": MALLETS,
    "bass": BASSES,
    "pluck": PLUCKS,
    "tone": TONES,
}

LABELS: tuple[str, ...] = tuple(FAMILIES)
"""Names of all labels, in the order on which the seeds depend."""


class Drum(NamedTuple):
    """A sound, and the name of its voice."""

    samples: NDArray[np.float32]
    """Waveform at 44,100 Hz, float32 [n_samples], peak -6 to -0.3 dBFS."""
    variant: str
    """Name of the voice within its label, such as ``808``."""


def draw_drum(label: str, rng: np.random.Generator, character: Character) -> Drum:
    """Draw a variant of ``label`` and synthesise it for a kit of the given character.

    Raises
    ------
    FactoryError
        The label is unknown.
    """
    if label not in FAMILIES:
        raise FactoryError(f"unknown label {label!r} (choose from {', '.join(LABELS)})")
    family = FAMILIES[label]
    variant = list(family)[int(rng.integers(len(family)))]
    return Drum(finish(family[variant](rng, character), character, rng), variant)


def make_drum(label: str, rng: np.random.Generator) -> NDArray[np.float32]:
    """Synthesise one drum, with a kit of its own.

    Parameters
    ----------
    label : str
        One of ``LABELS``.
    rng : np.random.Generator
        The same state gives the same samples.

    Returns
    -------
    float32 [n_samples]
        Waveform at 44,100 Hz: starts immediately, ends in silence, peaks from -6 to -0.3 dBFS, at most 2 s long.

    Raises
    ------
    FactoryError
        The label is unknown.
    """
    return draw_drum(label, rng, draw_character(rng)).samples
