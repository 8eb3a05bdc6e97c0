"""The section on the model (thesis, tables 7.3 and 7.4): reconstruction of unseen sounds, sets of generated ones."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.metrics.distributions import precision_recall
from latentpad_export.evaluate.report.section import Cell, Picture, Section, Table
from latentpad_export.evaluate.sections.examples import reconstruction_examples
from latentpad_export.evaluate.sections.model_plots import draw_bins
from latentpad_export.evaluate.sections.models_reference import nearest_figures, set_figures, with_share
from latentpad_export.evaluate.sections.sets import (
    BINS_NOTE,
    DISTRIBUTION_COLUMNS,
    DISTRIBUTION_NOTE,
    distribution_rows,
)
from latentpad_export.evaluate.subjects.reconstructed import COLUMNS, Reconstructed
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

GRADERS = {"ViSQOL": "visqol", "ODG": "odg"}
"""Names of the grades of table 7.4, and their columns."""

MIN_PER_LABEL = 12
"""Sounds of a label, real and generated, needed for precision and recall within it."""


def measure_models(
    subjects: tuple[Subject, ...], reference: ReferenceSounds, classifier: Classifier | None, seed: int
) -> Section:
    """Compare the sounds that bundles reconstruct and generate."""
    tables, missing = [reconstruction_table(subjects)], _missing(subjects, reference)
    figures: dict[str, object] = {
        "bundles": {subject.name: {"rebuilt": reconstruction_figures(subject.reconstructed)} for subject in subjects}
    }
    if labels := sorted({reference.labels[i] for i in subjects[0].reconstructed.indices} - {""}):
        tables.append(labels_table(subjects, reference, labels))
    rows, bins, absent = distribution_rows(subjects, reference, classifier, seed)
    missing += absent
    distributions = {
        str(name): with_share(dict(zip(DISTRIBUTION_COLUMNS[1:], row, strict=True))) for name, *row in rows
    }
    figures["distributions"] = distributions
    figures["real"] = {"rebuilt": nearest_figures(subjects[0], reference), "sets": set_figures(distributions)}
    tables.append(Table("Distributions of sounds", DISTRIBUTION_COLUMNS, tuple(rows), DISTRIBUTION_NOTE))
    if classifier is not None:
        table, by_label = by_label_table(subjects, reference, classifier)
        tables.append(table)
        figures["by_label"] = by_label
    pictures = (Picture("Bins", draw_bins(bins), BINS_NOTE),) if bins else ()
    examples = reconstruction_examples(subjects, reference)
    return Section("model", "The model alone", figures, tuple(tables), pictures, examples, tuple(missing))


def _missing(subjects: tuple[Subject, ...], reference: ReferenceSounds) -> list[str]:
    """Return sentences on the unseen sounds, if there are none or if that is uncertain."""
    if not len(subjects[0].reconstructed.indices):
        return [
            f"Reconstruction of unseen sounds: the bundles have learnt from all of {reference.name}, or do not record "
            "which; use another library, or one whose samples.csv has a column split with test kits."
        ]
    if not any(len(subject.on.indices) for subject in subjects):
        return [
            f"Check that sounds are unseen: no sound of {reference.name} is on a map, so a bundle may have learnt from "
            "them under other names."
        ]
    return []


RECONSTRUCTION_COLUMNS = (
    *("model", "sounds", "distance (dB)", "texture averaged out (dB)", "below 8 kHz (dB)"),
    *("STFT distance", "fingerprint", "ViSQOL", "ODG", "without ODG", "silent"),
)
RECONSTRUCTION_NOTE = (
    "Sounds that no bundle here has learnt from, through encoder and decoder to finished audio. Distance: mean "
    "absolute difference of 64 mel bands where either is audible. Texture averaged out: the same, after averaging "
    "both over 8 frames (46 ms). Below 8 kHz: the same for these bands only, each sound normalised there. STFT "
    "distance: multi-resolution, 0 for equal magnitudes. Fingerprint: Chromaprint, 100 for equal ones; unrelated "
    "drums have about 25. ViSQOL: 4.73 for the same, 1 is bad. ODG (PEAQ): 0 is imperceptible, -4 very annoying; "
    "without ODG: sounds that `peaq` was given and did not grade. Fingerprint, ViSQOL and ODG are of some of the "
    "sounds. Silent reconstructions are measured as silence."
)


LABELS_NOTE = (
    "With ViSQOL, with ODG: number of sounds that have a grade. Only some are graded, and the best of few is lower "
    "than that of many: the thesis graded all of its 1,027 and had 768 to 845 grades."
)


def reconstruction_table(subjects: tuple[Subject, ...]) -> Table:
    """Return the table of reconstructions, one row per bundle."""
    rows = tuple((subject.name, *reconstruction_figures(subject.reconstructed).values()) for subject in subjects)
    return Table("Reconstruction of unseen sounds", RECONSTRUCTION_COLUMNS, rows, RECONSTRUCTION_NOTE)


def reconstruction_figures(reconstructed: Reconstructed) -> dict[str, Cell]:
    """Return means over the sounds."""
    units = reconstructed.descriptions.units
    means: dict[str, Cell] = {name: mean(reconstructed.column(name), units) for name in COLUMNS}
    n_grades = int(np.isfinite(reconstructed.column("odg")).sum())
    return {
        "sounds": len(reconstructed.indices),
        **means,
        "without_odg": reconstructed.n_graded - n_grades if n_grades else None,
        "silent": int((~reconstructed.descriptions.sounding).sum()),
    }


def labels_table(subjects: tuple[Subject, ...], reference: ReferenceSounds, labels: list[str]) -> Table:
    """Return distances, and the grades that are available, for each label (thesis, table 7.4)."""
    graders = [
        (name, column)
        for name, column in GRADERS.items()
        if any(np.isfinite(subject.reconstructed.column(column)).any() for subject in subjects)
    ]
    columns = ["label", "sounds"]
    for subject in subjects:
        columns += [
            f"{subject.name}: distance (dB)",
            *(f"{subject.name}: {cell}" for name, _ in graders for cell in (name, f"best {name}", f"with {name}")),
        ]
    own = {subject.name: np.array([reference.labels[i] for i in subject.reconstructed.indices]) for subject in subjects}
    rows = []
    for label in labels:
        row: list[Cell] = [label, int((own[subjects[0].name] == label).sum())]
        for subject in subjects:
            members = own[subject.name] == label
            row.append(mean(subject.reconstructed.column("distance")[members]))
            for _, column in graders:
                row += _grades(subject.reconstructed.column(column)[members])
        rows.append(tuple(row))
    return Table("Reconstruction by label", tuple(columns), tuple(rows), LABELS_NOTE if graders else "")


def _grades(grades: NDArray[np.float64]) -> list[Cell]:
    """Return mean and best grade, and the number of sounds that have one."""
    finite = grades[np.isfinite(grades)]
    return [mean(grades), float(finite.max()) if len(finite) else None, len(finite)]


def by_label_table(
    subjects: tuple[Subject, ...], reference: ReferenceSounds, classifier: Classifier
) -> tuple[Table, dict[str, dict[str, dict[str, Cell]]]]:
    """Return precision, recall, density and coverage of generated sounds within each label."""
    real = classifier(reference.features(reference.train)).features
    labels, units = np.array([reference.labels[i] for i in reference.train]), reference.units[reference.train]
    columns = ["label", "real sounds"]
    for subject in subjects:
        columns += [f"{subject.name}: {name}" for name in ("sounds", "precision", "recall", "density", "coverage")]
    rows, figures = [], {subject.name: dict[str, dict[str, Cell]]() for subject in subjects}
    hidden = {subject.name: classifier(subject.generated["around"].features).features for subject in subjects}
    for label in classifier.labels:
        row: list[Cell] = [label, int((labels == label).sum())]
        for subject in subjects:
            around = subject.generated["around"]
            own = (subject.expected("around")[:, 0] == label) & around.sounding
            generated = hidden[subject.name][own]
            enough = min(len(generated), int((labels == label).sum())) >= MIN_PER_LABEL
            both = units[labels == label], around.units[own]
            found = precision_recall(real[labels == label], generated, both)._asdict() if enough else {}
            row += [len(generated), *(found.get(name) for name in ("precision", "recall", "density", "coverage"))]
            figures[subject.name][label] = {"made": len(generated), **found}
        rows.append(tuple(row))
    note = (
        f"For labels with at least {MIN_PER_LABEL} real and generated sounds. The numbers of real sounds differ: "
        "compare bundles, not labels."
    )
    return Table("Generated sounds within each label", tuple(columns), tuple(rows), note), figures
