"""Bass drums: falling sines with clicks, noise and drive."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import blip, tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import between, chance
from latentpad_export.factory.envelopes import attack, decay, gate, two_stage
from latentpad_export.factory.filters import bandpass, highpass, lowpass
from latentpad_export.factory.layers import layered
from latentpad_export.factory.noise import white
from latentpad_export.factory.oscillators import bent_modes, fm, swept_phase, swept_sine
from latentpad_export.factory.saturation import drive, fold
from latentpad_export.factory.voice import Family


def kick_808(rng: np.random.Generator, kit: Character) -> Signal:
    """A long sine that hardly falls, with a soft trigger pulse."""
    length = between(rng, 0.5, 4.0) * kit.length
    pitch = between(rng, 38.0, 62.0) * kit.tuning
    t = times(length)
    body = swept_sine(t, pitch * between(rng, 1.5, 4.0), pitch, between(rng, 0.006, 0.03)) * decay(t, length)
    body = drive(body, between(rng, 0.2, 4.0))
    return body + rng.uniform(0.0, 0.25) * blip(t, between(rng, 300.0, 1_500.0), 0.01)


def kick_909(rng: np.random.Generator, kit: Character) -> Signal:
    """A tight body with a deep sweep, a click of noise and some drive."""
    length = between(rng, 0.18, 0.6) * kit.length
    pitch = between(rng, 44.0, 66.0) * kit.tuning
    t = times(length)
    body = swept_sine(t, pitch * between(rng, 3.0, 7.0), pitch, between(rng, 0.012, 0.035))
    body = drive(body * two_stage(t, 0.4 * length, length, 0.7), between(rng, 0.8, 4.0))
    return body + rng.uniform(0.05, 0.5) * tick(rng, t, 300.0, between(rng, 2_000.0, 8_000.0), 0.02)


def kick_acoustic(rng: np.random.Generator, kit: Character) -> Signal:
    """A damped membrane, its shell and a beater."""
    length = between(rng, 0.14, 0.5) * kit.length
    pitch = between(rng, 48.0, 95.0) * kit.tuning
    t = times(length)
    phase = swept_phase(t, pitch * between(rng, 1.15, 1.8), pitch, between(rng, 0.01, 0.04))
    modes = [
        (1.0, 1.0, length),
        (1.59, rng.uniform(0.1, 0.4), 0.5 * length),
        (2.3, rng.uniform(0.0, 0.25), 0.3 * length),
    ]
    air = bandpass(white(rng, t), 60.0, between(rng, 250.0, 900.0)) * decay(t, 0.5 * length)
    beater = tick(rng, t, between(rng, 800.0, 2_500.0), between(rng, 3_000.0, 9_000.0), 0.015)
    return bent_modes(phase, t, modes) + rng.uniform(0.1, 0.8) * air + rng.uniform(0.03, 0.35) * beater


def kick_hard(rng: np.random.Generator, kit: Character) -> Signal:
    """A sweep driven until it is nearly a square, then tamed by a low-pass."""
    length = between(rng, 0.2, 1.2) * kit.length
    pitch = between(rng, 42.0, 70.0) * kit.tuning
    t = times(length)
    body = swept_sine(t, pitch * between(rng, 4.0, 10.0), pitch, between(rng, 0.015, 0.04)) * decay(t, 1.3 * length)
    body += rng.uniform(0.0, 0.3) * tick(rng, t, 500.0, 8_000.0, 0.02)
    dirty = fold(body, between(rng, 1.2, 2.6)) if chance(rng, 0.3) else drive(body, between(rng, 4.0, 25.0))
    return lowpass(dirty, between(rng, 900.0, 9_000.0)) * decay(t, length) * gate(t, 0.97 * length, 0.03 * length)


def kick_layered(rng: np.random.Generator, kit: Character) -> Signal:
    """The tail of one bass drum under the attack of another."""
    low, top = kick_808(rng, kit), kick_909(rng, kit)
    return layered(low, highpass(top, between(rng, 40.0, 150.0)), rng.uniform(0.3, 0.7))


def kick_sub(rng: np.random.Generator, kit: Character) -> Signal:
    """Only a soft low sine."""
    length = between(rng, 0.4, 3.0) * kit.length
    pitch = between(rng, 32.0, 50.0) * kit.tuning
    t = times(length)
    body = swept_sine(t, pitch * between(rng, 1.0, 1.8), pitch, between(rng, 0.01, 0.06))
    return body * attack(t, between(rng, 0.001, 0.01)) * decay(t, length)


def kick_zap(rng: np.random.Generator, kit: Character) -> Signal:
    """A short electro kick that falls through several octaves."""
    length = between(rng, 0.08, 0.3) * kit.length
    pitch = between(rng, 45.0, 90.0) * kit.tuning
    t = times(length)
    return swept_sine(t, pitch * between(rng, 8.0, 30.0), pitch, between(rng, 0.004, 0.014)) * decay(t, length)


def kick_fm(rng: np.random.Generator, kit: Character) -> Signal:
    """A low sine whose attack is modulated by another."""
    length = between(rng, 0.15, 0.7) * kit.length
    pitch = between(rng, 42.0, 75.0) * kit.tuning
    t = times(length)
    index = between(rng, 1.0, 8.0) * decay(t, between(rng, 0.03, 0.2))
    return fm(t, pitch, between(rng, 0.5, 5.0), index) * decay(t, length)


KICKS: Family = {
    "808": kick_808,
    "909": kick_909,
    "acoustic": kick_acoustic,
    "hard": kick_hard,
    "layered": kick_layered,
    "sub": kick_sub,
    "zap": kick_zap,
    "fm": kick_fm,
}
