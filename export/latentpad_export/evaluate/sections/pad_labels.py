"""Labels on the pad: whether sounds are classified as those around them, and as varied as real ones within a label."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.bootstrap import Units, mean
from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.metrics.distributions import mean_distance
from latentpad_export.evaluate.metrics.estimate import median_of, ratio
from latentpad_export.evaluate.metrics.novelty import flat
from latentpad_export.evaluate.report.section import Cell, Table
from latentpad_export.evaluate.subjects.generated import SIBLINGS, Descriptions
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import ON, Subject

MIN_PER_LABEL = 6
"""Fewest sounds of a label, real and generated, to compare diversity."""


def sounds_of_kind(
    subject: Subject, kind: str, reference: ReferenceSounds, with_detail: bool = False
) -> tuple[Descriptions, NDArray[np.str_]]:
    """Return the sounds of a kind and the labels [n, 2] expected of them, one per end."""
    if kind == ON:
        own = np.array([reference.labels[i] for i in subject.on.indices], dtype=np.str_)
        sounds = subject.with_detail[kind] if with_detail else subject.on.generated
        return sounds, np.stack([own, own], axis=1)
    return (subject.with_detail if with_detail else subject.generated)[kind], subject.expected(kind)


def label_agreement(
    classifier: Classifier | None,
    features: NDArray[np.uint8],
    expected: NDArray[np.str_],
    units: Units,
) -> tuple[float | None, float | None]:
    """Return the share of sounds with an expected label that are classified as such, and the mean certainty."""
    if classifier is None or not len(features):
        return None, None
    predictions = classifier(features)
    known = np.isin(expected, classifier.labels).any(axis=1)
    predicted = np.array(classifier.labels)[predictions.labels]
    correct = (predicted[:, None] == expected).any(axis=1)
    agreement = mean(correct[known], units[known])
    return agreement, mean(predictions.probabilities.max(axis=1), units)


def measure_labels(
    subjects: tuple[Subject, ...], reference: ReferenceSounds, classifier: Classifier
) -> tuple[Table, dict[str, dict[str, dict[str, Cell]]]]:
    """Return label agreement on points, and diversity of generated sounds relative to real ones, by label."""
    real_labels = np.array([reference.labels[i] for i in reference.train])
    real, real_units = flat(reference.features(reference.train)), reference.units[reference.train]
    figures = {subject.name: dict[str, dict[str, Cell]]() for subject in subjects}
    rows = []
    for label in classifier.labels:
        row: list[Cell] = [label]
        for subject in subjects:
            sounds, expected = sounds_of_kind(subject, ON, reference)
            own = (expected[:, 0] == label) & sounds.sounding
            agreement, _ = label_agreement(classifier, sounds.features[own], expected[own], sounds.units[own])
            diversity, siblings = (
                _diversity(subject, kind, label, real[real_labels == label], real_units[real_labels == label])
                for kind in ("around", SIBLINGS)
            )
            row += [agreement, diversity, siblings]
            figures[subject.name][label] = {"agreement": agreement, "diversity": diversity, "siblings": siblings}
        rows.append(tuple(row))
    columns = ["label"]
    for subject in subjects:
        columns += [
            f"{subject.name}: agreement",
            f"{subject.name}: diversity",
            f"{subject.name}: diversity of siblings",
        ]
    note = (
        "Of the model alone. Agreement: label agreement on points of the map. Diversity: mean distance between sounds "
        "generated around points of a label, relative to that between the real ones; below 1, they vary less than real "
        "ones. Diversity of siblings: the same on points, with variation 1."
    )
    return Table("By label", tuple(columns), tuple(rows), note), figures


def _diversity(subject: Subject, kind: str, label: str, real: NDArray[np.float32], real_units: Units) -> float | None:
    """Return the mean distance between generated sounds of a label relative to that between real ones [n, d]."""
    sounds = subject.generated[kind]
    own = sounds.take((subject.expected(kind)[:, 0] == label) & sounds.sounding)
    if min(len(own.sounding), len(real)) < MIN_PER_LABEL:
        return None
    return ratio(mean_distance(flat(own.features), own.units), mean_distance(real, real_units))


def median_over_labels(labels: dict[str, dict[str, Cell]], name: str) -> float | None:
    """Return the median of a figure over the labels that have it."""
    found = [value for own in labels.values() if isinstance(value := own.get(name), float)]
    return median_of(found)
