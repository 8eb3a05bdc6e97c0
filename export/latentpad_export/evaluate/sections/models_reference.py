"""Figures of real sounds in the measures of the section on the model."""

import numpy as np
from scipy.spatial.distance import cdist

from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.metrics.estimate import ratio
from latentpad_export.evaluate.metrics.novelty import flat
from latentpad_export.evaluate.report.section import Cell
from latentpad_export.evaluate.sections.sets import DISTRIBUTION_COLUMNS, HALVES, HELD_OUT
from latentpad_export.evaluate.subjects.reconstructed import compare_features, compare_signals
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

N_COMPARED = 64
"""Sounds whose signals are compared."""


def nearest_figures(subject: Subject, reference: ReferenceSounds) -> dict[str, Cell]:
    """Compare the unseen sounds with the nearest others of the library, as if these were their reconstructions.

    A model that reconstructs them no better does not help to find a sound.
    """
    unseen = subject.reconstructed.indices
    others = np.setdiff1d(reference.learnable, unseen)
    if not len(unseen) or not len(others):
        return {}
    distances = cdist(flat(reference.features(unseen)), flat(reference.features(others)))
    nearest = others[distances.argmin(axis=1)]
    compared = compare_features(reference.features(nearest), reference.features(unseen))
    units, step = reference.units[unseen], -(-len(unseen) // N_COMPARED)
    pairs = zip(nearest[::step].tolist(), unseen[::step].tolist(), strict=True)
    signals = [compare_signals(reference.signal(one), reference.signal(other)) for one, other in pairs]
    names = ("distance", "distance_smooth", "distance_low")
    means: dict[str, Cell] = {name: mean(column, units) for name, column in zip(names, compared.T, strict=True)}
    return {**means, "stft_distance": mean(np.array(signals), units[::step])}


def set_figures(distributions: dict[str, dict[str, Cell]]) -> dict[str, Cell]:
    """Return the figures of held-out real sounds, and where they are too few, those of two halves of the others."""
    rows = [distributions[name] for name in (HELD_OUT, HALVES) if name in distributions]
    names = [*DISTRIBUTION_COLUMNS[4:], SHARE]
    return {name: next((row[name] for row in rows if row.get(name) is not None), None) for name in names}


SHARE = "NDB / k"
"""Share of the bins that differ."""


def with_share(row: dict[str, Cell]) -> dict[str, Cell]:
    """Add the share of the bins that differ to the figures of a set."""
    n_different, k = row["NDB"], row["k"]
    if not isinstance(n_different, int | float) or not isinstance(k, int | float):
        return {**row, SHARE: None}
    return {**row, SHARE: ratio(n_different, k)}
