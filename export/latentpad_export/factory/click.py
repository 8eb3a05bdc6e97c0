"""Strikes: the few milliseconds in which a stick, a hand or a trigger pulse hits the drum."""

import numpy as np

from latentpad_export.factory.clock import Signal
from latentpad_export.factory.envelopes import decay
from latentpad_export.factory.filters import bandpass
from latentpad_export.factory.noise import white
from latentpad_export.factory.oscillators import swept_sine
from latentpad_export.factory.saturation import normalised


def tick(rng: np.random.Generator, t: Signal, low: float, high: float, seconds: float) -> Signal:
    """Return a burst of noise between two frequencies in Hz that decays by 60 dB in ``seconds`` and peaks at 1."""
    return normalised(bandpass(white(rng, t) * decay(t, seconds), low, high))


def blip(t: Signal, frequency: float, seconds: float) -> Signal:
    """Return a short falling sine, the trigger pulse of an analogue drum, that peaks near 1."""
    return swept_sine(t, 2.0 * frequency, 0.5 * frequency, 0.3 * seconds) * decay(t, seconds)
