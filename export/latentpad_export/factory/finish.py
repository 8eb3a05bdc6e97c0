"""The end of the chain: the colour of the kit, a clean start, a silent end and the level."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.factory.character import Character
from latentpad_export.factory.clock import MAX_SECONDS, SAMPLE_RATE, Signal
from latentpad_export.factory.envelopes import attack
from latentpad_export.factory.filters import highpass, tilt
from latentpad_export.factory.room import add_reverb, impulse_response
from latentpad_export.factory.saturation import crush, drive, normalised

PEAK_DB = (-6.0, -0.3)
"""Range of the peak level in dB relative to full scale."""

ONSET = 0.02
"""A sound starts where it first exceeds this fraction of its peak."""

SILENCE = 0.0004
"""A sound ends where it stays below this fraction of its peak (-68 dB)."""

RISE = 8
"""Samples before the onset, for a fade that does not touch the attack."""


def colour(signal: Signal, character: Character) -> Signal:
    """Apply the saturation, tone, sampler and room of a kit to a sound."""
    if character.drive:
        signal = drive(signal, character.drive)
    signal = tilt(signal, character.brightness)
    if character.bits < 16:
        signal = crush(signal, character.bits, character.hold)
    if character.room_seconds:
        response = impulse_response(np.random.default_rng(character.room_seed), character.room_seconds)
        signal = add_reverb(signal, response, character.room_level)
    return signal


def trim(signal: Signal) -> Signal:
    """Cut before the onset and after the end, and fade both cuts."""
    padded = np.concatenate([np.zeros(RISE), signal])
    level = np.abs(padded)
    peak = level.max()
    start = int(np.argmax(level > ONSET * peak)) - RISE
    end = min(int(np.flatnonzero(level > SILENCE * peak)[-1]) + 1, start + round(MAX_SECONDS * SAMPLE_RATE))
    cut = padded[start:end]
    cut[:RISE] *= np.linspace(0.0, 1.0, RISE + 1)[1:]
    # A tenth of the sound, but at least 30 ms for a low sine: short enough not to sound like a gate.
    fade = min(max(round(0.1 * cut.size), round(0.03 * SAMPLE_RATE)), cut.size - RISE)
    cut[-fade:] *= attack(np.arange(fade)[::-1] / SAMPLE_RATE, fade / SAMPLE_RATE)
    return cut


def finish(signal: Signal, character: Character, rng: np.random.Generator) -> NDArray[np.float32]:
    """Finish the output of a voice, so that it can be written.

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
        Starts immediately, ends in silence, has no DC offset, peaks within ``PEAK_DB``.
    """
    # The 22 Hz high-pass removes the offset that asymmetric sweeps and gated noise leave.
    clean = trim(highpass(colour(normalised(signal), character), 22.0))
    peak = float(10.0 ** (rng.uniform(*PEAK_DB) / 20.0))
    return (peak * normalised(clean)).astype(np.float32)
