"""Envelopes over a time axis: attacks, decays, gates and trains of bursts.

Every function takes the times of the samples in seconds, float64 [n_samples], and returns gains of the same shape. The
length of a decay is always the time to fall by 60 dB.
"""

from collections.abc import Sequence

import numpy as np

from latentpad_export.factory.clock import Signal

LN_60_DB = float(np.log(1000.0))
"""Decrease of the natural logarithm of an amplitude over 60 dB."""


def decay(t: Signal, seconds: float) -> Signal:
    """Fall exponentially from 1 at t = 0, by 60 dB in ``seconds``."""
    envelope: Signal = np.exp(-LN_60_DB / seconds * t)
    return envelope


def two_stage(t: Signal, fast: float, slow: float, knee: float) -> Signal:
    """Fall fast from 1, then slowly from ``knee`` (0 to 1), like a VCA with two capacitors."""
    return (1.0 - knee) * decay(t, fast) + knee * decay(t, slow)


def attack(t: Signal, seconds: float) -> Signal:
    """Rise from 0 to 1 as half a cosine in ``seconds``, then stay."""
    return 0.5 - 0.5 * np.cos(np.pi * np.minimum(t / max(seconds, 1e-6), 1.0))


def gate(t: Signal, seconds: float, release: float = 0.008) -> Signal:
    """Stay at 1 until ``seconds``, then close within ``release`` seconds."""
    return 1.0 - attack(np.maximum(t - seconds, 0.0), release)


def bursts(t: Signal, onsets: Sequence[float], lengths: Sequence[float], levels: Sequence[float]) -> Signal:
    """Restart a decay at each onset, each cut off by the next, like the sawtooth generator of a clap.

    Parameters
    ----------
    t : float64 [n_samples]
        Times in seconds.
    onsets, lengths, levels : sequences of one length
        Start in seconds (ascending), time to fall by 60 dB in seconds, and peak of every burst.

    Returns
    -------
    float64 [n_samples]
    """
    envelope = np.zeros_like(t)
    for onset, length, level in zip(onsets, lengths, levels, strict=True):
        start = int(np.searchsorted(t, onset))
        envelope[start:] = level * decay(t[start:] - onset, length)
    return envelope
