"""Onsets inside a frame, located by the power of the frames that follow; samples before them are attenuated.

Griffin-Lim spreads an attack over the whole window. The magnitudes are more precise: a frame that only ends in a new
sound holds a small and known share of its power, the next frame more. Conventions as in `griffin_lim`.
"""

from typing import Any

import numpy as np

from latentpad.synth.kernels.jit import kernel

RISE = 100.0
"""An onset is a rise of the power by this factor (20 dB) within three frames ..."""

AUDIBLE = 1e-5
"""... to this share of the loudest frame or more ..."""

LARGEST_SPREAD = 1.0
"""... whose three frames agree on the level of the new sound within this (nepers of the power)."""

SPILL = 0.005
"""Share of the new sound's power that the iterations leave before it (-23 dB, measured)."""

GRID = 8
"""Samples between the positions tried, and between the last attenuated sample and the onset."""

RAMP = 16
"""Samples over which the attenuation ends."""


@kernel(fastmath=True)
def frame_powers(power: Any, magnitude: Any) -> None:
    """Compute the sum of the squared samples of each windowed frame, by Parseval's theorem."""
    n_frames, n_bins = magnitude.shape
    for t in range(n_frames):
        total = np.float32(0)
        for k in range(n_bins):
            total += magnitude[t, k] * magnitude[t, k]
        ends = magnitude[t, 0] * magnitude[t, 0] + magnitude[t, n_bins - 1] * magnitude[t, n_bins - 1]
        power[t] = (2 * total - ends) / (2 * (n_bins - 1))


@kernel()
def quieten_before_onsets(weight: Any, power: Any, tail: Any, hop_length: int) -> None:
    """Reduce the weight of samples before an onset.

    ``tail[n]`` is the sum of the squared window over its last ``n`` samples: a sound of steady power that begins ``n``
    samples before the end of a frame contributes this many times its power.
    """
    n_frames, n_fft = power.size, tail.size - 1
    loudest = power.max()
    t = 1
    while t + 2 < n_frames:
        old = power[t - 1] / tail[n_fft]
        risen = power[t + 2] > RISE * power[t - 1] and power[t + 2] > AUDIBLE * loudest
        n_inside, new = _locate(power, tail, t, hop_length, old) if risen else (0, 0.0)
        if n_inside > 0 and new > RISE * old:
            onset = t * hop_length + n_fft - n_inside
            gain = np.float32(np.sqrt(old / (old + SPILL * new)))
            _turn_down(weight, onset - n_fft + hop_length, onset - GRID, gain)
            t += 2
        t += 1


@kernel()
def _locate(power: Any, tail: Any, t: int, hop_length: int, old: float) -> tuple[int, float]:
    """Return how many samples of frame `t` lie in the new sound, at most a hop, and its power; (0, 0) for no onset.

    Of all positions, the one at which the levels that three frames imply differ least.
    """
    best, n_best, new = LARGEST_SPREAD, 0, 0.0
    for n in range(GRID, hop_length + 1, GRID):
        low, high = np.inf, -np.inf
        total = 0.0
        for i in range(3):
            share = tail[n + i * hop_length]
            level = np.log(max(power[t + i] - old * (tail[-1] - share), 1e-3 * power[t + i]) / share + 1e-30)
            low, high, total = min(low, level), max(high, level), total + level
        if high - low < best:
            best, n_best, new = high - low, n, np.exp(total / 3)
    return n_best, new


@kernel()
def _turn_down(weight: Any, first: int, last: int, gain: Any) -> None:
    """Multiply the weight of samples by a gain that rises to 1 at the end."""
    for n in range(max(first, 0), last):
        left = min(np.float32(1), np.float32(last - n) / np.float32(RAMP))
        weight[n] *= np.float32(1) - left * (np.float32(1) - gain)
