"""The section on the pad: whether its sounds match the labels of the map, are new, and as varied as real ones."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.metrics.distributions import mean_distance, nearest_distances
from latentpad_export.evaluate.metrics.novelty import flat, median_rms_db, near_duplicate_share
from latentpad_export.evaluate.report.section import Cell, Picture, Section, Table
from latentpad_export.evaluate.sections.examples import pad_examples
from latentpad_export.evaluate.sections.pad_plots import SIDE, draw_grid, draw_outside
from latentpad_export.evaluate.subjects.generated import SIBLINGS, Descriptions
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

MIN_PER_LABEL = 6
"""Fewest sounds of a label, real and generated, to compare diversity."""

KINDS = ("on", "around", "between", SIBLINGS, "outside", "anywhere")

COLUMNS = ("points", "sounds", "silent", "label agreement", "certainty", "novelty dB", "copies", "near duplicates")
KEYS = (*COLUMNS[1:-1], "twins")
"""Names of the same figures in the JSON."""

NOTE = (
    "On, around and between points of the map; siblings: on points, with variation 1; outside the clusters (confidence "
    "below 0.5); anywhere. Label agreement: share of sounds in which the classifier recognises the label of the point "
    "(between: of either end). Certainty: mean of its highest probability. Novelty: median distance to the nearest "
    "real sound, root mean square over 64 bands and two seconds, which makes short sounds look close. Copies: share of "
    "sounds closer to a real sound than nine in ten real sounds are to another. Near duplicates: share of sounds with "
    "a nearly identical spectrogram in the same row; the more sounds, the more of them."
)

GRID_NOTE = "The first second of the sound at each point, 64 mel bands, 80 dB; grey: silent. Thesis, figure 7.9."
OUTSIDE_NOTE = "Points far from any sound: x, y and confidence. Thesis, figure 8.1."


def measure_pad(
    subjects: tuple[Subject, ...], reference: ReferenceSounds, classifier: Classifier | None, seed: int
) -> Section:
    """Compare the sounds that bundles generate all over their maps."""
    library = flat(reference.features(reference.learnable))
    own_nearest = nearest_distances(library, library, same=True)
    copies_below = float(np.percentile(own_nearest, 10))
    rows = [_real_row(reference, classifier, own_nearest, copies_below)]
    bundles: dict[str, dict[str, Cell]] = {}
    for subject in subjects:
        own: dict[str, Cell] = {}
        for kind in KINDS:
            row = _kind_row(subject, kind, reference, classifier, library, copies_below)
            rows.append((f"{subject.name}, {kind}", *row))
            own |= {f"{kind}: {name}": value for name, value in zip(KEYS, row, strict=True)}
        bundles[subject.name] = own
    figures: dict[str, object] = {"bundles": bundles, "real": dict(zip(KEYS, rows[0][1:], strict=True))}
    tables = [Table("Sounds all over the map", COLUMNS, tuple(rows), NOTE)]
    missing = []
    if classifier is None:
        missing.append("Label agreement, certainty, diversity within labels: they need the classifier (see above).")
    else:
        table, diversity = _by_label(subjects, reference, classifier)
        tables.append(table)
        figures["by_label"] = diversity
        for name, own in bundles.items():
            own["diversity"] = median_over_labels(diversity[name], "diversity")
            own["diversity of siblings"] = median_over_labels(diversity[name], "siblings")
    if not len(subjects[0].generated["outside"].sounding):
        missing.append("Outside the clusters: the map has no such points.")
    examples = tuple(example for subject in subjects for example in pad_examples(subject, seed))
    return Section("pad", "The pad", figures, tuple(tables), _plots(subjects), examples, tuple(missing))


def _plots(subjects: tuple[Subject, ...]) -> tuple[Picture, ...]:
    """Plot the grid of each bundle, then the points outside the clusters."""
    grids = [
        Picture(f"{subject.name}: {SIDE} x {SIDE} points of the pad", draw_grid(subject.renderer), GRID_NOTE)
        for subject in subjects
    ]
    outside = [
        Picture(f"{subject.name}: outside its clusters", draw_outside(subject), OUTSIDE_NOTE)
        for subject in subjects
        if len(subject.generated["outside"].sounding)
    ]
    return (*grids, *outside)


def _real_row(
    reference: ReferenceSounds, classifier: Classifier | None, nearest: NDArray[np.floating], copies_below: float
) -> tuple[Cell, ...]:
    """Return the same figures for held-out real sounds."""
    test = reference.features(reference.test)
    labels = np.array([reference.labels[i] for i in reference.test], dtype=np.str_)
    agreement, certainty = _agreement(classifier, test, labels[:, None])
    features = flat(test)
    distances = nearest_distances(features, flat(reference.features(reference.train))) if len(test) else nearest[:0]
    copies = float((distances < copies_below).mean()) if len(test) else None
    novelty = median_rms_db(distances, features.shape[1])
    return "real, held out", len(test), 0, agreement, certainty, novelty, copies, near_duplicate_share(features)


def _kind_row(
    subject: Subject,
    kind: str,
    reference: ReferenceSounds,
    classifier: Classifier | None,
    library: NDArray[np.float32],
    copies_below: float,
) -> tuple[Cell, ...]:
    """Return the figures for one kind of points."""
    sounds, expected = _of_kind(subject, kind, reference)
    if not len(sounds.sounding):
        return 0, 0, None, None, None, None, None
    sounding = sounds.sounding
    agreement, certainty = _agreement(classifier, sounds.features[sounding], expected[sounding])
    features = flat(sounds.features[sounding])
    distances = nearest_distances(features, library)
    copies = float((distances < copies_below).mean()) if len(distances) else None
    novelty = median_rms_db(distances, features.shape[1])
    silent = int((~sounding).sum())
    return len(sounding), silent, agreement, certainty, novelty, copies, near_duplicate_share(features)


def _of_kind(subject: Subject, kind: str, reference: ReferenceSounds) -> tuple[Descriptions, NDArray[np.str_]]:
    """Return the sounds of a kind and the labels [n, 2] expected of them, one per end."""
    if kind == "on":
        own = np.array([reference.labels[i] for i in subject.on.indices], dtype=np.str_)
        return subject.on.generated, np.stack([own, own], axis=1)
    return subject.generated[kind], subject.expected(kind)


def _agreement(
    classifier: Classifier | None, features: NDArray[np.uint8], expected: NDArray[np.str_]
) -> tuple[float | None, float | None]:
    """Return the share of sounds with an expected label that are classified as such, and the mean certainty."""
    if classifier is None or not len(features):
        return None, None
    predictions = classifier(features)
    known = np.isin(expected, classifier.labels).any(axis=1)
    predicted = np.array(classifier.labels)[predictions.labels]
    correct = (predicted[:, None] == expected).any(axis=1)
    agreement = float(correct[known].mean()) if known.any() else None
    return agreement, float(predictions.probabilities.max(axis=1).mean())


def _by_label(
    subjects: tuple[Subject, ...], reference: ReferenceSounds, classifier: Classifier
) -> tuple[Table, dict[str, dict[str, dict[str, Cell]]]]:
    """Return label agreement on points, and diversity of generated sounds relative to real ones, by label."""
    real_labels = np.array([reference.labels[i] for i in reference.train])
    real = flat(reference.features(reference.train))
    figures = {subject.name: dict[str, dict[str, Cell]]() for subject in subjects}
    rows = []
    for label in classifier.labels:
        row: list[Cell] = [label]
        for subject in subjects:
            sounds, expected = _of_kind(subject, "on", reference)
            own = (expected[:, 0] == label) & sounds.sounding
            agreement, _ = _agreement(classifier, sounds.features[own], expected[own])
            diversity, siblings = (
                _diversity(subject, kind, label, real[real_labels == label]) for kind in ("around", SIBLINGS)
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
        "Agreement: label agreement on points of the map. Diversity: mean distance between sounds generated around "
        "points of a label, relative to that between the real ones; below 1, they vary less than real ones. Diversity "
        "of siblings: the same on points, with variation 1."
    )
    return Table("By label", tuple(columns), tuple(rows), note), figures


def _diversity(subject: Subject, kind: str, label: str, real: NDArray[np.float32]) -> float | None:
    """Return the mean distance between generated sounds of a label relative to that between real ones [n, d]."""
    sounds = subject.generated[kind]
    generated = flat(sounds.features[(subject.expected(kind)[:, 0] == label) & sounds.sounding])
    return mean_distance(generated) / mean_distance(real) if min(len(generated), len(real)) >= MIN_PER_LABEL else None


def median_over_labels(labels: dict[str, dict[str, Cell]], name: str) -> float | None:
    """Return the median of a figure over the labels that have it."""
    found = [value for own in labels.values() if isinstance(value := own.get(name), float)]
    return float(np.median(found)) if found else None
