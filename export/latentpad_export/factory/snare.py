"""Snares: a drum head and a burst of noise, mixed in several styles."""

import numpy as np

from latentpad_export.factory.character import Character
from latentpad_export.factory.click import tick
from latentpad_export.factory.clock import Signal, times
from latentpad_export.factory.draw import around, between
from latentpad_export.factory.envelopes import attack, decay, gate, two_stage
from latentpad_export.factory.filters import bandpass, highpass, lowpass
from latentpad_export.factory.layers import layered
from latentpad_export.factory.noise import banded, white
from latentpad_export.factory.oscillators import bent_modes, fm, swept_phase
from latentpad_export.factory.saturation import drive, normalised
from latentpad_export.factory.voice import Family


def head(rng: np.random.Generator, t: Signal, pitch: float, bend: float, seconds: float) -> Signal:
    """Return the two lowest modes of the head, about a sixth to an octave apart, falling together by ``bend``."""
    phase = swept_phase(t, pitch * bend, pitch, between(rng, 0.006, 0.025))
    upper = between(rng, 1.55, 2.0)
    return bent_modes(phase, t, [(1.0, 1.0, seconds), (upper, rng.uniform(0.3, 0.9), 0.6 * seconds)])


def snare_808(rng: np.random.Generator, kit: Character) -> Signal:
    """Two bridged-T oscillators and high-passed noise."""
    ring, snap = between(rng, 0.08, 0.35) * kit.length, between(rng, 0.1, 0.5) * kit.length
    t = times(max(ring, snap))
    drum = head(rng, t, between(rng, 150.0, 230.0) * kit.tuning, 1.0, ring)
    wires = bandpass(white(rng, t), between(rng, 500.0, 3_000.0), between(rng, 5_000.0, 14_000.0)) * decay(t, snap)
    return drum + between(rng, 0.1, 1.0) * wires


def snare_909(rng: np.random.Generator, kit: Character) -> Signal:
    """A bending head, and noise in a short bright and a longer dull part."""
    ring, snap = between(rng, 0.1, 0.35) * kit.length, between(rng, 0.2, 0.7) * kit.length
    t = times(max(ring, snap))
    drum = head(rng, t, between(rng, 130.0, 220.0) * kit.tuning, between(rng, 1.3, 2.5), ring)
    wires = lowpass(white(rng, t), between(rng, 4_000.0, 11_000.0)) * two_stage(t, 0.3 * snap, snap, 0.4)
    return drum + between(rng, 0.2, 1.2) * highpass(wires, between(rng, 200.0, 1_200.0))


def snare_fat(rng: np.random.Generator, kit: Character) -> Signal:
    """A low, loud and driven head under a dull noise."""
    ring = between(rng, 0.18, 0.6) * kit.length
    t = times(1.1 * ring)
    drum = head(rng, t, between(rng, 100.0, 165.0) * kit.tuning, between(rng, 1.2, 2.2), ring)
    wires = bandpass(white(rng, t), 250.0, between(rng, 2_000.0, 6_000.0)) * decay(t, between(rng, 0.6, 1.1) * ring)
    return drive(drum + between(rng, 0.15, 0.7) * wires, between(rng, 1.0, 5.0))


def snare_brush(rng: np.random.Generator, kit: Character) -> Signal:
    """A soft swell of noise with hardly any head."""
    length = between(rng, 0.1, 0.35) * kit.length
    t = times(length)
    low = between(rng, 500.0, 2_000.0)
    sweep = bandpass(white(rng, t), low, low * between(rng, 2.0, 7.0)) * attack(t, between(rng, 0.004, 0.03))
    drum = head(rng, t, between(rng, 160.0, 260.0) * kit.tuning, 1.1, 0.6 * length)
    return normalised(sweep * decay(t, length)) + rng.uniform(0.0, 0.35) * drum


def snare_gated(rng: np.random.Generator, kit: Character) -> Signal:
    """A head in a big room, cut off by a gate."""
    length = between(rng, 0.12, 0.35) * kit.length
    t = times(length + 0.03)
    drum = head(rng, t, between(rng, 120.0, 220.0) * kit.tuning, between(rng, 1.1, 1.8), 0.6 * length)
    bands = [(200.0, 0.5, 3.0 * length), (1_000.0, 1.0, 2.5 * length), (6_000.0, rng.uniform(0.2, 0.9), 2.0 * length)]
    return (drum + between(rng, 0.1, 0.45) * banded(rng, t, bands)) * gate(t, length, between(rng, 0.005, 0.03))


def snare_acoustic(rng: np.random.Generator, kit: Character) -> Signal:
    """A struck membrane with the wires a moment behind."""
    ring = between(rng, 0.12, 0.5) * kit.length
    t = times(1.2 * ring)
    pitch = between(rng, 160.0, 300.0) * kit.tuning
    phase = swept_phase(t, 1.1 * pitch, pitch, 0.02)
    ratios = np.array([1.0, 1.59, 2.14, 2.3, 2.65])
    modes = [(ratio * around(rng, 40.0), rng.uniform(0.1, 0.7) / ratio, ring / ratio) for ratio in ratios]
    bands = [(300.0, 0.3, 0.8 * ring), (2_500.0, 1.0, ring), (9_000.0, rng.uniform(0.3, 1.0), 0.7 * ring)]
    wires = banded(rng, t, bands) * attack(t, between(rng, 0.001, 0.005))
    stick = tick(rng, t, 1_500.0, 10_000.0, 0.01)
    return bent_modes(phase, t, modes) + between(rng, 0.08, 0.6) * wires + rng.uniform(0.1, 0.5) * stick


def snare_trap(rng: np.random.Generator, kit: Character) -> Signal:
    """High, short and bright."""
    ring, snap = between(rng, 0.04, 0.1) * kit.length, between(rng, 0.05, 0.18) * kit.length
    t = times(max(ring, snap))
    drum = head(rng, t, between(rng, 200.0, 360.0) * kit.tuning, between(rng, 1.2, 3.0), ring)
    wires = bandpass(white(rng, t), between(rng, 1_200.0, 5_000.0), between(rng, 7_000.0, 18_000.0)) * decay(t, snap)
    return drum + between(rng, 0.3, 1.5) * wires


def snare_fm(rng: np.random.Generator, kit: Character) -> Signal:
    """Frequency modulation so deep that it hisses like the wires of a digital drum."""
    length = between(rng, 0.1, 0.35) * kit.length
    t = times(length)
    index = between(rng, 3.0, 12.0) * decay(t, between(rng, 0.5, 1.5) * length)
    drum = fm(t, between(rng, 140.0, 260.0) * kit.tuning, between(rng, 1.3, 9.0), index) * decay(t, length)
    wires = bandpass(white(rng, t), 900.0, between(rng, 4_000.0, 12_000.0)) * decay(t, between(rng, 0.4, 1.0) * length)
    return drum + between(rng, 0.1, 0.8) * wires


def snare_layered(rng: np.random.Generator, kit: Character) -> Signal:
    """The body of one snare under the snap of another."""
    return layered(
        snare_fat(rng, kit), highpass(snare_trap(rng, kit), between(rng, 200.0, 900.0)), rng.uniform(0.3, 0.7)
    )


SNARES: Family = {
    "808": snare_808,
    "909": snare_909,
    "fat": snare_fat,
    "brush": snare_brush,
    "gated": snare_gated,
    "acoustic": snare_acoustic,
    "trap": snare_trap,
    "fm": snare_fm,
    "layered": snare_layered,
}
