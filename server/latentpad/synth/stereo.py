"""The control stereo: a mono sound, widened by a side signal.

The left channel is the middle plus the side, the right one the middle minus it. The middle is the mono sample, so that
both channels together are the mono sample, whatever the width. The side is another draw of the texture where the model
plays, passed through noise that decays within 25 ms, drawn by the seed: a recording has a single texture. Such noise
decorrelates with less colour than a delay (Alary, Politis and Välimäki, "Velvet-noise decorrelator", DAFx 2017).

What the side has in common with the middle is removed, else a tone would be louder on one side. It has no lows: of two
channels that differ there, a kick would lose its weight on one loudspeaker, and on vinyl.
"""

import numpy as np
from numpy.typing import NDArray

WIDEST = 0.7
"""Level of the side relative to the middle above `LOWEST` at full width: the channels correlate by 0.34."""

LOWEST = 200.0
"""Hertz; the side is 6 dB lower here, 21 dB lower at 150 Hz, 48 dB lower at 100 Hz."""

DIFFUSION = 0.025
"""Seconds in which the noise decays by 60 dB."""

MAX_GAIN = 4.0
"""Most by which the side is amplified after what it has in common with the middle is gone."""


def widen(
    middle: NDArray[np.float32],
    other: NDArray[np.float32],
    width: float,
    rng: np.random.Generator,
    sample_rate: int,
) -> NDArray[np.float32]:
    """Make a mono sound stereo.

    Parameters
    ----------
    middle : np.ndarray [shape=(n_samples,), float32]
    other : np.ndarray [shape=(n,), float32]
        The same sound with another texture, or the same signal.
    width : float in [0, 1]
    rng : np.random.Generator
        Draws the noise.
    sample_rate : int
        Samples per second.

    Returns
    -------
    np.ndarray [shape=(2, n_samples), float32]
        Left and right.
    """
    n = len(middle)
    n_noise = round(DIFFUSION * sample_rate)
    noise = rng.standard_normal(n_noise) * 10 ** (-3 * np.arange(n_noise) / n_noise)
    n_fft = 1 << (max(n, len(other)) + n_noise + round(0.05 * sample_rate) - 1).bit_length()
    high_pass = _high_pass(n_fft, sample_rate)
    high = np.fft.irfft(np.fft.rfft(middle, n_fft) * np.abs(high_pass), n_fft)[:n]  # in phase with the middle
    side = np.fft.irfft(np.fft.rfft(other, n_fft) * np.fft.rfft(noise, n_fft) * high_pass, n_fft)[:n]
    loud = float(side @ side)
    side -= (side @ middle) / max(float(high @ middle), 1e-20) * high
    wanted, left = float(high @ high), float(side @ side)
    gain = WIDEST * width * np.sqrt(wanted / max(left, loud / MAX_GAIN**2, 1e-20))
    side *= gain
    return np.stack([middle + side, middle - side]).astype(np.float32)


def _high_pass(n_fft: int, sample_rate: int) -> NDArray[np.complex128]:
    """Return the response [n_fft // 2 + 1] of two Butterworth filters of fourth order in a row."""
    s = 1j * np.fft.rfftfreq(n_fft, 1 / sample_rate) / LOWEST
    sections = (s**2 + 2 * np.cos(angle) * s + 1 for angle in (np.pi / 8, 3 * np.pi / 8))
    one, other = (s**2 / section for section in sections)
    response: NDArray[np.complex128] = np.square(one * other)
    return response
