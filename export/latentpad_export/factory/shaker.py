"""Shakers: many small collisions, as a swell of noise or one by one."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import between, chance
from latentpad_export.factory.envelopes import attack, decay
from latentpad_export.factory.filters import bandpass, highpass, resonance
from latentpad_export.factory.metal import plate
from latentpad_export.factory.noise import white
from latentpad_export.factory.saturation import normalised
from latentpad_export.factory.voice import Family


def grains(rng: np.random.Generator, t: Signal, density: Signal) -> Signal:
    """Return impulses of random sign and size at random times, ``density`` per second on average [n_samples]."""
    step = t[1] if t.size > 1 else 1.0
    hits = rng.random(t.size) < density * step
    return hits * rng.normal(0.0, 1.0, t.size)


def shaker(rng: np.random.Generator, kit: Character) -> Signal:
    """Grain thrown against a wall: a slow rise, a quick fall, perhaps the way back."""
    swell, fall = between(rng, 0.008, 0.06), between(rng, 0.05, 0.2) * kit.length
    t = times(1.6 * swell + fall)
    stroke = attack(t, swell) ** 2 * decay(np.maximum(t - swell, 0.0), fall)
    if chance(rng, 0.4):
        stroke += rng.uniform(0.1, 0.5) * decay(t, 1.5 * swell)
    low = between(rng, 2_500.0, 8_000.0)
    return bandpass(white(rng, t), low, between(rng, 1.5, 4.0) * low) * stroke


def maraca(rng: np.random.Generator, kit: Character) -> Signal:
    """The shortest shaker: a tick of high noise."""
    length = between(rng, 0.04, 0.14) * kit.length
    t = times(length + 0.02)
    rise = between(rng, 0.001, 0.015)
    noise = highpass(white(rng, t), between(rng, 3_000.0, 9_000.0))
    return noise * attack(t, rise) * decay(np.maximum(t - rise, 0.0), length)


def cabasa(rng: np.random.Generator, kit: Character) -> Signal:
    """Steel beads dragged over a ribbed drum: separate collisions."""
    length = between(rng, 0.06, 0.3) * kit.length
    t = times(1.5 * length)
    stroke = attack(t, 0.3 * length) * decay(np.maximum(t - 0.4 * length, 0.0), length)
    hits = grains(rng, t, between(rng, 1_500.0, 9_000.0) * stroke)
    pitch = between(rng, 4_000.0, 10_000.0) * kit.tuning
    return resonance(hits, pitch, between(rng, 1.0, 4.0)) + 0.5 * resonance(hits, 1.6 * pitch, 3.0)


def tambourine(rng: np.random.Generator, kit: Character) -> Signal:
    """Pairs of small discs that strike each other several times."""
    length = between(rng, 0.12, 0.5) * kit.length
    t = times(1.2 * length)
    jingles = np.zeros_like(t)
    for onset in np.append(0.0, rng.exponential(0.02, int(rng.integers(2, 7)))):
        start = min(int(np.searchsorted(t, onset)), t.size - 1)
        rest = t[: t.size - start]
        discs = plate(rng, rest, 16, between(rng, 3_500.0, 6_000.0) * kit.tuning, 15_000.0, length)
        jingles[start:] += between(rng, 0.2, 1.0) * discs
    hiss = highpass(white(rng, t), between(rng, 5_000.0, 9_000.0)) * decay(t, 0.5 * length)
    return normalised(jingles) + rng.uniform(0.1, 0.8) * normalised(hiss)


SHAKERS: Family = {"shaker": shaker, "maraca": maraca, "cabasa": cabasa, "tambourine": tambourine}
