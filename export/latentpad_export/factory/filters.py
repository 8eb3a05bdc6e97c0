"""Filters: Butterworth low, high and band pass, one resonance, and a tilt of the whole spectrum.

Frequencies are in Hz; those that the sample rate does not allow are moved to the nearest that it does. Signals are
float64 [n_samples].
"""

import numpy as np
from scipy.signal import butter, iirpeak, lfilter, sosfilt

from latentpad_export.factory.clock import SAMPLE_RATE, Signal

LOWEST, HIGHEST = 10.0, 20_500.0


def clamp(frequency: float) -> float:
    """Return the nearest cut-off frequency at which the filters are well-behaved."""
    return min(max(frequency, LOWEST), HIGHEST)


def lowpass(signal: Signal, frequency: float, order: int = 2) -> Signal:
    """Remove everything above ``frequency``."""
    filtered: Signal = sosfilt(butter(order, clamp(frequency), "lowpass", fs=SAMPLE_RATE, output="sos"), signal)
    return filtered


def highpass(signal: Signal, frequency: float, order: int = 2) -> Signal:
    """Remove everything below ``frequency``."""
    filtered: Signal = sosfilt(butter(order, clamp(frequency), "highpass", fs=SAMPLE_RATE, output="sos"), signal)
    return filtered


def bandpass(signal: Signal, low: float, high: float, order: int = 2) -> Signal:
    """Keep the band from ``low`` to ``high``, by two cascaded filters, so that it may be wide or narrow."""
    return lowpass(highpass(signal, low, order), max(high, low), order)


def resonance(signal: Signal, frequency: float, q: float) -> Signal:
    """Keep a band around ``frequency``, with gain 1 there and a bandwidth of ``frequency / q``."""
    b, a = iirpeak(clamp(frequency), q, fs=SAMPLE_RATE)
    filtered: Signal = lfilter(b, a, signal)
    return filtered


def tilt(signal: Signal, decibels: float, pivot: float = 1_000.0) -> Signal:
    """Raise the treble and lower the bass by up to ``decibels`` each (negative: the reverse), around ``pivot`` Hz.

    A first-order shelf, g (s + w / g) / (s + w g) with g = 10 ** (decibels / 20), through the bilinear transform.
    """
    gain = 10.0 ** (decibels / 20.0)
    warped = np.tan(np.pi * pivot / SAMPLE_RATE)
    zero, pole = warped / gain, warped * gain
    scale = gain / (1.0 + pole)
    filtered: Signal = lfilter([scale * (1.0 + zero), scale * (zero - 1.0)], [1.0, (pole - 1.0) / (pole + 1.0)], signal)
    return filtered
