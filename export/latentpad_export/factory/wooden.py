"""Wooden percussion: rims, sticks, claves, blocks, castanets and the guiro."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between
from latentpad_export.factory.envelopes import attack, bursts, decay
from latentpad_export.factory.filters import highpass, resonance
from latentpad_export.factory.noise import white
from latentpad_export.factory.oscillators import damped_sines
from latentpad_export.factory.saturation import drive, normalised
from latentpad_export.factory.voice import Family


def wood(t: Signal, pitch: float, ratios: list[float], amplitudes: list[float], seconds: float) -> Signal:
    """Return a short modal body whose upper partials decay faster."""
    steps = np.array(ratios)
    return damped_sines(t, pitch * steps, np.array(amplitudes), seconds / steps**0.6, np.zeros(steps.size))


def rimshot(rng: np.random.Generator, kit: Character) -> Signal:
    """Stick on rim and head at once: a low and a high tone, driven."""
    length = between(rng, 0.05, 0.18) * kit.length
    t = times(length)
    pitch = between(rng, 380.0, 620.0) * kit.tuning
    body = wood(t, pitch, [1.0, between(rng, 2.8, 4.2)], [rng.uniform(0.3, 1.0), 1.0], length)
    return highpass(drive(body, between(rng, 1.0, 6.0)), 250.0) + rng.uniform(0.05, 0.4) * tick(rng, t, 2e3, 9e3, 0.006)


def sidestick(rng: np.random.Generator, kit: Character) -> Signal:
    """The stick laid across the head: a hollow click and some of the drum."""
    length = between(rng, 0.04, 0.16) * kit.length
    t = times(length)
    pitch = between(rng, 700.0, 1_900.0) * kit.tuning
    stick = wood(t, pitch, [1.0, 1.7 * around(rng, 150.0), 2.9], [1.0, 0.6, 0.4], 0.6 * length)
    drum = np.sin(2.0 * np.pi * between(rng, 170.0, 300.0) * t) * decay(t, length)
    return stick + rng.uniform(0.0, 0.35) * drum + rng.uniform(0.1, 0.6) * tick(rng, t, 1_500.0, 8_000.0, 0.008)


def clave(rng: np.random.Generator, kit: Character) -> Signal:
    """One high and pure tone."""
    length = between(rng, 0.05, 0.2) * kit.length
    t = times(length)
    pitch = between(rng, 1_400.0, 3_400.0) * kit.tuning
    return wood(t, pitch, [1.0, 2.7], [1.0, rng.uniform(0.0, 0.3)], length)


def woodblock(rng: np.random.Generator, kit: Character) -> Signal:
    """A slotted block: two tones and its cavity."""
    length = between(rng, 0.04, 0.2) * kit.length
    t = times(length)
    pitch = between(rng, 450.0, 1_500.0) * kit.tuning
    upper = between(rng, 1.3, 1.9)
    body = wood(t, pitch, [1.0, upper, 3.1], [1.0, rng.uniform(0.1, 0.7), rng.uniform(0.0, 0.3)], length)
    return body + rng.uniform(0.1, 0.5) * tick(rng, t, 0.7 * pitch, 3.0 * pitch, 0.012)


def castanet(rng: np.random.Generator, kit: Character) -> Signal:
    """Two or three quick clicks of a small hollow shell."""
    n_clicks = int(rng.integers(1, 4))
    gap, length = between(rng, 0.012, 0.03), between(rng, 0.1, 0.3) * kit.length
    t = times(gap * n_clicks + length)
    onsets = [gap * click * around(rng, 80.0) for click in range(n_clicks)]
    strikes = white(rng, t) * bursts(t, onsets, [0.3 * length] * n_clicks, list(rng.uniform(0.5, 1.0, n_clicks)))
    pitch = between(rng, 1_300.0, 3_500.0) * kit.tuning
    return resonance(strikes, pitch, between(rng, 4.0, 12.0)) + 0.4 * resonance(strikes, 2.1 * pitch, 6.0)


def guiro(rng: np.random.Generator, kit: Character) -> Signal:
    """A stick drawn over notches, faster and faster."""
    length = between(rng, 0.08, 0.45) * kit.length
    t = times(length + 0.03)
    rate = between(rng, 60.0, 180.0)
    notch = np.floor(rate * t * (1.0 + between(rng, 0.2, 1.0) * t / length))
    strikes = np.diff(notch, prepend=-1.0) * rng.uniform(0.4, 1.0, t.size) * (t < length)
    pitch = between(rng, 1_200.0, 4_000.0) * kit.tuning
    scrape = normalised(resonance(strikes, pitch, between(rng, 2.0, 8.0)))
    rattle = normalised(highpass(strikes, 3_000.0)) * rng.uniform(0.05, 0.4)
    return (scrape + rattle) * (0.3 + 0.7 * attack(t, length))


WOODENS: Family = {
    "rimshot": rimshot,
    "sidestick": sidestick,
    "clave": clave,
    "woodblock": woodblock,
    "castanet": castanet,
    "guiro": guiro,
}
