"""Small metal percussion: cowbell, agogo, triangle, bell, anvil and a ring-modulated ping."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between
from latentpad_export.factory.envelopes import decay, two_stage
from latentpad_export.factory.filters import bandpass
from latentpad_export.factory.metal import plate
from latentpad_export.factory.oscillators import damped_sines, fm, squares
from latentpad_export.factory.saturation import normalised
from latentpad_export.factory.voice import Family


def cowbell(rng: np.random.Generator, kit: Character) -> Signal:
    """Two squares about a fifth apart, 540 and 800 Hz at first, with a hard attack and a softer tail."""
    length = between(rng, 0.12, 0.7) * kit.length
    pitch = between(rng, 380.0, 760.0) * kit.tuning
    t = times(length)
    tone = squares(t, [pitch, pitch * 800.0 / 540.0 * around(rng, 60.0)], rng.uniform(0.0, 6.28, 2))
    low = between(rng, 0.8, 2.5) * pitch
    tone = bandpass(tone, low, between(rng, 1.5, 4.0) * low)
    return tone * two_stage(t, between(rng, 0.02, 0.08), length, rng.uniform(0.25, 0.7))


def agogo(rng: np.random.Generator, kit: Character) -> Signal:
    """A conical bell with a few clear partials."""
    length = between(rng, 0.15, 0.8) * kit.length
    pitch = between(rng, 600.0, 1_700.0) * kit.tuning
    t = times(length)
    ratios = np.array([1.0, 1.5, 2.4, 3.6, 4.9]) * np.array([1.0, *(around(rng, 120.0) for _ in range(4))])
    amplitudes = np.array([1.0, 0.6, 0.5, 0.3, 0.2]) * rng.uniform(0.3, 1.0, 5)
    tone = damped_sines(t, pitch * ratios, amplitudes, length / ratios**0.7, np.zeros(5))
    return tone + rng.uniform(0.05, 0.3) * tick(rng, t, 2_000.0, 9_000.0, 0.01)


def triangle(rng: np.random.Generator, kit: Character) -> Signal:
    """A bent bar: high, sparse partials, some in beating pairs; muted or ringing."""
    length = between(rng, 0.15, 2.4) * kit.length
    t = times(length)
    low = between(rng, 1_100.0, 2_600.0) * kit.tuning
    ringing = normalised(plate(rng, t, int(rng.integers(7, 16)), low, 15_000.0, 1.3 * length))
    return ringing * decay(t, 3.0 * length) + rng.uniform(0.1, 0.5) * tick(rng, t, 4_000.0, 14_000.0, 0.006)


def bell(rng: np.random.Generator, kit: Character) -> Signal:
    """Frequency modulation at a ratio between the harmonics."""
    length = between(rng, 0.3, 2.2) * kit.length
    pitch = between(rng, 220.0, 1_400.0) * kit.tuning
    t = times(length)
    ratio = float(rng.choice([1.414, 1.73, 2.76, 3.5, 5.19])) * around(rng, 30.0)
    index = between(rng, 0.5, 4.0) * decay(t, between(rng, 0.3, 1.0) * length)
    second = fm(t, 2.0 * pitch * around(rng, 10.0), ratio, 0.5 * index) * decay(t, 0.5 * length)
    return fm(t, pitch, ratio, index) * decay(t, length) + rng.uniform(0.0, 0.5) * second


def anvil(rng: np.random.Generator, kit: Character) -> Signal:
    """A free bar of iron: the partials of a beam, slightly bent."""
    length = between(rng, 0.2, 1.4) * kit.length
    pitch = between(rng, 300.0, 1_300.0) * kit.tuning
    t = times(length)
    ratios = np.array([1.0, 2.756, 5.404, 8.933, 13.34]) * np.array([around(rng, 80.0) for _ in range(5)])
    amplitudes = rng.uniform(0.2, 1.0, 5)
    tone = damped_sines(t, pitch * ratios, amplitudes, length / ratios**0.4, rng.uniform(0.0, 6.28, 5))
    return tone + rng.uniform(0.1, 0.8) * tick(rng, t, 1_500.0, 10_000.0, 0.015)


def ping(rng: np.random.Generator, kit: Character) -> Signal:
    """Two sines multiplied: only their sum and difference."""
    length = between(rng, 0.06, 0.5) * kit.length
    pitch = between(rng, 400.0, 2_500.0) * kit.tuning
    t = times(length)
    other = pitch * between(rng, 1.3, 3.1)
    product = np.sin(2.0 * np.pi * pitch * t) * np.cos(2.0 * np.pi * other * t)
    return product * two_stage(t, 0.3 * length, length, rng.uniform(0.3, 0.8))


METALLICS: Family = {
    "cowbell": cowbell,
    "agogo": agogo,
    "triangle": triangle,
    "bell": bell,
    "anvil": anvil,
    "ping": ping,
}
