"""Filter banks: from STFT bins to the bands of a feature, and back.

Conventions
-----------
``analysis`` is float32 ``[n_bands, n_bins]``: power of the bins to power of the bands; a row sums to 1 (or 0 if the
band contains no bin). ``synthesis`` is float32 ``[n_bins, n_bands]``: decibels of the bands to decibels of the bins; a
row sums to 1.

A mel bank at 44.1 kHz and ``n_fft=1024`` leaves bands without any bin at the low end. The ``warped`` bank keeps the
bins there as they are and widens the bands only where the mel scale is coarser than the bins. Measured as the mean
log-spectral distance at four resolutions over 40 drum hits, after phase reconstruction: 256 warped bands 3.1 dB,
320 bands 2.8 dB, 384 bands 2.6 dB, all 513 bins 2.1 dB.
"""

from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.representation import Representation
from latentpad_export.presets import Warp


def filter_bank(representation: Representation, warp: Warp) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Compute the two tables of a representation.

    Returns
    -------
    analysis : np.ndarray [shape=(n_bands, n_bins), float32]
    synthesis : np.ndarray [shape=(n_bins, n_bands), float32]
    """
    weights = _mel(representation) if warp == "mel" else _warped(representation)
    analysis = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    return analysis.astype(np.float32), _synthesis_table(weights).astype(np.float32)


def _mel(representation: Representation) -> NDArray[np.float64]:
    """Return triangles equally spaced on Slaney's mel scale, at the true sample rate of the sounds."""
    import librosa  # the other functions need NumPy only, and so train where librosa is missing

    weights: NDArray[np.float64] = librosa.filters.mel(
        sr=representation.sample_rate,
        n_fft=representation.n_fft,
        n_mels=representation.n_bands,
        norm=None,
        dtype=np.float64,
    )
    return weights


def _warped(representation: Representation) -> NDArray[np.float64]:
    """Return triangles of one bin at the low end, then equally spaced on the HTK mel scale."""
    centres = _warped_centres(representation)
    edges = np.concatenate([[-1.0], centres, [float(representation.n_bins)]])
    bins = np.arange(representation.n_bins)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    weights: NDArray[np.float64] = np.maximum(0.0, np.minimum(rising, falling))
    return weights


def _warped_centres(representation: Representation) -> NDArray[np.float64]:
    """Return the centre of each band in bins: whole bins until mel steps are wider than a bin."""
    bin_width = representation.sample_rate / representation.n_fft
    top = _to_mel(representation.sample_rate / 2)
    for n_linear in range(1, representation.n_bands - 1):
        mels = np.linspace(_to_mel(n_linear * bin_width), top, representation.n_bands - n_linear)
        upper = 700.0 * (10.0 ** (mels / 2595.0) - 1.0) / bin_width
        if upper[1] - upper[0] >= 1.0:
            return np.concatenate([np.arange(n_linear), upper])
    return np.linspace(0, representation.n_bins - 1, representation.n_bands)


def _to_mel(hertz: float) -> float:
    """Return the pitch on the HTK mel scale."""
    return float(2595.0 * np.log10(1.0 + hertz / 700.0))


def _synthesis_table(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Interpolate between the bands that contain a bin; a bin in no band takes the nearest band."""
    table = weights.T.copy()
    filled = weights.sum(axis=1) > 0
    bins = np.arange(weights.shape[1])
    centres = np.where(filled, weights @ bins / np.maximum(weights.sum(axis=1), 1e-12), np.inf)
    for k in np.flatnonzero(table.sum(axis=1) == 0):
        table[k, np.argmin(np.abs(centres - k))] = 1.0
    normalised: NDArray[np.float64] = table / table.sum(axis=1, keepdims=True)
    return normalised


def bark_weights(analysis: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Return the width of each band on the Bark scale, in multiples of the mean width.

    Without these weights, the four bands with a kick's whole body make up 1 % of the likelihood and are learnt last:
    decoded kicks lacked 30 dB there.

    Parameters
    ----------
    analysis : np.ndarray [shape=(n_bands, n_bins), float32]
    sample_rate : int
        Samples per second.

    Returns
    -------
    np.ndarray [shape=(n_bands,), float32]
        Mean 1.

    References
    ----------
    Traunmüller, "Analytical expressions for the tonotopic sensory scale", 1990, equation 6.
    """
    n_bins = analysis.shape[1]
    hertz = np.maximum.accumulate(analysis.astype(np.float64) @ np.linspace(0, sample_rate / 2, n_bins))
    bark = 26.81 * hertz / (1960.0 + hertz)
    width = np.maximum(np.gradient(bark), 1e-6)
    weights: NDArray[np.float32] = (width / width.mean()).astype(np.float32)
    return weights


LOG_POWER_DEVIATION = pi / sqrt(6)
"""Of the natural logarithm of an exponentially distributed power, as in `latentpad.synth.texture`."""

NOISE_FRAMES = 2_000
"""Frames of noise for `noise_roughness`; the figure of a band is then right to a few per cent."""


def noise_roughness(representation: Representation, analysis: NDArray[np.float32]) -> NDArray[np.float32]:
    """Measure how far each frame of white noise is from the mean of its neighbours, for a texture of deviation 1.

    The wider a band, the more bins it averages, and the smoother its noise.

    Parameters
    ----------
    representation : Representation
    analysis : np.ndarray [shape=(n_bands, n_bins), float32]

    Returns
    -------
    np.ndarray [shape=(n_bands,), float32]
        Mean absolute second difference of each band, divided by the deviation of one bin.
    """
    noise = np.random.default_rng(0).standard_normal(NOISE_FRAMES * representation.hop_length).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(noise, representation.n_fft)[:: representation.hop_length]
    window = np.hanning(representation.n_fft + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(np.fft.rfft(frames * window))).T
    level = np.log(np.maximum(analysis @ power.astype(np.float32), 1e-12))
    second = level[:, 1:-1] - 0.5 * (level[:, :-2] + level[:, 2:])
    rough = np.abs(second).mean(axis=1) / LOG_POWER_DEVIATION
    measured: NDArray[np.float32] = np.where(analysis.any(axis=1), rough, rough.mean()).astype(np.float32)
    return measured
