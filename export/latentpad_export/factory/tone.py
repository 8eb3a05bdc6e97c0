"""Tones: sustained notes, anywhere on the keyboard, for stabs and leads."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between
from latentpad_export.factory.envelopes import attack, decay, gate
from latentpad_export.factory.notes import harmonics, pitch
from latentpad_export.factory.oscillators import BAND_LIMIT, damped_sines
from latentpad_export.factory.voice import Family

LOWEST, HIGHEST = 31, 94
"""MIDI notes: G1 to B flat 6."""

CHORDS = ((0, 7), (0, 12), (0, 3, 7), (0, 4, 7), (0, 3, 7, 10))
"""Semitones above the root."""


def note_times(rng: np.random.Generator, kit: Character) -> Signal:
    """Draw the length of a sustained note, and return its times."""
    return times(between(rng, 0.25, 2.2) * kit.length)


def key_envelope(t: Signal) -> Signal:
    """Return the envelope of a key that is released at the end."""
    return attack(t, 0.002) * gate(t, 0.9 * t[-1], 0.09 * t[-1])


def tone_plain(rng: np.random.Generator, kit: Character) -> Signal:
    """A sine, or nearly one."""
    t = note_times(rng, kit)
    frequency = pitch(rng, LOWEST, HIGHEST)
    second = rng.uniform(0.0, 0.2)
    wave = np.sin(2.0 * np.pi * frequency * t) + second * np.sin(4.0 * np.pi * frequency * t)
    return wave * decay(t, between(rng, 0.8, 8.0)) * key_envelope(t)


def tone_few(rng: np.random.Generator, kit: Character) -> Signal:
    """A few harmonics of random levels that decay together."""
    t = note_times(rng, kit)
    frequency, n_harmonics = pitch(rng, LOWEST, HIGHEST), int(rng.integers(2, 9))
    numbers = np.arange(1, n_harmonics + 1, dtype=np.float64)
    numbers = numbers[numbers * frequency < BAND_LIMIT]
    amplitudes = rng.uniform(0.2, 1.0, len(numbers)) / numbers
    seconds = np.full(len(numbers), between(rng, 0.8, 6.0))
    return damped_sines(t, frequency * numbers, amplitudes, seconds, np.zeros(len(numbers))) * key_envelope(t)


def tone_saw(rng: np.random.Generator, kit: Character) -> Signal:
    """A sustained saw, dull or bright."""
    t = note_times(rng, kit)
    slope, closing = between(rng, 0.9, 2.0), between(rng, 0.5, 8.0)
    return harmonics(t, pitch(rng, LOWEST, HIGHEST), slope, between(rng, 1.0, 8.0), closing) * key_envelope(t)


def tone_organ(rng: np.random.Generator, kit: Character) -> Signal:
    """Drawbars: octaves and fifths of one note."""
    t = note_times(rng, kit)
    ratios = np.array([0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0]) * min(pitch(rng, LOWEST, 80), BAND_LIMIT / 8)
    amplitudes = rng.uniform(0.0, 1.0, len(ratios)) ** 2
    amplitudes[1] = 1.0
    return damped_sines(t, ratios, amplitudes, np.full(len(ratios), 20.0), np.zeros(len(ratios))) * key_envelope(t)


def tone_chord(rng: np.random.Generator, kit: Character) -> Signal:
    """A stab: the same short saw on every note of a chord."""
    t = times(between(rng, 0.2, 1.2) * kit.length)
    root, slope = pitch(rng, 45, 76), between(rng, 0.9, 1.8)
    closing = between(rng, 0.1, 1.5)
    chord = CHORDS[int(rng.integers(len(CHORDS)))]
    notes = [root * 2.0 ** (step / 12.0) * around(rng, 4.0) for step in chord]
    together: Signal = np.sum([harmonics(t, note, slope, 1.5 * t[-1], closing) for note in notes], axis=0)
    return together * key_envelope(t)


TONES: Family = {
    "plain": tone_plain,
    "few": tone_few,
    "saw": tone_saw,
    "organ": tone_organ,
    "chord": tone_chord,
}
