"""Figures of real sounds in the measures of the section on detail."""

import numpy as np

from latentpad_export.evaluate.metrics.novelty import flat, near_duplicate_share
from latentpad_export.evaluate.sections.detail_figures import Figures, half_way_figures
from latentpad_export.evaluate.subjects import spots as kinds
from latentpad_export.evaluate.subjects.detail import DetailSubject


def real_figures(subject: DetailSubject) -> dict[str, Figures]:
    """Measure real sounds as if they had been played.

    Returns
    -------
    dict
        Half-way: the figures of the real sound nearest to each point half-way, apart from its parents; the best that
        the library itself has there. Inside: near duplicates among the real sounds around the points. Of the sounds
        that were measured; a kind without any is empty.
    """
    inside = subject.real(subject.spots[kinds.INSIDE].rows)
    return {
        kinds.HALF_WAY: _half_way(subject),
        kinds.INSIDE: {"twins": near_duplicate_share(flat(inside.descriptions.features[inside.sounding]))},
    }


def _half_way(subject: DetailSubject) -> Figures:
    """Return the figures of the real sounds nearest to the points half-way."""
    spots, points = subject.spots[kinds.HALF_WAY], subject.bundle.map.points
    found = []
    for first, second in zip(spots.rows, spots.others, strict=True):
        others = subject.rows[(subject.rows != first) & (subject.rows != second)]
        if len(others):
            middle = (points[first] + points[second]) / 2
            found.append((int(first), int(second), int(others[np.hypot(*(points[others] - middle).T).argmin()])))
    if not found:
        return {}
    first, second, nearest = (subject.real(np.array(rows, dtype=np.int64)) for rows in zip(*found, strict=True))
    return half_way_figures(nearest, first, second, with_forest=False)
