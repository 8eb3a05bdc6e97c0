"""Basses: one low note, from a plain sine to a filtered saw."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import between
from latentpad_export.factory.envelopes import attack, decay, gate
from latentpad_export.factory.notes import harmonics, pitch
from latentpad_export.factory.oscillators import fm
from latentpad_export.factory.saturation import drive
from latentpad_export.factory.voice import Family

LOWEST, HIGHEST = 26, 55
"""MIDI notes: D1 to G3."""


def bass_sine(rng: np.random.Generator, kit: Character) -> Signal:
    """The sustained body of an 808, sometimes driven."""
    t = times(between(rng, 0.4, 2.2) * kit.length)
    body = np.sin(2.0 * np.pi * pitch(rng, LOWEST, HIGHEST) * t) * decay(t, between(rng, 1.0, 6.0))
    return drive(body, between(rng, 0.1, 5.0)) * gate(t, 0.9 * t[-1], 0.1 * t[-1])


def bass_saw(rng: np.random.Generator, kit: Character) -> Signal:
    """A saw whose treble dies first, as through a low-pass that closes."""
    length = between(rng, 0.25, 1.8) * kit.length
    slope, closing = between(rng, 0.8, 2.0), between(rng, 0.05, 0.8)
    return harmonics(times(length), pitch(rng, LOWEST, HIGHEST), slope, between(rng, 0.8, 4.0), closing)


def bass_square(rng: np.random.Generator, kit: Character) -> Signal:
    """Odd harmonics only, gated as on a sequencer."""
    t = times(between(rng, 0.15, 1.2) * kit.length)
    tone = harmonics(t, pitch(rng, LOWEST, HIGHEST), between(rng, 0.9, 2.0), 6.0, between(rng, 0.1, 2.0), step=2)
    return tone * gate(t, 0.92 * t[-1], 0.02)


def bass_fm(rng: np.random.Generator, kit: Character) -> Signal:
    """The hollow bass of digital synthesisers."""
    t = times(between(rng, 0.2, 1.5) * kit.length)
    index = between(rng, 0.5, 4.0) * decay(t, between(rng, 0.1, 1.0))
    return fm(t, pitch(rng, LOWEST, HIGHEST), float(rng.choice([1.0, 2.0, 3.0])), index) * decay(t, 1.3 * t[-1])


def bass_plucked(rng: np.random.Generator, kit: Character) -> Signal:
    """A finger on a string, and the string."""
    length = between(rng, 0.4, 2.0) * kit.length
    t = times(length)
    tone = harmonics(t, pitch(rng, LOWEST, HIGHEST), between(rng, 1.0, 2.0), length, between(rng, 0.1, 0.4))
    return tone * attack(t, 0.003) + rng.uniform(0.0, 0.3) * tick(rng, t, 300.0, 3_000.0, 0.02)


BASSES: Family = {
    "sine": bass_sine,
    "saw": bass_saw,
    "square": bass_square,
    "fm": bass_fm,
    "plucked": bass_plucked,
}
