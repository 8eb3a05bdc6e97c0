"""The compiled loops: arrays in, first argument filled; no allocation, no error, one dtype (float32, complex64).

Conventions: spectra are ``[n_frames, n_bins]``, frames ``[n_frames, n_fft]``; frame ``t`` starts at sample
``t * hop_length`` of the signal.
"""

from math import cos, exp, log, sin, sqrt
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray
from rocket_fft import c2r, r2c

LAST_AXIS = np.array([1])


class Heap(NamedTuple):
    """A binary heap of bins, the loudest on top; the arrays hold as many as there are bins."""

    bins: NDArray[np.int32]
    """Flat index of each bin in the heap."""

    size: NDArray[np.int64]
    """[1] how many there are."""


class Spectra(NamedTuple):
    """Room for the iterations of Griffin-Lim."""

    spectrum: NDArray[np.complex64]
    """[n_frames, n_bins] estimate with the wanted magnitudes; holds the start on entry."""

    rebuilt: NDArray[np.complex64]
    """[n_frames, n_bins] spectrum of the signal."""

    previous: NDArray[np.complex64]
    """[n_frames, n_bins] the one before it; zero on entry."""

    frames: NDArray[np.float32]
    """[n_frames, n_fft]."""


@numba.njit(cache=True)
def expand(decibels: Any, bands: Any, index: Any, weight: Any) -> None:
    """Interpolate bands ``[n_bands, n_frames]`` to bins: bin ``k`` mixes the bands ``index[k]`` by ``weight[k]``."""
    n_frames, n_bins = decibels.shape
    n_mixed = index.shape[1]
    for k in range(n_bins):
        for t in range(n_frames):
            total = np.float32(0)
            for j in range(n_mixed):
                total += weight[k, j] * bands[index[k, j], t]
            decibels[t, k] = total


@numba.njit(cache=True, fastmath=True)
def to_magnitude(magnitude: Any, mean: Any, scale: Any, texture: Any, limits: Any) -> None:
    """Add the texture to the mean and leave the logarithm; ``limits`` = (silence, largest scale, nepers a unit).

    What the mean holds silent stays silent.
    """
    silence, largest, nepers = limits
    n_frames, n_bins = magnitude.shape
    for t in range(n_frames):
        for k in range(n_bins):
            level = mean[t, k]
            if level > silence:
                level += min(scale[t, k], largest) * texture[t, k]
                magnitude[t, k] = np.float32(exp((min(level, np.float32(1.2)) - 1) * nepers))
            else:
                magnitude[t, k] = 0


@numba.njit(cache=True)
def cut_frames(frames: Any, signal: Any, window: Any, hop_length: int) -> None:
    """Cut a signal into windowed frames."""
    n_frames, n_fft = frames.shape
    for t in range(n_frames):
        start = t * hop_length
        for n in range(n_fft):
            frames[t, n] = signal[start + n] * window[n]


@numba.njit(cache=True)
def overlap_add(signal: Any, frames: Any, window: Any, hop_length: int) -> None:
    """Add windowed frame ``t`` to the signal at sample ``t * hop_length``."""
    n_frames, n_fft = frames.shape
    signal[:] = 0
    for t in range(n_frames):
        start = t * hop_length
        for n in range(n_fft):
            signal[start + n] += frames[t, n] * window[n]


@numba.njit(cache=True)
def log_spectrum(decibels: Any, signal: Any, window: Any, hop_length: int, room: Spectra) -> None:
    """Natural logarithm of the power of a signal's STFT."""
    cut_frames(room.frames, signal, window, hop_length)
    r2c(room.frames, room.rebuilt, LAST_AXIS, True, 1.0, 1)
    n_frames, n_bins = decibels.shape
    for t in range(n_frames):
        for k in range(n_bins):
            c = room.rebuilt[t, k]
            decibels[t, k] = np.float32(log(c.real * c.real + c.imag * c.imag + np.float32(1e-12)))


@numba.njit(cache=True)
def phase_gradients(
    along_time: Any, along_frequency: Any, magnitude: Any, log_magnitude: Any, hop_length: int, gamma: float
) -> None:
    """Phase steps to the next frame and the next bin, from the slopes of the magnitude.

    Along frequency as in Průša et al. 2017, equation 11. Along time not by their Gaussian (equation 10), which bends
    a low sine by 10 cents: through a Hann window, a sine ``d`` bins above bin ``k`` has neighbours ``a`` and ``b`` with
    ``h = (b - a) / (b + a)`` and ``h d² - 3 d + 2 h = 0``, solved here without dividing by ``h``.
    """
    n_frames, n_bins = log_magnitude.shape
    n_fft = 2 * (n_bins - 1)
    for t in range(n_frames):
        before, after = max(t - 1, 0), min(t + 1, n_frames - 1)
        for k in range(n_bins):
            a, b = magnitude[t, max(k - 1, 0)], magnitude[t, min(k + 1, n_bins - 1)]
            h = (b - a) / (b + a + np.float32(1e-30))
            distance = 4 * h / (3 + sqrt(9 - 8 * h * h))
            along_time[t, k] = np.float32(2 * np.pi * hop_length * (k + distance) / n_fft)
            d_time = (log_magnitude[after, k] - log_magnitude[before, k]) * 0.5
            # -pi: the phase of a frame is counted from its first sample, not from its middle
            along_frequency[t, k] = np.float32(-gamma / (hop_length * n_fft) * d_time - np.pi)


@numba.njit(cache=True)
def _push(heap: Heap, key: Any, item: int) -> None:
    """Put a bin on the heap."""
    place = heap.size[0]
    heap.size[0] += 1
    while place > 0:
        parent = (place - 1) >> 1
        if key[heap.bins[parent]] >= key[item]:
            break
        heap.bins[place] = heap.bins[parent]
        place = parent
    heap.bins[place] = item


@numba.njit(cache=True)
def _pop(heap: Heap, key: Any) -> int:
    """Take the loudest bin off the heap."""
    top = heap.bins[0]
    heap.size[0] -= 1
    size = heap.size[0]
    item = heap.bins[size]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and key[heap.bins[child + 1]] > key[heap.bins[child]]:
            child += 1
        if key[item] >= key[heap.bins[child]]:
            break
        heap.bins[place] = heap.bins[child]
        place = child
    heap.bins[place] = item
    return int(top)


@numba.njit(cache=True)
def _summit(key: Any, done: Any, start: int, n_bins: int) -> int:
    """Climb from a bin to the nearest local maximum among the bins that are not done."""
    here = start
    while True:
        best = here
        k = here % n_bins
        for step, inside in (
            (-1, k > 0),
            (1, k < n_bins - 1),
            (-n_bins, here >= n_bins),
            (n_bins, here + n_bins < key.size),
        ):
            if inside and not done[here + step] and key[here + step] > key[best]:
                best = here + step
        if best == here:
            return int(here)
        here = best


@numba.njit(cache=True)
def integrate_phase(
    phase: Any, log_magnitude: Any, along_time: Any, along_frequency: Any, threshold: float, done: Any, heap: Heap
) -> None:
    """Spread the phase from loud bins to their neighbours, loudest first (Průša et al. 2017, algorithm 1).

    All arrays but the heap are flat. Bins under the threshold keep the phase that they came with, as does the bin from
    which each island of loud bins is filled.
    """
    n_frames, n_bins = phase.shape
    flat, key, done = phase.ravel(), log_magnitude.ravel(), done.ravel()
    in_time, in_frequency = along_time.ravel(), along_frequency.ravel()
    for start in range(key.size):
        if done[start] or key[start] < threshold:
            continue
        seed = _summit(key, done, start, n_bins)
        done[seed] = True
        _push(heap, key, seed)
        while heap.size[0] > 0:
            here = _pop(heap, key)
            t, k = here // n_bins, here % n_bins
            for way in range(4):
                if way == 0 and t + 1 < n_frames:
                    there, step = here + n_bins, 0.5 * (in_time[here] + in_time[here + n_bins])
                elif way == 1 and t > 0:
                    there, step = here - n_bins, -0.5 * (in_time[here] + in_time[here - n_bins])
                elif way == 2 and k + 1 < n_bins:
                    there, step = here + 1, 0.5 * (in_frequency[here] + in_frequency[here + 1])
                elif way == 3 and k > 0:
                    there, step = here - 1, -0.5 * (in_frequency[here] + in_frequency[here - 1])
                else:
                    continue
                if not done[there] and key[there] >= threshold:
                    done[there] = True
                    flat[there] = np.float32((flat[here] + step) % (2 * np.pi))
                    _push(heap, key, there)


@numba.njit(cache=True)
def from_polar(spectrum: Any, magnitude: Any, phase: Any) -> None:
    """Magnitude and phase to complex numbers."""
    n_frames, n_bins = magnitude.shape
    for t in range(n_frames):
        for k in range(n_bins):
            spectrum[t, k] = complex(magnitude[t, k] * cos(phase[t, k]), magnitude[t, k] * sin(phase[t, k]))


@numba.njit(cache=True, fastmath=True)
def griffin_lim(
    signal: Any,
    magnitude: Any,
    window: Any,
    inverse_envelope: Any,
    hop_length: int,
    n_iter: int,
    alpha: float,
    room: Spectra,
) -> None:
    """Fast Griffin-Lim (Perraudin, Balazs and Søndergaard 2013) from the spectrum in `room`.

    The half window before the sound is known to be silent, and is kept so.
    """
    n_frames, n_bins = magnitude.shape
    n_fft = 2 * (n_bins - 1)
    rebuilt, previous = room.rebuilt, room.previous
    for i in range(n_iter + 1):
        c2r(room.spectrum, room.frames, LAST_AXIS, False, 1.0 / n_fft, 1)
        overlap_add(signal, room.frames, window, hop_length)
        for n in range(signal.size):
            signal[n] *= inverse_envelope[n]
        signal[: n_fft // 2] = 0
        if i == n_iter:
            break
        cut_frames(room.frames, signal, window, hop_length)
        r2c(room.frames, rebuilt, LAST_AXIS, True, 1.0, 1)
        for t in range(n_frames):
            for k in range(n_bins):
                re = rebuilt[t, k].real - np.float32(alpha) * previous[t, k].real
                im = rebuilt[t, k].imag - np.float32(alpha) * previous[t, k].imag
                gain = magnitude[t, k] / np.float32(sqrt(re * re + im * im + np.float32(1e-20)))
                room.spectrum[t, k] = complex(re * gain, im * gain)
        rebuilt, previous = previous, rebuilt
