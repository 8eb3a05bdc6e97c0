"""The texture of noise, which the mean of a decoder lacks.

A decoder that is asked for the mean of what a bin may hold gives a smooth spectrogram: the blur of the thesis. The
``studio`` decoder gives the scale of each bin too, and the sound is drawn: mean + scale * texture, where the texture is
the log spectrum of white noise through the same STFT, so that it hangs together in time and frequency as real noise
does, at a mean of 0 and a deviation of 1.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad import kernels
from latentpad.griffinlim import hann, make_room

LOG_POWER_MEAN = -0.5772156649
"""Mean of the logarithm of an exponentially distributed power of mean 1: minus Euler's constant."""

LOG_POWER_DEVIATION = 1.2825498302
"""Its deviation: pi / sqrt(6)."""


def draw_texture(n_frames: int, n_fft: int, hop_length: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw a texture.

    Returns
    -------
    np.ndarray [shape=(n_frames, n_fft // 2 + 1), float32]
        Mean 0, deviation 1 in every bin but the first and the last, whose power is that of one real number.
    """
    window = hann(n_fft)
    noise = rng.standard_normal(n_fft + hop_length * (n_frames - 1), dtype=np.float32)
    texture = np.empty((n_frames, n_fft // 2 + 1), dtype=np.float32)
    kernels.log_spectrum(texture, noise, window, hop_length, make_room(n_frames, n_fft))
    texture -= np.float32(np.log(np.square(window, dtype=np.float64).sum()) + LOG_POWER_MEAN)
    texture /= np.float32(LOG_POWER_DEVIATION)
    return texture
