"""Comparison of sets of sounds (thesis, table 7.3): whether generated sounds are as varied as real ones."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.bootstrap import Units
from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.metrics.distributions import Binning, Bins, frechet_distance, precision_recall
from latentpad_export.evaluate.metrics.novelty import flat
from latentpad_export.evaluate.report.section import Cell
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

N_BINS = 50
"""Bins of NDB, as in the thesis."""

MIN_PER_BIN = 2
"""Fewest reference sounds per bin, on average, for meaningful bins."""

MIN_BINS = 10

HALVES, HELD_OUT = "real, one half", "real, held out"
"""Rows of real sounds, compared with other real ones."""

MIN_SOUNDS = 96
"""Fewest sounds of a set for a Fréchet distance: three times the features of the classifier."""


@dataclass(frozen=True)
class Sounds:
    """Features of a set of sounds."""

    features: NDArray[np.uint8]
    units: Units
    """[n] number of the kit, or other unit, of each."""

    hidden: NDArray[np.float32] | None
    """[n, 32] penultimate layer of the classifier; None without a classifier."""

    def take(self, indices: NDArray[np.int64]) -> "Sounds":
        """Return some of the sounds."""
        return Sounds(
            self.features[indices], self.units[indices], None if self.hidden is None else self.hidden[indices]
        )

    @property
    def flat(self) -> NDArray[np.float32]:
        """[n, d] features averaged over a few frames, flattened."""
        return flat(self.features)


DISTRIBUTION_COLUMNS = (
    *("sounds", "compared with", "n", "silent", "NDB", "k", "Fréchet distance"),
    *("precision", "recall", "density", "coverage"),
)
DISTRIBUTION_NOTE = (
    "All rows with a Fréchet distance have the same number of sounds, since it affects the figures. NDB: number of the "
    "k bins in which the share of sounds differs from that of the real sounds (one in twenty by chance). The other "
    "figures: on the penultimate layer of the classifier. Generated: rendered near points of the map, with the labels "
    "as frequent as on the map. Rebuilt: the reconstructions of the table above; their NDB is against the real sounds "
    "of the other rows. Silent sounds are left out."
)
BINS_NOTE = (
    "Share of sounds in each bin, sorted by the share of real sounds. A model that drops modes leaves bins empty."
)


class Row(NamedTuple):
    """A set of sounds, and the set that it is compared with."""

    name: str
    compared_with: str
    sounds: Sounds
    real: Sounds
    n_silent: int = 0

    @property
    def size(self) -> int:
        """Number of sounds in the smaller set."""
        return min(len(self.sounds.features), len(self.real.features))


def distribution_rows(
    subjects: tuple[Subject, ...], reference: ReferenceSounds, classifier: Classifier | None, seed: int
) -> tuple[list[tuple[Cell, ...]], dict[str, Bins], list[str]]:
    """Compare sets of sounds; return table rows, bins by row, and a sentence per missing metric."""
    rng = np.random.default_rng(seed)
    train = _real_sounds(_of_known_labels(reference, reference.train, classifier), reference, classifier)
    k = min(N_BINS, len(train.features) // MIN_PER_BIN // 2)
    binning = Binning(train.flat, k, seed) if k >= MIN_BINS else None
    rows = _sets(subjects, reference, classifier, train, rng)
    n = min((row.size for row in rows if row.size >= MIN_SOUNDS), default=0)
    bins: dict[str, Bins] = {}
    cells = [_cells(row, n if row.size >= MIN_SOUNDS else 0, binning, bins, rng) for row in rows]
    missing = []
    if binning is None:
        missing.append(f"NDB: there are {len(train.features)} real sounds, at least {4 * MIN_BINS} are needed.")
    if classifier is not None and (few := [row.name for row in rows if row.size < MIN_SOUNDS]):
        missing.append(
            f"Fréchet distance, precision, recall, density, coverage: under {MIN_SOUNDS} sounds in {'; '.join(few)}."
        )
    if classifier is None:
        missing.append("Fréchet distance, precision, recall, density, coverage: they need the classifier (see above).")
    return cells, bins, missing


def _sets(
    subjects: tuple[Subject, ...],
    reference: ReferenceSounds,
    classifier: Classifier | None,
    train: Sounds,
    rng: np.random.Generator,
) -> list[Row]:
    """Return the sets to compare."""
    one, other = np.array_split(rng.permutation(len(train.features)), 2)
    test = _real_sounds(_of_known_labels(reference, reference.test, classifier), reference, classifier)
    rows = [
        Row(HALVES, "real, the other half", train.take(one), train.take(other)),
        Row(HELD_OUT, "real", test, train),
    ]
    for subject in subjects:
        around = subject.generated["around"]
        generated = _sounds(around.features[around.sounding], around.units[around.sounding], classifier)
        rows.append(Row(f"{subject.name}, generated", "real", generated, train, int((~around.sounding).sum())))
        if len(subject.reconstructed.indices):
            found = subject.reconstructed.descriptions
            real = _real_sounds(subject.reconstructed.indices, reference, classifier)
            reconstructed = _sounds(found.features[found.sounding], found.units[found.sounding], classifier)
            rows.append(
                Row(f"{subject.name}, rebuilt", "their originals", reconstructed, real, int((~found.sounding).sum()))
            )
    return rows


def _of_known_labels(
    reference: ReferenceSounds, indices: NDArray[np.int64], classifier: Classifier | None
) -> NDArray[np.int64]:
    """Return the sounds whose labels the classifier knows, for which sounds are generated."""
    known = [i for i in indices if classifier is None or reference.labels[i] in classifier.labels]
    return np.array(known, dtype=np.int64)


def _real_sounds(indices: NDArray[np.int64], reference: ReferenceSounds, classifier: Classifier | None) -> Sounds:
    """Return a set of real sounds."""
    return _sounds(reference.features(indices), reference.units[indices], classifier)


def _sounds(features: NDArray[np.uint8], units: Units, classifier: Classifier | None) -> Sounds:
    """Return a set of sounds with the classifier's features."""
    return Sounds(features, units, None if classifier is None else classifier(features).features)


def _cells(
    row: Row, n: int, binning: Binning | None, bins: dict[str, Bins], rng: np.random.Generator
) -> tuple[Cell, ...]:
    """Compare one set with another, `n` random sounds of each; if that is 0, only count bins."""
    n_sounds = n or len(row.sounds.features)
    sounds = row.sounds.take(rng.permutation(len(row.sounds.features))[:n_sounds])
    counted: Bins | None = None
    if binning is not None and n_sounds >= MIN_PER_BIN * binning.k:
        counted = bins[row.name] = binning.different_bins(sounds.flat, sounds.units)
    ndb = (counted.n_different, counted.k) if counted else (None, None)
    first = (row.name, row.compared_with, n_sounds, row.n_silent, *ndb)
    if not n or sounds.hidden is None or row.real.hidden is None:
        return *first, None, None, None, None, None
    chosen = rng.permutation(len(row.real.hidden))[:n]
    both = row.real.hidden[chosen], sounds.hidden, (row.real.units[chosen], sounds.units)
    return *first, frechet_distance(*both), *precision_recall(*both)
