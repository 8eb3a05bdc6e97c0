"""Cues: attacks and partials, which maps keep beside latents, and which the model's sound of a place follows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.map import Map
from latentpad.synth.attack import measure_attack, mix_attacks
from latentpad.synth.excitation import Excitation, mix_excitations
from latentpad.synth.periodicity import measure_partials
from latentpad.synth.pitch import find_pitch
from latentpad.synth.place import Place
from latentpad.synth.tuning import log_pitches


@dataclass(frozen=True)
class Cues:
    """The attack and the partials of a place."""

    attack: NDArray[np.float64] | None = None
    """[32] levels in decibels that its beginning is brought closer to; None in older bundles."""

    excitation: Excitation | None = None
    """Its periodic part; None in older bundles, and where most of the place has no pitch."""


NO_CUES = Cues()
"""Away from the map, a sound is rendered as it is decoded."""


def cues_of(signal: NDArray[np.float32], sample_rate: int) -> Cues:
    """Return the cues that a sound would have on a map, as if it were alone on its point.

    Parameters
    ----------
    signal : np.ndarray [shape=(n_samples,), float32]
        From its onset, finite.
    sample_rate : int
        Samples per second.
    """
    one, pitch = np.ones(1, dtype=np.float32), find_pitch(signal, sample_rate)
    octaves = log_pitches(np.array([pitch.hertz], np.float32), np.array([pitch.certainty], np.float32), 1)
    partials = measure_partials(signal, sample_rate, pitch.hertz)[None]
    attack = mix_attacks(measure_attack(signal, sample_rate)[None], one)
    return Cues(attack, mix_excitations(octaves, partials, one, one))


def find_cues(place: Place, layout: Map, octaves: NDArray[np.float64]) -> Cues:
    """Return the cues of a place.

    Parameters
    ----------
    place : Place
    layout : Map
        That the place is on.
    octaves : np.ndarray [shape=(n,)]
        Binary logarithm of the pitch of each of its sounds in hertz; NaN = no certain pitch.
    """
    attack = excitation = None
    if layout.attacks is not None:
        attack = mix_attacks(place.values(layout.attacks, "attack"), place.shares)
    if layout.partials is not None:
        of_sounds = place.values(octaves, "octave"), place.values(layout.partials, "partials")
        excitation = mix_excitations(*of_sounds, place.shares, place.weights)
    return Cues(attack, excitation)
