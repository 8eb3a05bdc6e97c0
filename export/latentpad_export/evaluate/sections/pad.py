"""The section on the pad: whether its sounds match the labels of the map, are new, and as varied as real ones."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.metrics.distributions import nearest_distances
from latentpad_export.evaluate.metrics.novelty import copy_distance, flat, median_rms_db, near_duplicate_share
from latentpad_export.evaluate.report.section import Cell, Picture, Section, Table
from latentpad_export.evaluate.sections.examples import pad_examples
from latentpad_export.evaluate.sections.pad_labels import (
    label_agreement,
    measure_labels,
    median_over_labels,
    sounds_of_kind,
)
from latentpad_export.evaluate.sections.pad_plots import SIDE, draw_grid, draw_outside
from latentpad_export.evaluate.subjects.generated import SIBLINGS, Descriptions
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import ON, Subject
from latentpad_export.evaluate.subjects.ways import DETAIL, MODEL, TITLES

KINDS = (ON, "around", "between", SIBLINGS, "outside", "anywhere")

COLUMNS = ("points", "sounds", "silent", "label agreement", "certainty", "novelty dB", "copies", "near duplicates")
KEYS = (*COLUMNS[1:-1], "twins")
"""Names of the same figures in the JSON."""

TWINS_OF_REAL = "anywhere: twins of real"
"""Near duplicates among as many real sounds."""

NOTE = (
    "Played by the model alone, and with the library's own detail where its sounds are at hand. On, around and between "
    "points of the map; siblings: on points, with variation 1; outside the clusters (confidence "
    "below 0.5); anywhere. Label agreement: share of sounds in which the classifier recognises the label of the point "
    "(between: of either end). Certainty: mean of its highest probability. Novelty: median distance to the nearest "
    "real sound, root mean square over 64 bands and two seconds, which makes short sounds look close. Copies: share of "
    "sounds closer to a real sound than nine in ten real sounds are to another. Near duplicates: share of sounds with "
    "a nearly identical spectrogram in the same row; the more sounds, the more of them."
)

GRID_NOTE = "The model alone: the first second at each point, 64 mel bands, 80 dB; grey: silent. Thesis, figure 7.9."
OUTSIDE_NOTE = "The model alone at points far from any sound: x, y and confidence. Thesis, figure 8.1."


def measure_pad(
    subjects: tuple[Subject, ...], reference: ReferenceSounds, classifier: Classifier | None, seed: int
) -> Section:
    """Compare the sounds that bundles play all over their maps, by the model alone and with detail."""
    library = flat(reference.features(reference.learnable))
    own_nearest = nearest_distances(library, library, same=True)
    copies_below = copy_distance(own_nearest)
    rows = [_real_row(reference, classifier, own_nearest, copies_below)]
    bundles: dict[str, dict[str, Cell]] = {}
    detailed: dict[str, dict[str, Cell]] = {}
    for subject in subjects:
        for way, found in ((MODEL, bundles), (DETAIL, detailed)):
            if way == DETAIL and not subject.with_detail:
                continue
            own: dict[str, Cell] = {}
            for kind in KINDS:
                sounds, expected = sounds_of_kind(subject, kind, reference, with_detail=way == DETAIL)
                row = _kind_row(sounds, expected, classifier, library, copies_below)
                rows.append((f"{subject.name}, {TITLES[way]}, {kind}", *row))
                own |= {f"{kind}: {name}": value for name, value in zip(KEYS, row, strict=True)}
            own[TWINS_OF_REAL] = _twins_of_real(library, len(subject.generated["anywhere"].sounding), seed)
            found[subject.name] = own
    real = dict(zip(KEYS, rows[0][1:], strict=True))
    figures: dict[str, object] = {"bundles": bundles, "with_detail": detailed, "real": real}
    tables = [Table("Sounds all over the map", COLUMNS, tuple(rows), NOTE)]
    missing = []
    if classifier is None:
        missing.append("Label agreement, certainty, diversity within labels: they need the classifier (see above).")
    else:
        table, diversity = measure_labels(subjects, reference, classifier)
        tables.append(table)
        figures["by_label"] = diversity
        for name, own in bundles.items():
            own["diversity"] = median_over_labels(diversity[name], "diversity")
            own["diversity of siblings"] = median_over_labels(diversity[name], "siblings")
    if not len(subjects[0].generated["outside"].sounding):
        missing.append("Outside the clusters: the map has no such points.")
    examples = tuple(example for subject in subjects for example in pad_examples(subject, reference, seed))
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
    units = reference.units[reference.test]
    agreement, certainty = label_agreement(classifier, test, labels[:, None], units)
    features = flat(test)
    distances = nearest_distances(features, flat(reference.features(reference.train))) if len(test) else nearest[:0]
    copies = mean(distances < copies_below, units)
    novelty = median_rms_db(distances, features.shape[1], units)
    return "real, held out", len(test), 0, agreement, certainty, novelty, copies, near_duplicate_share(features)


def _twins_of_real(library: NDArray[np.float32], n: int, seed: int) -> float | None:
    """Return the share of near duplicates among as many real sounds: the more sounds, the more of them there are."""
    drawn = np.random.default_rng(seed).permutation(len(library))[:n]
    return near_duplicate_share(library[drawn]) if len(drawn) == n else None


def _kind_row(
    sounds: Descriptions,
    expected: NDArray[np.str_],
    classifier: Classifier | None,
    library: NDArray[np.float32],
    copies_below: float,
) -> tuple[Cell, ...]:
    """Return the figures for one kind of points, of whose sounds the labels [n, 2] are expected."""
    if not len(sounds.sounding):
        return 0, 0, None, None, None, None, None
    sounding = sounds.sounding
    units = sounds.units[sounding]
    agreement, certainty = label_agreement(classifier, sounds.features[sounding], expected[sounding], units)
    features = flat(sounds.features[sounding])
    distances = nearest_distances(features, library)
    copies = mean(distances < copies_below, units)
    novelty = median_rms_db(distances, features.shape[1], units)
    silent = int((~sounding).sum())
    return len(sounding), silent, agreement, certainty, novelty, copies, near_duplicate_share(features)
