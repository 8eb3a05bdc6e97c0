"""Claps: several bursts of noise in quick succession, then a tail."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between
from latentpad_export.factory.envelopes import bursts, decay
from latentpad_export.factory.filters import bandpass, highpass, resonance
from latentpad_export.factory.noise import white
from latentpad_export.factory.saturation import drive, normalised
from latentpad_export.factory.voice import Family


def clap_envelope(rng: np.random.Generator, t: Signal, n_bursts: int, spacing: float, tail: float) -> Signal:
    """Return the envelope of ``n_bursts`` bursts, ``spacing`` seconds apart, the last of length ``tail``."""
    gaps = spacing * rng.uniform(0.8, 1.2, n_bursts)
    onsets = np.cumsum(gaps) - gaps[0]
    lengths = np.append(between(rng, 1.5, 3.5) * gaps[1:], tail)
    return bursts(t, list(onsets), list(lengths), list(rng.uniform(0.7, 1.0, n_bursts)))


def clap_808(rng: np.random.Generator, kit: Character) -> Signal:
    """Three sharp bursts and a reverberant tail, through a band around 1 kHz."""
    tail = between(rng, 0.18, 0.9) * kit.length
    t = times(tail + 0.06)
    centre = between(rng, 800.0, 1_700.0) * kit.tuning
    noise = bandpass(white(rng, t), 0.75 * centre, between(rng, 1.4, 4.0) * centre)
    close = noise * clap_envelope(rng, t, int(rng.integers(3, 5)), between(rng, 0.008, 0.013), between(rng, 0.04, 0.1))
    return close + rng.uniform(0.1, 0.4) * noise * decay(t, tail)


def clap_909(rng: np.random.Generator, kit: Character) -> Signal:
    """Four bursts over a brighter, longer noise."""
    tail = between(rng, 0.25, 0.9) * kit.length
    t = times(tail + 0.06)
    centre = between(rng, 1_000.0, 2_400.0) * kit.tuning
    noise = bandpass(white(rng, t), 0.6 * centre, between(rng, 3_000.0, 9_000.0))
    bright = highpass(white(rng, t), 2_000.0) * decay(t, 0.6 * tail)
    close = noise * clap_envelope(rng, t, int(rng.integers(4, 6)), between(rng, 0.009, 0.015), tail)
    return close + rng.uniform(0.0, 0.3) * bright


def clap_tight(rng: np.random.Generator, kit: Character) -> Signal:
    """Two or three bursts, close together and driven."""
    tail = between(rng, 0.06, 0.25) * kit.length
    t = times(tail + 0.04)
    centre = between(rng, 900.0, 3_000.0) * kit.tuning
    noise = bandpass(white(rng, t), 0.7 * centre, 3.0 * centre)
    return drive(
        noise * clap_envelope(rng, t, int(rng.integers(2, 4)), between(rng, 0.006, 0.012), tail), between(rng, 0.5, 4.0)
    )


def clap_crowd(rng: np.random.Generator, kit: Character) -> Signal:
    """A few people with hands of different sizes, not quite together."""
    tail = between(rng, 0.08, 0.4) * kit.length
    n_people = int(rng.integers(4, 9))
    t = times(tail + 0.08)
    total = np.zeros_like(t)
    for onset in np.sort(np.append(0.0, rng.uniform(0.0, 0.045, n_people - 1))):
        palm = between(rng, 700.0, 2_600.0) * kit.tuning
        noise = resonance(white(rng, t), palm, between(rng, 0.8, 3.0))
        total += noise * bursts(t, [onset], [tail * around(rng, 400.0)], [rng.uniform(0.4, 1.0)])
    return highpass(total, 300.0)


def clap_snap(rng: np.random.Generator, kit: Character) -> Signal:
    """A finger snap."""
    length = between(rng, 0.06, 0.25) * kit.length
    t = times(length + 0.02)
    pitch = between(rng, 1_200.0, 3_200.0) * kit.tuning
    noise = normalised(resonance(white(rng, t), pitch, between(rng, 2.0, 8.0)))
    noise += rng.uniform(0.1, 0.5) * normalised(highpass(white(rng, t), 2_500.0))
    slip = between(rng, 0.006, 0.012)
    return noise * bursts(t, [0.0, slip], [1.5 * slip, length], [rng.uniform(0.4, 0.8), 1.0])


CLAPS: Family = {"808": clap_808, "909": clap_909, "tight": clap_tight, "crowd": clap_crowd, "snap": clap_snap}
