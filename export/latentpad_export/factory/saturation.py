"""Saturation: the distortion of circuits, tape and early samplers, for waveforms that peak near 1."""

import numpy as np

from latentpad_export.factory.clock import Signal


def normalised(signal: Signal) -> Signal:
    """Scale the signal so that it peaks at 1; silence stays silence."""
    return signal / max(float(np.abs(signal).max()), 1e-12)


def drive(signal: Signal, amount: float) -> Signal:
    """Saturate with a hyperbolic tangent; 0.1 is nearly clean, 3 warm, 20 nearly a square."""
    saturated: Signal = np.tanh(amount * normalised(signal)) / np.tanh(amount)
    return saturated


def fold(signal: Signal, amount: float) -> Signal:
    """Fold the waveform back wherever it passes 1, as a sine shaper does; ``amount`` is the gain before it."""
    return np.sin(0.5 * np.pi * amount * normalised(signal))


def crush(signal: Signal, bits: int, hold: int) -> Signal:
    """Keep ``bits`` bits and every ``hold``-th sample, like a sampler of the eighties."""
    steps = 2.0 ** (bits - 1)
    held = np.repeat(normalised(signal)[::hold], hold)[: signal.size]
    return np.round(held * steps) / steps
