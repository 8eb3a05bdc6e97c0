"""Toms: pitched bodies between a bass drum and a conga."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import between
from latentpad_export.factory.envelopes import decay
from latentpad_export.factory.filters import bandpass, lowpass
from latentpad_export.factory.noise import white
from latentpad_export.factory.oscillators import bent_modes, fm, swept_phase, swept_sine
from latentpad_export.factory.saturation import drive
from latentpad_export.factory.voice import Family


def tom_808(rng: np.random.Generator, kit: Character) -> Signal:
    """A sine that falls a little, over a breath of low noise."""
    length = between(rng, 0.2, 1.0) * kit.length
    pitch = between(rng, 75.0, 230.0) * kit.tuning
    t = times(length)
    body = swept_sine(t, pitch * between(rng, 1.1, 1.7), pitch, between(rng, 0.02, 0.08)) * decay(t, length)
    breath = lowpass(white(rng, t), between(rng, 300.0, 1_200.0)) * decay(t, 0.7 * length)
    return body + rng.uniform(0.0, 0.4) * breath


def tom_909(rng: np.random.Generator, kit: Character) -> Signal:
    """Three oscillators in a deep common sweep, with a click."""
    length = between(rng, 0.3, 1.3) * kit.length
    pitch = between(rng, 65.0, 190.0) * kit.tuning
    t = times(length)
    phase = swept_phase(t, pitch * between(rng, 1.6, 3.0), pitch, between(rng, 0.02, 0.07))
    modes = [
        (1.0, 1.0, length),
        (1.5, rng.uniform(0.1, 0.5), 0.6 * length),
        (2.77, rng.uniform(0.0, 0.25), 0.3 * length),
    ]
    body = drive(bent_modes(phase, t, modes), between(rng, 0.3, 2.5))
    return body + rng.uniform(0.05, 0.4) * tick(rng, t, 400.0, between(rng, 3_000.0, 8_000.0), 0.02)


def tom_acoustic(rng: np.random.Generator, kit: Character) -> Signal:
    """A membrane with a resonant shell and a stick."""
    length = between(rng, 0.3, 1.3) * kit.length
    pitch = between(rng, 70.0, 220.0) * kit.tuning
    t = times(length)
    phase = swept_phase(t, pitch * between(rng, 1.05, 1.3), pitch, between(rng, 0.02, 0.1))
    modes = [
        (1.0, 1.0, length),
        (1.59, rng.uniform(0.2, 0.6), 0.6 * length),
        (2.14, rng.uniform(0.1, 0.4), 0.4 * length),
    ]
    modes += [(2.65, rng.uniform(0.0, 0.3), 0.25 * length), (3.5, rng.uniform(0.0, 0.2), 0.15 * length)]
    stick = tick(rng, t, between(rng, 600.0, 2_000.0), between(rng, 3_000.0, 9_000.0), 0.02)
    air = bandpass(white(rng, t), 80.0, 900.0) * decay(t, 0.3 * length)
    return bent_modes(phase, t, modes) + rng.uniform(0.1, 0.6) * stick + rng.uniform(0.1, 0.5) * air


def tom_disco(rng: np.random.Generator, kit: Character) -> Signal:
    """The hexagonal pads of 1981: a fall of an octave or more, and noise."""
    length = between(rng, 0.35, 1.8) * kit.length
    pitch = between(rng, 55.0, 170.0) * kit.tuning
    t = times(length)
    body = swept_sine(t, pitch * between(rng, 2.5, 6.0), pitch, between(rng, 0.05, 0.2)) * decay(t, length)
    hiss = bandpass(white(rng, t), 200.0, between(rng, 1_500.0, 7_000.0)) * decay(t, between(rng, 0.05, 0.4) * length)
    return body + rng.uniform(0.05, 0.5) * hiss


def tom_fm(rng: np.random.Generator, kit: Character) -> Signal:
    """A digital tom: modulation that decays to a plain sine."""
    length = between(rng, 0.2, 0.8) * kit.length
    pitch = between(rng, 80.0, 260.0) * kit.tuning
    t = times(length)
    index = between(rng, 0.5, 5.0) * decay(t, between(rng, 0.1, 0.5) * length)
    return fm(t, pitch, between(rng, 0.4, 3.6), index) * decay(t, length)


TOMS: Family = {"808": tom_808, "909": tom_909, "acoustic": tom_acoustic, "disco": tom_disco, "fm": tom_fm}
