"""Features of sounds as they are heard, to compare sounds, and steps along a line that are heard as equally large.

A sound is looked at twice: closely at its beginning, and as a whole. Steps that were even by the first view alone were
not by others. The largest deviation from the mean step, median of 16 lines of 0.06 of the default map's side; of 16
lines of 0.6, with 8 samples each:

| steps that are even by | the beginning | 64 mel bands, averaged over 46 ms | specific loudness (exponent 0.23) |
| --- | --- | --- | --- |
| the map | 0.54; 0.34 | 0.64; 0.37 | 0.53; 0.38 |
| the beginning alone | 0.06; 0.04 | 0.47; 0.28 | 0.37; 0.33 |
| both views | 0.16; 0.16 | 0.32; 0.25 | 0.24; 0.21 |
"""

from collections.abc import Generator, Sequence

import numpy as np
from numpy.typing import NDArray

N_BANDS, N_TIMES = 32, 16
LOWEST, HIGHEST = 40.0, 16_000.0
"""Hertz; bands and times of the beginning are evenly spaced on logarithmic scales."""

N_FFT, HOP = 2048, 512
"""At 44.1 kHz; at other rates, of the same duration."""

N_WHOLE_BANDS, N_WHOLE_TIMES = 32, 24
"""Bands of the whole are evenly spaced on the mel scale, times evenly."""

N_WHOLE_FFT, WHOLE_HOP = 1024, 256

SECONDS = 1.5
"""What comes later is not compared."""

RANGE_DB = 60.0
"""Below the loudest moment of a sound, nothing is heard."""

FAINT_DB = 20.0
"""In the whole, levels are known so far below that, to compare what is heard of one sound only."""

LEAST_DB = 1e-3
"""A line along which no two sounds differ by more does not change."""

N_SIZES, N_CANDIDATES = 32, 160
"""Sizes of a step that are tried, and positions on a line between which steps are taken."""

N_COMPARED = 64
"""Sounds that are compared with all others at a time."""


class Hearing:
    """Reduces sounds of one sample rate to what is compared.

    Parameters
    ----------
    sample_rate : int
        In Hz.
    """

    def __init__(self, sample_rate: int) -> None:
        highest = min(HIGHEST, sample_rate / 2)
        bands = np.geomspace(LOWEST, highest, N_BANDS + 1)
        whole_bands = 700 * np.expm1(np.linspace(0, np.log1p(highest / 700), N_WHOLE_BANDS + 1))
        self._beginning = _View(sample_rate, N_FFT, HOP, bands, 0.0)
        self._whole = _View(sample_rate, N_WHOLE_FFT, WHOLE_HOP, whole_bands, FAINT_DB)
        n_frames = max(self._beginning.n_frames, N_TIMES)
        starts = np.unique(np.geomspace(1, n_frames, N_TIMES + 1).round().astype(int)) - 1
        self._times = starts[:-1], np.linspace(0, self._whole.n_frames, N_WHOLE_TIMES + 1).astype(int)[:-1]

    def __call__(self, signal: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the levels of a sound [n_samples] over time and frequency, in dB above what is heard.

        First those of the beginning [n_times * N_BANDS], 0 or more, then those of the whole
        [N_WHOLE_TIMES * N_WHOLE_BANDS].
        """
        views = zip((self._beginning, self._whole), self._times, strict=True)
        return np.concatenate([view.levels(signal, starts).ravel() for view, starts in views])


class _View:
    """Levels of a sound in bands between some frequencies."""

    def __init__(self, sample_rate: int, n_fft: int, hop: int, edges: NDArray[np.float64], faint_db: float) -> None:
        self._n_fft, self._hop = (max(16, round(length * sample_rate / 44_100)) for length in (n_fft, hop))
        self._n_samples, self._faint_db = round(SECONDS * sample_rate), faint_db
        hertz = np.fft.rfftfreq(self._n_fft, 1 / sample_rate)
        band = np.searchsorted(edges, hertz) - 1
        self._bands = (band[:, None] == np.arange(len(edges) - 1)).astype(np.float32)
        self.n_frames = max(1 + self._n_samples // self._hop, N_WHOLE_TIMES)
        self._window = np.hanning(self._n_fft).astype(np.float32)

    def levels(self, signal: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the levels [n_times, n_bands] between frames, in dB above what is heard."""
        padded = np.zeros(self._n_fft + self._hop * (self.n_frames - 1), dtype=np.float32)
        half = self._n_fft // 2
        n = min(len(signal), self._n_samples, len(padded) - half)
        padded[half : half + n] = signal[:n]
        frames = np.lib.stride_tricks.sliding_window_view(padded, self._n_fft)[:: self._hop]
        power = np.square(np.abs(np.fft.rfft(frames * self._window))).astype(np.float32) @ self._bands
        power = np.add.reduceat(power, starts, axis=0) / np.diff([*starts, len(power)])[:, None]
        decibels = 10 * np.log10(np.maximum(power, 1e-20))
        levels: NDArray[np.float32] = np.maximum(decibels - decibels.max() + RANGE_DB, -self._faint_db)
        return levels.astype(np.float32)


def difference(a: NDArray[np.floating], b: NDArray[np.floating]) -> float:
    """Return the mean difference of two sounds' levels in dB, over what is heard of either."""
    heard = np.maximum(a, b) > 0
    return float(np.abs(a - b)[heard].mean()) if heard.any() else 0.0


def equal_steps(positions: Sequence[float], levels: Sequence[NDArray[np.float32]], n: int) -> list[float]:
    """Return `n` positions on a line, from the first to the last, between which the sound changes equally much.

    For each of several sizes of a step, dynamic programming finds those candidates, known or half-way between two of
    them, whose steps deviate least from it; the size with the smallest largest deviation wins.

    Parameters
    ----------
    positions : sequence of float
        Rising; where the sound is known.
    levels : sequence of np.ndarray
        What is heard there (`Hearing`); between, it is interpolated.
    n : int
        At least 2.
    """
    search = find_equal_steps(positions, levels, n)
    while True:
        try:
            next(search)
        except StopIteration as end:
            found: list[float] = end.value
            return found


def find_equal_steps(
    positions: Sequence[float], levels: Sequence[NDArray[np.float32]], n: int
) -> Generator[None, None, list[float]]:
    """Return what `equal_steps` returns; yields in between, so that others can be served while it takes a second."""
    at, rows = _subdivided(np.asarray(positions, dtype=np.float64), np.stack(levels))
    distances = np.empty((len(rows), len(rows)), dtype=np.float32)
    for start in range(0, len(rows), N_COMPARED):
        for index in range(start, min(start + N_COMPARED, len(rows))):
            distances[index] = _differences(rows[index], rows)
        yield
    largest = float(distances.max())
    if largest < LEAST_DB:
        return [float(position) for position in np.linspace(at[0], at[-1], n)]
    best, found = np.inf, np.zeros(n, dtype=np.int64)
    for size in np.geomspace(largest / (2 * n), largest, N_SIZES):
        chosen = _chosen(np.square(distances / size - 1), n)
        steps = distances[chosen[:-1], chosen[1:]]
        deviation = float(np.abs(steps / max(steps.mean(), 1e-9) - 1).max())
        if deviation < best:
            best, found = deviation, chosen
        yield
    return [float(position) for position in at[found]]


def _subdivided(
    positions: NDArray[np.float64], levels: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Return positions and levels with more of them between."""
    n_parts = max(1, -(-N_CANDIDATES // len(positions)))
    wanted = np.arange((len(positions) - 1) * n_parts + 1) / n_parts
    before = np.minimum(wanted.astype(int), max(len(positions) - 2, 0))
    after, share = np.minimum(before + 1, len(positions) - 1), wanted - before
    at = positions[before] * (1 - share) + positions[after] * share
    part = share[:, None].astype(np.float32)
    return at, levels[before] * (1 - part) + levels[after] * part


def _differences(one: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the difference of one sound to each of several, as `difference` does."""
    heard = np.maximum(one, others) > 0
    total = (np.abs(one - others) * heard).sum(axis=1)
    found: NDArray[np.float32] = total / np.maximum(heard.sum(axis=1), 1)
    return found


def _chosen(costs: NDArray[np.float64], n: int) -> NDArray[np.int64]:
    """Return `n` rising indices, first and last included, with the least sum of `costs` [m, m] of their steps."""
    m = len(costs)
    costs = np.where(np.arange(m)[:, None] <= np.arange(m), costs, np.inf)
    sums, before = np.full(m, np.inf), np.zeros((n, m), dtype=np.int64)
    sums[0] = 0.0
    for step in range(1, n):
        totals = sums[:, None] + costs
        before[step] = totals.argmin(axis=0)
        sums = totals.min(axis=0)
    chosen = [m - 1]
    for step in range(n - 1, 0, -1):
        chosen.append(int(before[step][chosen[-1]]))
    return np.array(chosen[::-1])
