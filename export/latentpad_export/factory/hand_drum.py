"""Drums played with the hands: conga, bongo, djembe, tabla and their electronic cousin."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between, chance
from latentpad_export.factory.envelopes import decay
from latentpad_export.factory.filters import bandpass
from latentpad_export.factory.noise import white
from latentpad_export.factory.oscillators import bent_modes, swept_phase, swept_sine
from latentpad_export.factory.voice import Family

MEMBRANE = (1.0, 1.594, 2.136, 2.296, 2.653, 2.918)
"""Frequencies of the lowest modes of an ideal circular membrane relative to the first (zeros of Bessel functions)."""


def skin(rng: np.random.Generator, t: Signal, phase: Signal, seconds: float, hardness: float) -> Signal:
    """Return the modes of a membrane; ``hardness`` from 0 (palm) to 1 (slap) raises the upper ones."""
    modes = []
    for ratio in MEMBRANE:
        amplitude = 1.0 if ratio == 1.0 else hardness * rng.uniform(0.2, 1.0)
        modes.append((ratio * around(rng, 25.0), amplitude, seconds / ratio**1.5))
    return bent_modes(phase, t, modes)


def conga_808(rng: np.random.Generator, kit: Character) -> Signal:
    """A bare sine that hardly bends."""
    length = between(rng, 0.1, 0.4) * kit.length
    pitch = between(rng, 150.0, 480.0) * kit.tuning
    t = times(length)
    return swept_sine(t, pitch * between(rng, 1.0, 1.25), pitch, between(rng, 0.005, 0.03)) * decay(t, length)


def conga(rng: np.random.Generator, kit: Character) -> Signal:
    """Open tones, muted tones and slaps."""
    length = between(rng, 0.12, 0.6) * kit.length
    pitch = between(rng, 140.0, 300.0) * kit.tuning
    t = times(length)
    hardness = rng.uniform(0.05, 0.8)
    drum = skin(rng, t, swept_phase(t, pitch * between(rng, 1.02, 1.15), pitch, 0.02), length, hardness)
    palm = tick(rng, t, between(rng, 300.0, 900.0), between(rng, 1_500.0, 6_000.0), between(rng, 0.01, 0.05))
    return drum + (0.1 + 0.6 * hardness) * palm


def bongo(rng: np.random.Generator, kit: Character) -> Signal:
    """Small, high and tight."""
    length = between(rng, 0.06, 0.25) * kit.length
    pitch = between(rng, 280.0, 650.0) * kit.tuning
    t = times(length)
    drum = skin(rng, t, swept_phase(t, pitch * between(rng, 1.02, 1.2), pitch, 0.01), length, rng.uniform(0.1, 0.6))
    return drum + rng.uniform(0.1, 0.5) * tick(rng, t, 800.0, between(rng, 3_000.0, 8_000.0), 0.012)


def djembe(rng: np.random.Generator, kit: Character) -> Signal:
    """A goblet drum: the air inside gives the bass, the skin the slap."""
    length = between(rng, 0.15, 0.6) * kit.length
    t = times(length)
    bass = between(rng, 65.0, 110.0) * kit.tuning
    pitch = between(rng, 220.0, 420.0) * kit.tuning
    slap = rng.uniform(0.0, 1.0)
    air = swept_sine(t, 1.4 * bass, bass, 0.02) * decay(t, length)
    drum = skin(rng, t, swept_phase(t, 1.08 * pitch, pitch, 0.015), 0.5 * length, 0.3 + 0.6 * slap)
    hand = bandpass(white(rng, t), 700.0, between(rng, 2_500.0, 7_000.0)) * decay(t, between(rng, 0.02, 0.08))
    return (1.0 - 0.9 * slap) * air + (0.2 + 0.5 * slap) * drum + 0.5 * slap * hand


def tabla(rng: np.random.Generator, kit: Character) -> Signal:
    """A loaded membrane, whose modes are nearly harmonic, bent by the heel of the hand."""
    length = between(rng, 0.2, 0.9) * kit.length
    pitch = between(rng, 90.0, 380.0) * kit.tuning
    t = times(length)
    # The bayan glides slowly, upwards as often as downwards.
    bend = between(rng, 0.6, 0.95) if chance(rng, 0.5) else between(rng, 1.05, 1.5)
    phase = swept_phase(t, pitch * bend, pitch, between(rng, 0.03, 0.15))
    ratios = (1.0, 2.0 * around(rng, 20.0), 3.0 * around(rng, 20.0), 4.0, 5.0)
    modes = [(ratio, rng.uniform(0.2, 1.0) / ratio**0.8, length / ratio**0.5) for ratio in ratios]
    return bent_modes(phase, t, modes) + rng.uniform(0.05, 0.4) * tick(rng, t, 600.0, 6_000.0, 0.01)


HAND_DRUMS: Family = {"808": conga_808, "conga": conga, "bongo": bongo, "djembe": djembe, "tabla": tabla}
