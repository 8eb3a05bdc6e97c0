"""Plucks: strings, keys and short synthesiser notes in the middle of the keyboard."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between
from latentpad_export.factory.envelopes import decay
from latentpad_export.factory.notes import harmonics, pitch
from latentpad_export.factory.oscillators import damped_sines, fm
from latentpad_export.factory.voice import Family

LOWEST, HIGHEST = 45, 88
"""MIDI notes: A2 to E6."""


def pluck_string(rng: np.random.Generator, kit: Character) -> Signal:
    """A string plucked at a random position, which weakens the harmonics with a node there."""
    length = between(rng, 0.3, 2.0) * kit.length
    t, frequency = times(length), pitch(rng, LOWEST, HIGHEST)
    numbers = np.arange(1, max(2, int(16_000.0 / frequency)), dtype=np.float64)
    amplitudes = np.abs(np.sin(np.pi * numbers * rng.uniform(0.08, 0.5))) / numbers ** between(rng, 0.8, 1.8)
    stiff = numbers * np.sqrt(1.0 + between(rng, 1e-6, 3e-4) * numbers**2)
    seconds = length / numbers ** rng.uniform(0.3, 0.9)
    tone = damped_sines(t, frequency * stiff, amplitudes, seconds, np.zeros(len(numbers)))
    return tone + rng.uniform(0.0, 0.2) * tick(rng, t, 1_000.0, 6_000.0, 0.01)


def pluck_saw(rng: np.random.Generator, kit: Character) -> Signal:
    """A short filtered saw."""
    length = between(rng, 0.12, 0.9) * kit.length
    return harmonics(
        times(length), pitch(rng, LOWEST, HIGHEST), between(rng, 0.7, 1.6), length, between(rng, 0.03, 0.3)
    )


def pluck_square(rng: np.random.Generator, kit: Character) -> Signal:
    """A short square, as of old game consoles."""
    length = between(rng, 0.1, 0.8) * kit.length
    return harmonics(
        times(length), pitch(rng, LOWEST, HIGHEST), between(rng, 0.9, 1.3), length, between(rng, 0.2, 3.0), step=2
    )


def pluck_piano(rng: np.random.Generator, kit: Character) -> Signal:
    """An electric piano: a fundamental, and a bell above it that decays faster."""
    length = between(rng, 0.5, 2.2) * kit.length
    t, frequency = times(length), pitch(rng, LOWEST, HIGHEST)
    bell = fm(t, frequency, 14.0, between(rng, 0.05, 0.4) * decay(t, 0.2 * length))
    return decay(t, length) * (np.sin(2.0 * np.pi * frequency * t) + rng.uniform(0.2, 0.8) * bell)


def pluck_bell(rng: np.random.Generator, kit: Character) -> Signal:
    """A bell by frequency modulation, in tune or slightly out of it."""
    length = between(rng, 0.4, 2.2) * kit.length
    t = times(length)
    ratio = float(rng.choice([1.4, 2.0, 3.5, 4.0])) * around(rng, 10.0)
    return fm(t, pitch(rng, LOWEST, HIGHEST), ratio, between(rng, 0.5, 3.0) * decay(t, 0.5 * length)) * decay(t, length)


PLUCKS: Family = {
    "string": pluck_string,
    "saw": pluck_saw,
    "square": pluck_square,
    "piano": pluck_piano,
    "bell": pluck_bell,
}
