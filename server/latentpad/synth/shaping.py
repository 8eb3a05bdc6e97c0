"""The controls of a finished signal, one after another; at their defaults, it is not touched.

The gate comes first, as its threshold is relative to the sound's own peak; the saturation last, as it rounds the peaks
of sharpened onsets. Where the loudest moment gets softer, the rest gets louder, up to 40 dB: so what is more than 60 dB
below it is cut before, which in a recording is noise.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad.request import Controls
from latentpad.synth.finish import end_early
from latentpad.synth.gate import gate
from latentpad.synth.kernels.levels import peak
from latentpad.synth.saturation import saturate
from latentpad.synth.transient import shape_attack


def shape(signal: NDArray[np.float32], controls: Controls, sample_rate: int) -> NDArray[np.float32]:
    """Shape a signal [n_samples] by the controls; return the signal itself if they are at their defaults."""
    if not (controls.tail or controls.attack or controls.drive) or not 0 < float(peak(signal)) < np.inf:
        return signal
    if controls.attack < 0 or controls.drive:
        signal = end_early(signal, sample_rate)
    if controls.tail:
        signal = gate(signal, controls.tail, sample_rate)
    if controls.attack:
        signal = shape_attack(signal, controls.attack, sample_rate)
    if controls.drive:
        signal = saturate(signal, controls.drive)
    return signal
