"""The end of the chain: the kit's colour, then a clean start, a silent end and a level."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.factory.character import Character
from latentpad_export.factory.clock import MAX_SECONDS, SAMPLE_RATE, Signal
from latentpad_export.factory.envelopes import attack
from latentpad_export.factory.filters import highpass, tilt
from latentpad_export.factory.room import impulse_response, place
from latentpad_export.factory.saturation import crush, drive, normalised

PEAK_DB = (-6.0, -0.3)
"""Range of the peak level in dB relative to full scale."""

ONSET = 0.02
"""A sound starts where it first passes this share of its peak."""

SILENCE = 0.0004
"""A sound has ended where it stays below this share of its peak (-68 dB)."""

RISE = 8
"""Samples before the onset, for a fade that leaves the attack as it is."""


def colour(signal: Signal, character: Character) -> Signal:
    """Give a sound the saturation, tone, sampler and room of its kit."""
    if character.drive:
        signal = drive(signal, character.drive)
    signal = tilt(signal, character.brightness)
    if character.bits < 16:
        signal = crush(signal, character.bits, character.hold)
    if character.room_seconds:
        response = impulse_response(np.random.default_rng(character.room_seed), character.room_seconds)
        signal = place(signal, response, character.room_level)
    return signal


def trim(signal: Signal) -> Signal:
    """Cut what lies before the onset and after the end, and fade both cuts."""
    padded = np.concatenate([np.zeros(RISE), signal])
    level = np.abs(padded)
    peak = level.max()
    start = int(np.argmax(level > ONSET * peak)) - RISE
    end = min(int(np.flatnonzero(level > SILENCE * peak)[-1]) + 1, start + round(MAX_SECONDS * SAMPLE_RATE))
    cut = padded[start:end]
    cut[:RISE] *= np.linspace(0.0, 1.0, RISE + 1)[1:]
    # A tenth of the sound, but enough for a low sine (30 ms) and little enough not to be heard as a gate.
    fade = min(max(round(0.1 * cut.size), round(0.03 * SAMPLE_RATE)), cut.size - RISE)
    cut[-fade:] *= attack(np.arange(fade)[::-1] / SAMPLE_RATE, fade / SAMPLE_RATE)
    return cut


def finish(signal: Signal, character: Character, rng: np.random.Generator) -> NDArray[np.float32]:
    """Turn the output of a recipe into a sound that can be written.

    Parameters
    ----------
    signal : float64 [n_samples]
        Any level; not silent.
    character : Character
    rng : np.random.Generator
        Draws the peak level.

    Returns
    -------
    float32 [n_samples]
        Starts at once, ends in silence, has no offset, peaks inside ``PEAK_DB``.
    """
    # The 22 Hz high-pass takes the offset that asymmetric sweeps and gated noise leave behind.
    clean = trim(highpass(colour(normalised(signal), character), 22.0))
    peak = float(10.0 ** (rng.uniform(*PEAK_DB) / 20.0))
    return (peak * normalised(clean)).astype(np.float32)
