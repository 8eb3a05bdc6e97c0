"""Splits by whole kit: no kit is in two splits, so that a test measures sounds of kits that nothing was learnt from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from latentpad.counted import counted
from latentpad_export.data.table import SPLITS
from latentpad_export.errors import LibraryError
from latentpad_export.research.data_sets.entries import Entry

SHARES = {"train": 0.8, "val": 0.1, "test": 0.1}


def split_by_kit(entries: Sequence[Entry], folder: Path, seed: int, kits: str = "kit") -> tuple[Entry, ...]:
    """Choose the split of each kit so that every label is divided about as 80 : 10 : 10.

    Kits are drawn in random order. Each goes to the split that lacks most of the kit's labels, relative to how many
    sounds of a label there are; training lacks most at first.

    Parameters
    ----------
    entries : sequence of Entry
        With kits.
    folder : Path
        Of the data set, for the error.
    seed : int
        The same seed gives the same split.
    kits : str
        What a kit is there, for the error.

    Raises
    ------
    LibraryError
        There are fewer than three kits.
    """
    labels: dict[str, Counter[str]] = {}
    for entry in entries:
        labels.setdefault(entry.kit, Counter())[entry.label] += 1
    if len(labels) < len(SPLITS):
        found = counted(len(labels), kits)
        raise LibraryError(f"{folder}: has {found}, but a split by whole {kits} needs at least {len(SPLITS)}")
    names = sorted(labels)
    order = [names[i] for i in np.random.default_rng(seed).permutation(len(names))]
    chosen = _fill_empty(_choose(order, labels), order, labels)
    return tuple(entry._replace(split=chosen[entry.kit]) for entry in entries)


def _choose(order: Sequence[str], labels: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Choose splits in the given order."""
    totals: Counter[str] = Counter()
    for counts in labels.values():
        totals.update(counts)
    lacks = {(split, label): share * n for split, share in SHARES.items() for label, n in totals.items()}
    chosen = {}
    for kit in order:
        needs = {
            split: sum(n * lacks[split, label] / totals[label] for label, n in labels[kit].items()) for split in SPLITS
        }
        chosen[kit] = max(SPLITS, key=lambda split: needs[split])
        for label, n in labels[kit].items():
            lacks[chosen[kit], label] -= n
    return chosen


def _fill_empty(chosen: dict[str, str], order: Sequence[str], labels: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Give a split without a kit the smallest one of the split with most kits, as in a library of a few large kits."""
    for split in SPLITS:
        if split not in chosen.values():
            fullest, _ = Counter(chosen.values()).most_common(1)[0]
            members = [kit for kit in order if chosen[kit] == fullest]
            chosen[min(members, key=lambda kit: labels[kit].total())] = split
    return chosen
