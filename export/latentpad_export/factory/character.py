"""The character of a kit: the properties that all of its sounds share."""

from dataclasses import dataclass

import numpy as np

from latentpad_export.factory.draw import around, between, chance


@dataclass(frozen=True)
class Character:
    """Tuning, length, colour, saturation and room of one kit."""

    tuning: float
    """Ratio by which unpitched drums are tuned up or down."""
    length: float
    """Ratio by which decays are longer or shorter."""
    brightness: float
    """Tilt of the spectrum in dB, positive for bright."""
    drive: float
    """Amount of saturation, 0 for a clean kit."""
    bits: int
    """Word length of the simulated sampler, 16 for none."""
    hold: int
    """Number of times that the simulated sampler repeats each of its samples, 1 for none."""
    room_seconds: float
    """Reverberation time, 0 for a dry kit."""
    room_level: float
    """Level of the reverberation relative to the direct sound, as a ratio of amplitudes."""
    room_seed: int
    """All sounds of a kit are in the same room."""


def draw_character(rng: np.random.Generator) -> Character:
    """Draw a kit: half of them driven, a third in a room, one in eight through an old sampler."""
    old_sampler, in_room = chance(rng, 0.125), chance(rng, 0.33)
    return Character(
        tuning=around(rng, 150.0),
        length=between(rng, 0.75, 1.35),
        brightness=float(np.clip(rng.normal(0.0, 2.0), -5.0, 5.0)),
        drive=between(rng, 0.4, 3.5) if chance(rng, 0.5) else 0.0,
        bits=int(rng.integers(8, 13)) if old_sampler else 16,
        hold=int(rng.integers(1, 4)) if old_sampler else 1,
        room_seconds=between(rng, 0.08, 0.5) if in_room else 0.0,
        room_level=between(rng, 0.05, 0.4) if in_room else 0.0,
        room_seed=int(rng.integers(2**31)),
    )
