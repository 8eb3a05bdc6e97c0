"""Labels of families: whether the samples of kits and kinds are classified as what they should be."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.bootstrap import Units
from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.metrics.distributions import mean_distance
from latentpad_export.evaluate.metrics.estimate import ratio
from latentpad_export.evaluate.metrics.novelty import flat, near_duplicate_share
from latentpad_export.evaluate.sections.detail_figures import Figures
from latentpad_export.evaluate.sections.pad_labels import label_agreement, median_over_labels
from latentpad_export.evaluate.subjects.kind_walks import KindWalks
from latentpad_export.evaluate.subjects.measured import Measured


def agreement_figures(
    made: Measured, reals: Measured, labels: NDArray[np.str_], classifier: Classifier | None, units: Units
) -> dict[str, float | int | None]:
    """Return how often samples [n] and the real sounds that lead them are classified as labelled, and the ratio.

    `units` [n] are those of the samples. Left out are samples whose real sounds cannot be read, or whose labels the
    classifier does not know.
    """
    known = made.sounding & reals.sounding
    if classifier is not None:
        known &= np.isin(labels, classifier.labels)
    agreed, real = (
        label_agreement(classifier, sounds.descriptions.features[known], labels[known, None], units[known])[0]
        for sounds in (made, reals)
    )
    return {
        "classified": int(known.sum()),
        "agreement": agreed,
        "agreement_of_real": real,
        "relative": ratio(agreed, real),
    }


def kind_figures(walks: KindWalks, classifier: Classifier | None) -> dict[str, Any]:
    """Return the figures of all kinds together, and by kind."""
    by_kind = {str(kind): _of_kind(walks, walks.kinds == kind, classifier) for kind in np.unique(walks.kinds)}
    everything = _of_kind(walks, np.ones(len(walks.kinds), dtype=bool), classifier)
    medians = {name: median_over_labels(by_kind, name) for name in ("diversity", "diversity_to_drawn")}
    return {**everything, **medians, "kinds": len(by_kind), "by_kind": by_kind}


def _of_kind(walks: KindWalks, own: NDArray[np.bool_], classifier: Classifier | None) -> Figures:
    """Return the figures of some samples."""
    made, reals = walks.made.take(own), walks.reals.take(own)
    drawn = np.isin(walks.drawn_kinds, walks.kinds[own])
    labelled = agreement_figures(made, reals, walks.kinds[own], classifier, reals.units)
    others = walks.drawn.take(drawn)
    of_drawn = agreement_figures(others, others, walks.drawn_kinds[drawn], classifier, others.units)["agreement"]
    both = made.sounding & reals.sounding
    features, real = (flat(sounds.take(both).descriptions.features) for sounds in (made, reals))
    any_of_them = flat(walks.drawn.take(drawn & walks.drawn.sounding).descriptions.features)
    return {
        "samples": int(own.sum()),
        "silent": int((~made.sounding).sum()),
        **labelled,
        "agreement_of_drawn": of_drawn,
        "relative_to_drawn": ratio(labelled["agreement"], of_drawn),
        "twins": _twins(made, walks.kinds[own]),
        "twins_of_real": _twins(reals, walks.kinds[own]),
        "diversity": ratio(mean_distance(features), mean_distance(real)),
        "diversity_to_drawn": ratio(mean_distance(features), mean_distance(any_of_them)),
    }


def _twins(sounds: Measured, kinds: NDArray[np.str_]) -> float | None:
    """Return the share of samples with a near duplicate of their kind."""
    return near_duplicate_share(flat(sounds.descriptions.features[sounds.sounding]), kinds[sounds.sounding])
