"""Sets of sounds side by side (thesis, table 7.3): whether what is made is as various as what is real."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.classifier import Classifier, pooled
from latentpad_export.evaluate.contenders import Contender
from latentpad_export.evaluate.distributions import Binning, Bins, frechet_distance, precision_recall
from latentpad_export.evaluate.reality import Reality
from latentpad_export.evaluate.section import Cell

N_BINS = 50
"""Bins of NDB, as in the thesis."""

FEWEST_A_BIN = 2
"""Reference sounds for each bin, on average, below which bins say nothing."""

FEWEST = 64
"""Sounds of a set for a Fréchet distance: twice the features of the classifier."""


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
    *("sounds", "compared with", "n", "NDB", "k", "Fréchet distance", "precision", "recall", "density", "coverage"),
)
DISTRIBUTION_NOTE = (
    "NDB: bins of k in which the share of sounds differs from that of the learnt real sounds (alike: one in twenty). "
    "Fréchet distance, precision, recall, density, coverage: on the penultimate layer of the classifier. Generated: "
    "played near points of the map, in the map's own mix of labels. Rebuilt: the sounds of the table above."
)
BINS_NOTE = "Share of sounds in each bin, sorted by the real share. A model that drops modes leaves bins empty."


def distribution_rows(
    contenders: tuple[Contender, ...], reality: Reality, classifier: Classifier | None, seed: int
) -> tuple[list[tuple[Cell, ...]], dict[str, Bins], list[str]]:
    """Compare sets of sounds: a row each."""

    def judged(features: NDArray[np.uint8]) -> Sounds:
        return Sounds(features, None if classifier is None else classifier(features).features)

    rng = np.random.default_rng(seed)
    train = judged(reality.features(reality.train))
    test = judged(reality.features(reality.test))
    k = min(N_BINS, len(train.features) // FEWEST_A_BIN // 2)
    missing = []
    binning = Binning(train.pooled, k, seed) if k >= 10 else None
    if binning is None:
        missing.append(f"NDB: {len(train.features)} real sounds, at least {40} are needed for ten bins.")
    bins: dict[str, Bins] = {}
    one, other = np.array_split(rng.permutation(len(train.features)), 2)
    rows = [
        _row("real, half of the learnt", "the other half", train.take(one), train.take(other), None, bins, rng),
        _row("real, other kits", "real, learnt", test, train, binning, bins, rng),
    ]
    for c in contenders:
        made = judged(c.heard["around"].features[c.heard["around"].sounding])
        rows.append(_row(f"{c.name}, generated", "real, learnt", made, train, binning, bins, rng))
        if len(c.rebuilt.indices):
            rebuilt = judged(c.rebuilt.heard.features[c.rebuilt.heard.sounding])
            real = judged(reality.features(c.rebuilt.indices))
            rows.append(_row(f"{c.name}, rebuilt", "their originals", rebuilt, real, binning, bins, rng))
    if any(row[5] is None for row in rows):
        missing.append(
            f"Fréchet distance, precision, recall, density, coverage: need a classifier and {FEWEST} sounds a set."
        )
    return rows, bins, missing


def _row(
    name: str,
    beside: str,
    made: Sounds,
    real: Sounds,
    binning: Binning | None,
    bins: dict[str, Bins],
    rng: np.random.Generator,
) -> tuple[Cell, ...]:
    """Compare one set with another; the larger is thinned out, since both sizes move the figures."""
    counted = None
    if binning is not None and len(made.features) >= FEWEST_A_BIN * binning.k:
        bins[name] = binning.different_bins(made.pooled)
        counted = bins[name].n_different
    n = min(len(made.features), len(real.features))
    k = None if counted is None or binning is None else binning.k
    if made.hidden is None or real.hidden is None or n < FEWEST:
        return name, beside, len(made.features), counted, k, None, None, None, None, None
    a, b = (rng.permutation(hidden)[:n] for hidden in (real.hidden, made.hidden))
    return name, beside, n, counted, k, frechet_distance(a, b), *precision_recall(a, b)
