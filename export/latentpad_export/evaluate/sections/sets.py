"""Sets of sounds side by side (thesis, table 7.3): whether what is made is as various as what is real."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.classifier import Classifier, pooled
from latentpad_export.evaluate.metrics.distributions import Binning, Bins, frechet_distance, precision_recall
from latentpad_export.evaluate.report.section import Cell
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

N_BINS = 50
"""Bins of NDB, as in the thesis."""

FEWEST_A_BIN = 2
"""Reference sounds for each bin, on average, below which bins say nothing."""

FEWEST_BINS = 10

FEWEST = 96
"""Sounds of a set for a Fréchet distance: three times the features of the classifier."""


@dataclass(frozen=True)
class Sounds:
    """A set of sounds to compare with others."""

    features: NDArray[np.uint8]
    hidden: NDArray[np.float32] | None
    """[n, 32] of the classifier; None where there is none."""

    def take(self, indices: NDArray[np.int64]) -> "Sounds":
        """Give some of them."""
        return Sounds(self.features[indices], None if self.hidden is None else self.hidden[indices])

    @property
    def pooled(self) -> NDArray[np.float32]:
        """[n, d] the ear's features, averaged over a few frames, flat."""
        averaged = pooled(self.features)
        return averaged.reshape(len(averaged), averaged.shape[1] * averaged.shape[2])


DISTRIBUTION_COLUMNS = (
    *("sounds", "compared with", "n", "silent", "NDB", "k", "Fréchet distance"),
    *("precision", "recall", "density", "coverage"),
)
DISTRIBUTION_NOTE = (
    "All rows hold the same number of sounds, since it moves the figures. NDB: bins of k in which the share of sounds "
    "differs from that of the real sounds (alike: one in twenty). The others: on the penultimate layer of the "
    "classifier. Generated: played near points of the map, in the map's own mix of labels. Rebuilt: the sounds of the "
    "table above, whose NDB is against the real sounds of the other rows. Silent ones are left out."
)
BINS_NOTE = "Share of sounds in each bin, sorted by the real share. A model that drops modes leaves bins empty."


class Row(NamedTuple):
    """Two sets to compare."""

    name: str
    beside: str
    made: Sounds
    real: Sounds
    n_silent: int = 0

    @property
    def size(self) -> int:
        """Sounds of the smaller set."""
        return min(len(self.made.features), len(self.real.features))


def distribution_rows(
    contenders: tuple[Subject, ...], reality: ReferenceSounds, classifier: Classifier | None, seed: int
) -> tuple[list[tuple[Cell, ...]], dict[str, Bins], list[str]]:
    """Compare sets of sounds: a row each, bins, and what could not be had."""
    rng = np.random.default_rng(seed)
    train = _judged(_of_known_labels(reality, reality.train, classifier), reality, classifier)
    k = min(N_BINS, len(train.features) // FEWEST_A_BIN // 2)
    binning = Binning(train.pooled, k, seed) if k >= FEWEST_BINS else None
    rows = _sets(contenders, reality, classifier, train, rng)
    n = min((row.size for row in rows if row.size >= FEWEST), default=0)
    bins: dict[str, Bins] = {}
    cells = [_cells(row, n if row.size >= FEWEST else 0, binning, bins, rng) for row in rows]
    missing = []
    if binning is None:
        missing.append(f"NDB: {len(train.features)} real sounds, at least {4 * FEWEST_BINS} are needed for ten bins.")
    if classifier is not None and (few := [row.name for row in rows if row.size < FEWEST]):
        missing.append(
            f"Fréchet distance, precision, recall, density, coverage of: {'; '.join(few)} (under {FEWEST} sounds)."
        )
    if classifier is None:
        missing.append("Fréchet distance, precision, recall, density, coverage: there is no classifier (see above).")
    return cells, bins, missing


def _sets(
    contenders: tuple[Subject, ...],
    reality: ReferenceSounds,
    classifier: Classifier | None,
    train: Sounds,
    rng: np.random.Generator,
) -> list[Row]:
    """Name the sets that stand side by side."""
    one, other = np.array_split(rng.permutation(len(train.features)), 2)
    test = _judged(_of_known_labels(reality, reality.test, classifier), reality, classifier)
    rows = [
        Row("real, one half", "real, the other half", train.take(one), train.take(other)),
        Row("real, held out", "real", test, train),
    ]
    for c in contenders:
        around = c.heard["around"]
        made = _of(around.features[around.sounding], classifier)
        rows.append(Row(f"{c.name}, generated", "real", made, train, int((~around.sounding).sum())))
        if len(c.rebuilt.indices):
            heard = c.rebuilt.heard
            real = _judged(c.rebuilt.indices, reality, classifier)
            rebuilt = _of(heard.features[heard.sounding], classifier)
            rows.append(Row(f"{c.name}, rebuilt", "their originals", rebuilt, real, int((~heard.sounding).sum())))
    return rows


def _of_known_labels(
    reality: ReferenceSounds, indices: NDArray[np.int64], classifier: Classifier | None
) -> NDArray[np.int64]:
    """Leave out sounds of labels that nothing is generated for."""
    known = [i for i in indices if classifier is None or reality.labels[i] in classifier.labels]
    return np.array(known, dtype=np.int64)


def _judged(indices: NDArray[np.int64], reality: ReferenceSounds, classifier: Classifier | None) -> Sounds:
    """Give real sounds."""
    return _of(reality.features(indices), classifier)


def _of(features: NDArray[np.uint8], classifier: Classifier | None) -> Sounds:
    """Give sounds with what the classifier says of them."""
    return Sounds(features, None if classifier is None else classifier(features).features)


def _cells(
    row: Row, n: int, binning: Binning | None, bins: dict[str, Bins], rng: np.random.Generator
) -> tuple[Cell, ...]:
    """Compare one set with another, both thinned out to `n`; where that is 0, only bins are counted."""
    n_made = n or len(row.made.features)
    made = row.made.take(rng.permutation(len(row.made.features))[:n_made])
    counted: Bins | None = None
    if binning is not None and n_made >= FEWEST_A_BIN * binning.k:
        counted = bins[row.name] = binning.different_bins(made.pooled)
    ndb = (counted.n_different, counted.k) if counted else (None, None)
    first = (row.name, row.beside, n_made, row.n_silent, *ndb)
    if not n or made.hidden is None or row.real.hidden is None:
        return *first, None, None, None, None, None
    real = rng.permutation(row.real.hidden)[:n]
    return *first, frechet_distance(real, made.hidden), *precision_recall(real, made.hidden)
