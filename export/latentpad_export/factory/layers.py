"""Layers: sounds of different length that start together."""

from latentpad_export.factory.clock import Signal
from latentpad_export.factory.saturation import normalised


def layered(first: Signal, second: Signal, balance: float) -> Signal:
    """Mix two sounds at equal peaks and ``balance`` (0: only the first, 1: only the second), as long as the longer."""
    long, short = (1.0 - balance) * normalised(first), balance * normalised(second)
    if long.size < short.size:
        long, short = short, long
    mixed = long.copy()
    mixed[: short.size] += short
    return mixed
