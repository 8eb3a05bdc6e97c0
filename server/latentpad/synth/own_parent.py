"""A sound of the user's own as a parent: prepared for mixing as the sounds of the map are."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.outline import outline
from latentpad.sources import Morph
from latentpad.synth.attack import measure_attack
from latentpad.synth.decoder import Decoder
from latentpad.synth.locator import Locator
from latentpad.synth.parents import Parent, find_times
from latentpad.synth.periodicity import measure_partials
from latentpad.synth.pitch import find_pitch
from latentpad.synth.stretch import are_low
from latentpad.synth.tuning import MIN_CERTAINTY

OWN = -1
"""In place of the index of a sound of the map."""


@dataclass(frozen=True)
class OwnParent:
    """A sound that is not on the map, with all that the map knows of its sounds."""

    parent: Parent
    latent: NDArray[np.float32]
    """[latent_dim]."""

    octave: float
    """Binary logarithm of its pitch in hertz; NaN = no certain pitch."""

    is_low: bool
    """Whether it is a low tone: `latentpad.synth.stretch`."""

    peak: float
    """Peak of its file, 1.0 = full scale."""

    point: tuple[float, float]
    """Where it lives on the map."""

    label: int
    """-1 = none."""

    attack: NDArray[np.uint8]
    """[32] how it begins: `latentpad.synth.attack`."""

    partials: NDArray[np.uint8]
    """[2, 8] what of it repeats at its pitch: `latentpad.synth.periodicity`."""


OwnParents = Callable[[Morph], OwnParent]
"""Returns the sound of a morph's file (raises LatentpadError)."""


def make_own_parent(
    signal: NDArray[np.float32], peak: float, sample_rate: int, locator: Locator, decoder: Decoder
) -> OwnParent:
    """Prepare a sound.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        At the bundle's rate, from its onset, peak 1.
    peak : float
        Peak of its file, 1.0 = full scale.
    sample_rate : int
    locator : Locator
    decoder : Decoder

    Raises
    ------
    BundleError
        The bundle's encoder cannot be run.
    """
    latent, heard = locator.encoder(signal), locator.encoder.heard(signal)
    found, pitch = locator.locate_latent(latent), find_pitch(signal, sample_rate)
    is_pitched = pitch.hertz > 0 and pitch.certainty >= MIN_CERTAINTY
    return OwnParent(
        parent=Parent(signal, *find_times(signal, sample_rate), outline(decoder(latent).mean)),
        latent=latent,
        octave=float(np.log2(pitch.hertz)) if is_pitched else np.nan,
        is_low=bool(are_low(np.float32(pitch.hertz), np.float32(pitch.certainty))),
        peak=peak,
        point=(found.x, found.y),
        label=found.label,
        attack=measure_attack(heard, sample_rate),
        partials=measure_partials(heard, sample_rate, pitch.hertz),
    )
