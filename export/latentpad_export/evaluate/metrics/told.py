"""Distinguishability of generated and real sounds: the accuracy of a random forest over simple descriptors.

0.5 is chance: the forest cannot tell them apart. It never learns from a sound whose counterpart it is tested on.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold, cross_val_predict

from latentpad_export.evaluate.metrics.bootstrap import Units, mean
from latentpad_export.evaluate.metrics.descriptors import AUDIBLE

N_FOLDS = 5

N_TREES = 100
"""With 300, three times as slow, 12 shares of 14 to 120 sounds varied from forest to forest nearly as much (standard
deviation 0.031; with 100, 0.037), and their means differed by 0.01."""

MIN_FRAMES = 8
"""Shorter sounds hold their last frame."""

EARLY = ((0, 2), (2, 6), (6, 20))
"""First and last frame of the parts of the attack (of 5.8 ms each) that are averaged."""


def told_from_real(
    made: Sequence[NDArray[np.float32]],
    real: Sequence[NDArray[np.float32]],
    groups: Sequence[int] | None = None,
    units: Units | None = None,
) -> float | None:
    """Measure how well generated sounds are told from real ones.

    Parameters
    ----------
    made, real : sequence of np.ndarray [shape=(n_bands, n_frames), float32]
        Features, as many of each (`descriptors.describe`); ``made[i]`` is the counterpart of ``real[i]``.
    groups : sequence of int, optional
        Group of each pair; those of one group are tested together. By default, each pair is a group of its own.
    units : np.ndarray [shape=(n,)], optional
        Independent unit that each pair is from, for the interval; by default, its group. The interval is that of other
        sounds, not of another forest.

    Returns
    -------
    float or None
        Share of sounds that are told, each by a forest that has not learnt from it, 0.5 = chance; None with fewer than
        `N_FOLDS` groups.
    """
    group = np.arange(len(made)) if groups is None else np.asarray(groups)
    if len(np.unique(group)) < N_FOLDS:
        return None
    x = np.array([forest_features(feature) for feature in (*made, *real)])
    label = np.repeat([0.0, 1.0], len(made))
    forest = RandomForestClassifier(N_TREES, random_state=0)
    told = cross_val_predict(forest, x, label, groups=np.tile(group, 2), cv=GroupKFold(N_FOLDS)) == label
    return mean(told, np.tile(group if units is None else units, 2))


def forest_features(feature: NDArray[np.float32]) -> NDArray[np.float32]:
    """Compute the numbers that the forest sees of a sound.

    Parameters
    ----------
    feature : np.ndarray [shape=(n_bands, n_frames), float32]

    Returns
    -------
    np.ndarray [shape=(7 * n_bands - 2,), float32]
        Of each band, up to the last audible frame: mean, standard deviation, roughness in time, roughness across
        bands (not of the first and last), and the means of the three parts of the attack.
    """
    audible = np.flatnonzero((feature > AUDIBLE).any(axis=0))
    sound = feature[:, : audible[-1] + 1 if len(audible) else MIN_FRAMES]
    sound = np.pad(sound, ((0, 0), (0, max(0, MIN_FRAMES - sound.shape[1]))), mode="edge")
    mean = sound.mean(axis=1)
    in_time = np.abs(np.diff(sound, n=2, axis=1)).mean(axis=1) / 2
    across = np.abs(np.diff(sound, n=2, axis=0)).mean(axis=1)
    early = [sound[:, start:end].mean(axis=1) if start < sound.shape[1] else mean for start, end in EARLY]
    numbers: NDArray[np.float32] = np.concatenate([mean, sound.std(axis=1), in_time, across, *early]).astype(np.float32)
    return numbers
