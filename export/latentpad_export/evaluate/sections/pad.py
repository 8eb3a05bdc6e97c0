"""What the pad plays: whether sounds are of the label that the map shows, new, and as various as real ones."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.classifier import Classifier, pooled
from latentpad_export.evaluate.metrics.descriptors import EAR
from latentpad_export.evaluate.metrics.distributions import mean_distance, nearest_distances
from latentpad_export.evaluate.report.section import Cell, Picture, Section, Table
from latentpad_export.evaluate.sections.examples import examples_of
from latentpad_export.evaluate.sections.pad_plots import draw_grid, draw_outside
from latentpad_export.evaluate.subjects.generated import SIBLINGS, Heards
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

TWINS = 0.99
"""Cosine between spectrograms above which two sounds are alike."""

FEWEST_OF_A_LABEL = 6
"""Sounds of a label, real and made, to compare diversity by."""

KINDS = ("on", "around", "between", SIBLINGS, "outside", "anywhere")

COLUMNS = (*("played", "sounds", "silent", "label agreement", "certainty", "novelty dB", "copies", "twins"),)
NOTE = (
    "On, around and between points of the map, siblings of points (variation 1), outside the clusters (confidence "
    "below 0.5), and anywhere. Label agreement: the classifier hears the label of the point (between: of either end). "
    "Certainty: its mean highest probability. Novelty: median distance to the nearest real sound, root mean square "
    "over 64 bands and two seconds, so that short sounds look near. Copies: nearer to a real sound than nine of ten "
    "real sounds are to another. Twins: sounds with another one of the same row that is nearly the same spectrogram; "
    "the more sounds, the more twins."
)

GRID_NOTE = "The first second of what is played there, 64 mel bands, 80 dB; grey: silent. Thesis, figure 7.9."
OUTSIDE_NOTE = "Where no sound is near: x, y and confidence. Thesis, figure 8.1."


def measure_pads(
    contenders: tuple[Subject, ...], reality: ReferenceSounds, classifier: Classifier | None, seed: int
) -> Section:
    """Compare what bundles play all over their maps."""
    library = flat(reality.features(reality.learnable))
    own_nearest = nearest_distances(library, library, same=True)
    copies_below = float(np.percentile(own_nearest, 10))
    rows = [_real_row(reality, classifier, own_nearest, copies_below)]
    bundles: dict[str, dict[str, Cell]] = {}
    for c in contenders:
        own: dict[str, Cell] = {}
        for kind in KINDS:
            row = _kind_row(c, kind, reality, classifier, library, copies_below)
            rows.append((f"{c.name}, {kind}", *row))
            own |= {f"{kind}: {name}": value for name, value in zip(COLUMNS[1:], row, strict=True)}
        bundles[c.name] = own
    figures: dict[str, object] = {"bundles": bundles, "real": dict(zip(COLUMNS[1:], rows[0][1:], strict=True))}
    tables = [Table("All over the map", COLUMNS, tuple(rows), NOTE)]
    missing = []
    if classifier is None:
        missing.append("Label agreement, certainty, diversity within labels: there is no classifier (see above).")
    else:
        table, diversity = _by_label(contenders, reality, classifier)
        tables.append(table)
        figures["by_label"] = diversity
        for name, own in bundles.items():
            own["diversity"] = middle(diversity[name], "diversity")
            own["diversity of siblings"] = middle(diversity[name], "siblings")
    if not len(contenders[0].heard["outside"].sounding):
        missing.append("Outside the clusters: the map leaves no such place.")
    pictures = [Picture(f"{c.name}: 10 x 10 points of the pad", draw_grid(c.voice), GRID_NOTE) for c in contenders]
    apart = [c for c in contenders if len(c.heard["outside"].sounding)]
    pictures += [Picture(f"{c.name}: outside its clusters", draw_outside(c), OUTSIDE_NOTE) for c in apart]
    examples = tuple(example for c in contenders for example in examples_of(c, seed))
    return Section("pad", "What the pad plays", figures, tuple(tables), tuple(pictures), examples, tuple(missing))


def flat(features: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Average the ear's features over a few frames: [n, d], so that distances are over bands and time."""
    averaged = pooled(features)
    return averaged.reshape(len(features), averaged.shape[1] * averaged.shape[2])


def decibels(distances: NDArray[np.floating], n: int) -> float | None:
    """Turn Euclidean distances of n numbers into the root mean square difference in dB; the median of them."""
    return float(np.median(distances) / np.sqrt(n) * EAR.top_db) if len(distances) else None


def _real_row(
    reality: ReferenceSounds, classifier: Classifier | None, nearest: NDArray[np.floating], copies_below: float
) -> tuple[Cell, ...]:
    """Give the same figures of real sounds that the classifier has not learnt."""
    test = reality.features(reality.test)
    labels = np.array([reality.labels[i] for i in reality.test], dtype=np.str_)
    agreement, certainty = _judged(classifier, test, labels[:, None])
    features = flat(test)
    distances = nearest_distances(features, flat(reality.features(reality.train))) if len(test) else nearest[:0]
    copies = float((distances < copies_below).mean()) if len(test) else None
    novelty = decibels(distances, features.shape[1])
    return "real, held out", len(test), 0, agreement, certainty, novelty, copies, twins(features)


def _kind_row(
    c: Subject,
    kind: str,
    reality: ReferenceSounds,
    classifier: Classifier | None,
    library: NDArray[np.float32],
    copies_below: float,
) -> tuple[Cell, ...]:
    """Give the figures of one kind of points."""
    heard, expected = _of_kind(c, kind, reality)
    if not len(heard.sounding):
        return 0, 0, None, None, None, None, None
    sounding = heard.sounding
    agreement, certainty = _judged(classifier, heard.features[sounding], expected[sounding])
    features = flat(heard.features[sounding])
    distances = nearest_distances(features, library)
    copies = float((distances < copies_below).mean()) if len(distances) else None
    novelty = decibels(distances, features.shape[1])
    silent = int((~sounding).sum())
    return len(sounding), silent, agreement, certainty, novelty, copies, twins(features)


def _of_kind(c: Subject, kind: str, reality: ReferenceSounds) -> tuple[Heards, NDArray[np.str_]]:
    """Give the sounds of a kind and the labels [n, 2] that are expected of them, of either end."""
    if kind == "on":
        own = np.array([reality.labels[i] for i in c.on.indices], dtype=np.str_)
        return c.on.played, np.stack([own, own], axis=1)
    return c.heard[kind], c.expected(kind)


def _judged(
    classifier: Classifier | None, features: NDArray[np.uint8], expected: NDArray[np.str_]
) -> tuple[float | None, float | None]:
    """Give the share of sounds with the expected label, of those of which one is expected, and the certainty."""
    if classifier is None or not len(features):
        return None, None
    judged = classifier(features)
    known = np.isin(expected, classifier.labels).any(axis=1)
    said = np.array(classifier.labels)[judged.labels]
    right = (said[:, None] == expected).any(axis=1)
    agreement = float(right[known].mean()) if known.any() else None
    return agreement, float(judged.probabilities.max(axis=1).mean())


def twins(features: NDArray[np.float32]) -> float | None:
    """Give the share of sounds [n, d] that have another one nearly the same."""
    if len(features) < 2:
        return None
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -1)
    return float((cosine.max(axis=1) > TWINS).mean())


def _by_label(
    contenders: tuple[Subject, ...], reality: ReferenceSounds, classifier: Classifier
) -> tuple[Table, dict[str, dict[str, dict[str, Cell]]]]:
    """Label agreement on points, and diversity of generated sounds over that of the real ones."""
    real_labels = np.array([reality.labels[i] for i in reality.train])
    real = flat(reality.features(reality.train))
    figures = {c.name: dict[str, dict[str, Cell]]() for c in contenders}
    rows = []
    for label in classifier.labels:
        row: list[Cell] = [label]
        for c in contenders:
            heard, expected = _of_kind(c, "on", reality)
            own = (expected[:, 0] == label) & heard.sounding
            agreement, _ = _judged(classifier, heard.features[own], expected[own])
            diversity, siblings = (
                _diversity(c, kind, label, real[real_labels == label]) for kind in ("around", SIBLINGS)
            )
            row += [agreement, diversity, siblings]
            figures[c.name][label] = {"agreement": agreement, "diversity": diversity, "siblings": siblings}
        rows.append(tuple(row))
    columns = ["label"]
    for c in contenders:
        columns += [f"{c.name}: agreement", f"{c.name}: diversity", f"{c.name}: of siblings"]
    note = (
        "Agreement: on points of the map. Diversity: mean distance between sounds generated around points of a label, "
        "over that between the real ones; below 1, they are more alike than real ones. Of siblings: the same with "
        "variation 1."
    )
    return Table("By label", tuple(columns), tuple(rows), note), figures


def _diversity(c: Subject, kind: str, label: str, real: NDArray[np.float32]) -> float | None:
    """Give the mean distance between played sounds of a label over that between the real ones [n, d]."""
    heard = c.heard[kind]
    made = flat(heard.features[(c.expected(kind)[:, 0] == label) & heard.sounding])
    return mean_distance(made) / mean_distance(real) if min(len(made), len(real)) >= FEWEST_OF_A_LABEL else None


def middle(labels: dict[str, dict[str, Cell]], name: str) -> float | None:
    """Give the median of a figure over the labels that have it."""
    found = [value for own in labels.values() if isinstance(value := own.get(name), float)]
    return float(np.median(found)) if found else None
