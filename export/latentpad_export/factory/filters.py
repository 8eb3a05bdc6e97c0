"""Filters: Butterworth low, high and band pass, one resonance, and a tilt of the whole spectrum.

Frequencies are in Hz and may lie outside of what the sample rate allows: they are moved to the nearest one that is
allowed. Signals are float64 [n_samples].
"""

import numpy as np
from scipy.signal import butter, iirpeak, lfilter, sosfilt

from latentpad_export.factory.clock import SAMPLE_RATE, Signal

LOWEST, HIGHEST = 10.0, 20_500.0


def allowed(frequency: float) -> float:
    """Move a cut-off frequency to where the filters are well-behaved."""
    return min(max(frequency, LOWEST), HIGHEST)


def lowpass(signal: Signal, frequency: float, order: int = 2) -> Signal:
    """Remove what lies above ``frequency``."""
    filtered: Signal = sosfilt(butter(order, allowed(frequency), "lowpass", fs=SAMPLE_RATE, output="sos"), signal)
    return filtered


def highpass(signal: Signal, frequency: float, order: int = 2) -> Signal:
    """Remove what lies below ``frequency``."""
    filtered: Signal = sosfilt(butter(order, allowed(frequency), "highpass", fs=SAMPLE_RATE, output="sos"), signal)
    return filtered


def bandpass(signal: Signal, low: float, high: float, order: int = 2) -> Signal:
    """Keep what lies between ``low`` and ``high``; two cascaded filters, so that the band may be wide or narrow."""
    return lowpass(highpass(signal, low, order), max(high, low), order)


def resonance(signal: Signal, frequency: float, q: float) -> Signal:
    """Keep the surroundings of ``frequency``, with gain 1 there and a bandwidth of ``frequency / q``."""
    b, a = iirpeak(allowed(frequency), q, fs=SAMPLE_RATE)
    filtered: Signal = lfilter(b, a, signal)
    return filtered


def tilt(signal: Signal, decibels: float, pivot: float = 1_000.0) -> Signal:
    """Raise the treble and lower the bass by up to ``decibels`` each (negative: the other way), around ``pivot``.

    A first-order shelf, g (s + w / g) / (s + w g) with g = 10 ** (decibels / 20), through the bilinear transform.
    """
    gain = 10.0 ** (decibels / 20.0)
    warped = np.tan(np.pi * pivot / SAMPLE_RATE)
    zero, pole = warped / gain, warped * gain
    scale = gain / (1.0 + pole)
    filtered: Signal = lfilter([scale * (1.0 + zero), scale * (zero - 1.0)], [1.0, (pole - 1.0) / (pole + 1.0)], signal)
    return filtered
