"""Tuned percussion: bars, tongues and tubes on the notes of the tempered scale (A4 = 440 Hz).

Unlike the other drums, these ignore the tuning of the kit: a mallet that is out of tune is useless.
"""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between
from latentpad_export.factory.envelopes import decay
from latentpad_export.factory.notes import note
from latentpad_export.factory.oscillators import damped_sines, fm
from latentpad_export.factory.voice import Family


def struck(t: Signal, frequency: float, modes: list[tuple[float, float, float]]) -> Signal:
    """Return a struck body whose first mode is exactly ``frequency``.

    Parameters
    ----------
    t : float64 [n_samples]
        Times in seconds.
    frequency : float
        Fundamental in Hz.
    modes : list of (ratio, amplitude, seconds)
        Frequency relative to the fundamental, amplitude, and time to fall by 60 dB.

    Returns
    -------
    float64 [n_samples]
    """
    ratios, amplitudes, seconds = np.array(modes).T
    return damped_sines(t, frequency * ratios, amplitudes, seconds, np.zeros(len(modes)))


def marimba(rng: np.random.Generator, kit: Character) -> Signal:
    """A bar undercut so that its second mode is two octaves up."""
    length = between(rng, 0.25, 1.2) * kit.length
    pitch = note(rng, 45, 84)
    t = times(length)
    hard = rng.uniform(0.05, 0.6)
    modes = [(1.0, 1.0, length), (4.0 * around(rng, 8.0), hard, 0.35 * length), (9.9, 0.5 * hard, 0.12 * length)]
    return struck(t, pitch, modes) + 0.4 * hard * tick(rng, t, 500.0, between(rng, 1_500.0, 5_000.0), 0.015)


def kalimba(rng: np.random.Generator, kit: Character) -> Signal:
    """A tongue fixed at one end, plucked by the thumb."""
    length = between(rng, 0.4, 1.6) * kit.length
    pitch = note(rng, 55, 86)
    t = times(length)
    pluck = rng.uniform(0.1, 0.5)
    modes = [
        (1.0, 1.0, length),
        (2.0, rng.uniform(0.0, 0.3), 0.6 * length),
        (6.27 * around(rng, 50.0), pluck, 0.15 * length),
    ]
    return struck(t, pitch, modes) + 0.6 * pluck * tick(rng, t, 1_500.0, 6_000.0, 0.01)


def vibraphone(rng: np.random.Generator, kit: Character) -> Signal:
    """Metal bars over tubes with rotating discs."""
    length = between(rng, 0.8, 2.6) * kit.length
    pitch = note(rng, 53, 84)
    t = times(length)
    modes = [
        (1.0, 1.0, length),
        (4.0, rng.uniform(0.1, 0.5), 0.5 * length),
        (10.0, rng.uniform(0.0, 0.25), 0.2 * length),
    ]
    depth, rate = rng.uniform(0.0, 0.25), between(rng, 3.0, 8.0)
    return struck(t, pitch, modes) * (1.0 - depth + depth * np.cos(2.0 * np.pi * rate * t))


def glass(rng: np.random.Generator, kit: Character) -> Signal:
    """Plain bars of glass or steel, whose upper modes are not tuned."""
    length = between(rng, 0.3, 1.8) * kit.length
    pitch = note(rng, 64, 98)
    t = times(length)
    modes = [
        (1.0, 1.0, length),
        (2.756, rng.uniform(0.2, 0.6), 0.5 * length),
        (5.404, rng.uniform(0.1, 0.4), 0.25 * length),
    ]
    return struck(t, pitch, modes) + rng.uniform(0.0, 0.2) * tick(rng, t, 2_000.0, 10_000.0, 0.008)


def tongue_drum(rng: np.random.Generator, kit: Character) -> Signal:
    """Low steel tongues or a hang: a fundamental with its octave and twelfth."""
    length = between(rng, 0.5, 2.4) * kit.length
    pitch = note(rng, 38, 67)
    t = times(length)
    modes = [
        (1.0, 1.0, length),
        (2.0, rng.uniform(0.1, 0.6), 0.7 * length),
        (3.0, rng.uniform(0.05, 0.4), 0.5 * length),
    ]
    modes += [(5.1 * around(rng, 50.0), rng.uniform(0.0, 0.15), 0.1 * length)]
    return struck(t, pitch, modes) + rng.uniform(0.0, 0.2) * tick(rng, t, 200.0, 2_000.0, 0.02)


def fm_mallet(rng: np.random.Generator, kit: Character) -> Signal:
    """The wooden attack of digital synthesisers: a whole-numbered ratio keeps it in tune."""
    length = between(rng, 0.2, 1.4) * kit.length
    pitch = note(rng, 43, 84)
    t = times(length)
    ratio = float(rng.choice([3.0, 4.0, 5.0, 7.0]))
    index = between(rng, 0.3, 1.6) * decay(t, between(rng, 0.1, 0.6) * length)
    return fm(t, pitch, ratio, index) * decay(t, length)


MALLETS: Family = {
    "marimba": marimba,
    "kalimba": kalimba,
    "vibraphone": vibraphone,
    "glass": glass,
    "tongue": tongue_drum,
    "fm": fm_mallet,
}
