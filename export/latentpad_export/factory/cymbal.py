"""Cymbals: crash, ride, splash, china and the electronic one."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import between
from latentpad_export.factory.envelopes import attack, decay
from latentpad_export.factory.filters import bandpass, highpass
from latentpad_export.factory.metal import inharmonic_squares, plate, ring_modulated
from latentpad_export.factory.noise import banded
from latentpad_export.factory.saturation import drive, normalised
from latentpad_export.factory.voice import Family


def wash(rng: np.random.Generator, t: Signal, low: float, seconds: float) -> Signal:
    """Return the hiss of a cymbal above ``low`` Hz; the middle of the spectrum rings longest."""
    treble = rng.uniform(0.15, 0.9)
    bands = [(0.25 * low, 0.02, 0.5 * seconds), (low, 0.35, seconds), (3.0 * low, 1.0, 0.8 * seconds)]
    bands += [(8.0 * low, treble, 0.5 * seconds), (20.0 * low, 0.6 * treble, 0.3 * seconds)]
    return normalised(banded(rng, t, bands))


def crash(rng: np.random.Generator, kit: Character) -> Signal:
    """A loud plate that blooms for a few milliseconds and rings for seconds."""
    length = between(rng, 1.8, 6.0) * kit.length
    t = times(length)
    low = between(rng, 300.0, 800.0) * kit.tuning
    partials = normalised(plate(rng, t, 90, low, 14_000.0, length))
    hiss = wash(rng, t, between(rng, 700.0, 1_600.0), length) * attack(t, between(rng, 0.001, 0.02))
    return drive(partials + between(rng, 0.5, 3.0) * hiss, between(rng, 0.2, 2.0))


def ride(rng: np.random.Generator, kit: Character) -> Signal:
    """A clear stick and a bell over a quiet wash."""
    length = between(rng, 1.6, 6.0) * kit.length
    t = times(length)
    bell = normalised(plate(rng, t, 14, between(rng, 350.0, 900.0) * kit.tuning, 7_000.0, 0.8 * length))
    partials = normalised(plate(rng, t, 70, 2_000.0, 12_000.0, length))
    stick = tick(rng, t, 2_500.0, between(rng, 8_000.0, 16_000.0), 0.02)
    hiss = wash(rng, t, between(rng, 900.0, 2_000.0), length)
    return rng.uniform(0.1, 0.8) * bell + partials + rng.uniform(0.3, 1.2) * stick + rng.uniform(0.1, 0.6) * hiss


def splash(rng: np.random.Generator, kit: Character) -> Signal:
    """A small, thin cymbal: bright, and gone in half a second."""
    length = between(rng, 0.4, 1.4) * kit.length
    t = times(length)
    partials = normalised(plate(rng, t, 60, between(rng, 600.0, 1_500.0) * kit.tuning, 15_000.0, length))
    return partials + between(rng, 0.7, 3.0) * wash(rng, t, between(rng, 1_200.0, 2_400.0), length)


def china(rng: np.random.Generator, kit: Character) -> Signal:
    """A trashy plate: ring modulation and drive."""
    length = between(rng, 0.8, 2.6) * kit.length
    t = times(length)
    trash = normalised(highpass(ring_modulated(rng, t, kit.tuning), 900.0)) * decay(t, 0.7 * length)
    partials = normalised(plate(rng, t, 60, between(rng, 300.0, 700.0), 12_000.0, length))
    hiss = wash(rng, t, between(rng, 600.0, 1_200.0), length)
    return drive(rng.uniform(0.2, 0.8) * trash + 0.6 * partials + hiss, between(rng, 1.0, 4.0))


def cymbal_808(rng: np.random.Generator, kit: Character) -> Signal:
    """The six oscillators in a low band that rings long and a high one that does not."""
    length = between(rng, 0.8, 4.0) * kit.length
    t = times(length)
    metal = inharmonic_squares(rng, t, kit.tuning * between(rng, 0.8, 1.4))
    split = between(rng, 4_000.0, 6_500.0)
    low = normalised(bandpass(metal, 0.5 * split, split)) * decay(t, length)
    high = normalised(highpass(metal, 1.4 * split)) * decay(t, between(rng, 0.25, 0.8) * length)
    return between(rng, 0.15, 1.0) * low + high


CYMBALS: Family = {"crash": crash, "ride": ride, "splash": splash, "china": china, "808": cymbal_808}
