"""Training and validation splits, and the weights by which sounds are sampled."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad_export.data.library import Sound

VALIDATION_SHARE = 0.1
MIN_KITS = 10
"""With fewer kits, a split by kit would leave out whole labels; sounds are then split within each label."""


@dataclass(frozen=True)
class Split:
    """Indices into the usable sounds."""

    train: NDArray[np.int64]
    val: NDArray[np.int64]
    mapped: NDArray[np.int64]
    """Sounds on the map: all, or the training split where the library itself defines splits."""


def split_sounds(sounds: tuple[Sound, ...], seed: int) -> Split:
    """Split by the library's own splits, otherwise by whole kits, otherwise stratified by label."""
    rng = np.random.default_rng(seed)
    everything = np.arange(len(sounds))
    if any(sound.split for sound in sounds):
        val = np.array([i for i, sound in enumerate(sounds) if sound.split == "val"], dtype=np.int64)
        train = np.array([i for i, sound in enumerate(sounds) if sound.split in ("train", "")], dtype=np.int64)
        return Split(*_never_empty(train, val), mapped=train if len(train) else everything)
    kits = [sound.kit for sound in sounds]
    if all(kits) and len(set(kits)) >= MIN_KITS:
        chosen = _whole_kits(kits, rng)
    else:
        chosen = _stratified([sound.label for sound in sounds], rng)
    val = np.array(sorted(chosen), dtype=np.int64)
    return Split(*_never_empty(np.setdiff1d(everything, val), val), mapped=everything)


def _never_empty(train: NDArray[np.int64], val: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Use the same sounds for both in a library that is too small for a split."""
    if len(train) == 0:
        return val, val
    return train, (val if len(val) else train)


def _whole_kits(kits: list[str], rng: np.random.Generator) -> set[int]:
    """Draw kits until a tenth of the sounds is chosen; skip a kit that would leave less than half for training."""
    chosen: set[int] = set()
    of_kit = _members(kits)
    names = sorted(of_kit)
    for number in rng.permutation(len(names)):
        if len(chosen) >= VALIDATION_SHARE * len(kits):
            break
        members = set(of_kit[names[number]])
        if len(chosen) + len(members) <= len(kits) / 2:
            chosen |= members
    return chosen


def _stratified(labels: list[str], rng: np.random.Generator) -> set[int]:
    """Draw a tenth of each label, or of all sounds where every label is too small."""
    chosen: set[int] = set()
    for _, indices in sorted(_members(labels).items()):
        members = rng.permutation(indices)
        chosen |= {int(i) for i in members[: round(VALIDATION_SHARE * len(members))]}
    return chosen or {int(i) for i in rng.permutation(len(labels))[: round(VALIDATION_SHARE * len(labels))]}


def _members(names: list[str]) -> dict[str, list[int]]:
    """Return the indices of the sounds of each name."""
    found: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        found.setdefault(name, []).append(i)
    return found


def sampling_weights(sounds: tuple[Sound, ...], balance: float) -> NDArray[np.float64]:
    """Return the probability of sampling each sound.

    Parameters
    ----------
    balance : float in [0, 1]
        0: all sounds equally often; 1: all labels, and all kits within a label, equally often.

    Returns
    -------
    np.ndarray [shape=(n_sounds,)]
        Sums to 1.
    """
    n_kit = Counter((sound.label, sound.kit) for sound in sounds)
    kits_of = Counter(label for label, _ in n_kit)
    weights = np.array([1.0 / (n_kit[s.label, s.kit] * kits_of[s.label]) for s in sounds]) ** balance
    normalised: NDArray[np.float64] = weights / weights.sum()
    return normalised
