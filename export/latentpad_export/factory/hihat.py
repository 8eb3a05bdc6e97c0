"""Hi-hats: four metallic sounds, each closed, half open and open."""

from collections.abc import Callable
from functools import partial

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between
from latentpad_export.factory.envelopes import decay, two_stage
from latentpad_export.factory.filters import bandpass, highpass, lowpass
from latentpad_export.factory.metal import inharmonic_squares, plate, ring_modulated
from latentpad_export.factory.noise import white
from latentpad_export.factory.oscillators import fm
from latentpad_export.factory.saturation import normalised
from latentpad_export.factory.voice import Family

Metal = Callable[[np.random.Generator, Signal, Character], Signal]
"""Draws the steady sound of a cymbal over a time axis, without an envelope."""

OPENINGS = {"closed": (0.05, 0.25), "half": (0.2, 0.5), "open": (0.55, 1.8)}
"""Shortest and longest time to fall by 60 dB, in seconds."""


def metal_808(rng: np.random.Generator, t: Signal, kit: Character) -> Signal:
    """Six square-wave oscillators through a band-pass and a high-pass filter."""
    squares = inharmonic_squares(rng, t, kit.tuning * between(rng, 0.8, 1.6))
    low = between(rng, 2_500.0, 7_000.0)
    return highpass(bandpass(squares, low, between(rng, 1.6, 2.5) * low), 0.8 * low)


def metal_909(rng: np.random.Generator, t: Signal, kit: Character) -> Signal:
    """Many partials of a plate among noise, as in a sampled cymbal."""
    low = between(rng, 1_500.0, 5_000.0) * kit.tuning
    partials = normalised(plate(rng, t, 60, low, 15_000.0, 4.0))
    hiss = normalised(highpass(white(rng, t), between(rng, 4_000.0, 9_000.0)))
    return partials + between(rng, 0.2, 2.0) * hiss


def metal_noise(rng: np.random.Generator, t: Signal, kit: Character) -> Signal:
    """Only noise, as in cheap drum machines."""
    low = between(rng, 2_500.0, 9_000.0) * around(rng, 100.0)
    return lowpass(highpass(white(rng, t), low, 4), between(rng, 8_000.0, 18_000.0))


def metal_ring(rng: np.random.Generator, t: Signal, kit: Character) -> Signal:
    """Frequency modulation and ring modulation at unrelated ratios."""
    carrier = between(rng, 1_400.0, 3_500.0) * kit.tuning
    hum = fm(t, carrier, between(rng, 1.2, 2.2), np.full_like(t, between(rng, 0.6, 3.0)))
    ringing = normalised(ring_modulated(rng, t, kit.tuning)) + rng.uniform(0.3, 1.0) * hum
    return highpass(ringing, between(rng, 2_000.0, 6_500.0)) + rng.uniform(0.0, 0.3) * highpass(white(rng, t), 6_000.0)


def hihat(rng: np.random.Generator, kit: Character, metal: Metal, opening: str) -> Signal:
    """Strike one of the metallic sounds; it rings as long as its opening allows."""
    length = between(rng, *OPENINGS[opening]) * kit.length
    t = times(length)
    ringing = normalised(metal(rng, t, kit)) * two_stage(
        t, between(rng, 0.2, 0.8) * length, length, rng.uniform(0.3, 0.9)
    )
    stick = tick(rng, t, 2_500.0, 12_000.0, 0.008)
    return ringing * decay(t, 4.0 * length) + rng.uniform(0.0, 0.4) * stick


METALS: dict[str, Metal] = {"808": metal_808, "909": metal_909, "noise": metal_noise, "ring": metal_ring}

HIHATS: Family = {
    f"{name}_{opening}": partial(hihat, metal=metal, opening=opening)
    for name, metal in METALS.items()
    for opening in OPENINGS
}
