"""Batches: sounds sampled by weight, those of similar length together, so that little silence is computed."""

import numpy as np
from numpy.typing import NDArray

GROUP = 8
"""Batches that are drawn at once. All but one are sorted by length; the other one mixes all lengths."""


class Sampler:
    """Draws the batches of a run; the batch of a step depends only on its number and the seed."""

    def __init__(self, weights: NDArray[np.float64], lengths: NDArray[np.int64], batch_size: int, seed: int) -> None:
        """Prepare to draw.

        Parameters
        ----------
        weights : np.ndarray [shape=(n_sounds,), float64]
            Relative frequency of each sound.
        lengths : np.ndarray [shape=(n_sounds,), int]
            Length of each sound, in any unit.
        batch_size : int
        seed : int
        """
        self._cumulative = np.cumsum(weights)
        self._lengths, self._batch_size, self._seed = lengths, batch_size, seed
        self._drawn = -1, -1
        self._group = np.empty((GROUP, batch_size), dtype=np.int64)

    def draw(self, step: int, attempt: int = 0) -> NDArray[np.int64]:
        """Draw the batch of a step.

        Parameters
        ----------
        step : int
            From 0.
        attempt : int
            Another number draws other sounds.

        Returns
        -------
        np.ndarray [shape=(batch_size,), int]
        """
        key = attempt, step // GROUP
        if key != self._drawn:
            self._drawn, self._group = key, self._draw_group(*key)
        batch: NDArray[np.int64] = self._group[step % GROUP]
        return batch

    def _draw_group(self, attempt: int, group: int) -> NDArray[np.int64]:
        """Draw the batches of a group of steps [GROUP, batch_size]."""
        rng = np.random.default_rng([self._seed, attempt, group])
        n_drawn = GROUP * self._batch_size
        drawn = np.searchsorted(self._cumulative, rng.random(n_drawn) * self._cumulative[-1])
        n_sorted = n_drawn - self._batch_size
        drawn[:n_sorted] = drawn[:n_sorted][np.argsort(self._lengths[drawn[:n_sorted]], kind="stable")]
        batches: NDArray[np.int64] = drawn.reshape(GROUP, -1)[rng.permutation(GROUP)]
        return batches
