"""What a model can do (thesis, tables 7.3 and 7.4): unknown sounds rebuilt, and whether it makes all that is there."""

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.metrics.classifier import Classifier
from latentpad_export.evaluate.metrics.distributions import precision_recall
from latentpad_export.evaluate.report.section import Cell, Picture, Section, Table
from latentpad_export.evaluate.sections.examples import rebuilt_examples
from latentpad_export.evaluate.sections.model_plots import draw_bins
from latentpad_export.evaluate.sections.sets import (
    BINS_NOTE,
    DISTRIBUTION_COLUMNS,
    DISTRIBUTION_NOTE,
    distribution_rows,
)
from latentpad_export.evaluate.subjects.reconstructed import COLUMNS, Rebuilt
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject

FEWEST_OF_A_LABEL = 12
"""Sounds of a label, real and made, for precision and recall within it."""


def measure_models(
    contenders: tuple[Subject, ...], reality: ReferenceSounds, classifier: Classifier | None, seed: int
) -> Section:
    """Compare bundles by the sounds that they rebuild and make."""
    tables, missing = [rebuilt_table(contenders)], []
    figures: dict[str, object] = {"bundles": {c.name: {"rebuilt": rebuilt_figures(c.rebuilt)} for c in contenders}}
    if not len(contenders[0].rebuilt.indices):
        missing.append(
            f"Held-out sounds: the bundles have learnt from all of {reality.name}, or do not say from which; "
            "name another library, or one whose samples.csv has a column split with test kits."
        )
    elif not any(len(c.on.indices) for c in contenders):
        missing.append(
            f"Certainty that they are unknown: no sound of {reality.name} is on a map, so nothing says whether a "
            "bundle has learnt from it under other names."
        )
    if labels := sorted({reality.labels[i] for i in contenders[0].rebuilt.indices} - {""}):
        tables.append(labels_table(contenders, reality, labels))
    rows, bins, absent = distribution_rows(contenders, reality, classifier, seed)
    missing += absent
    figures["distributions"] = {name: dict(zip(DISTRIBUTION_COLUMNS[1:], row, strict=True)) for name, *row in rows}
    tables.append(Table("Sets of sounds", DISTRIBUTION_COLUMNS, tuple(rows), DISTRIBUTION_NOTE))
    if classifier is not None:
        table, by_label = by_label_table(contenders, reality, classifier)
        tables.append(table)
        figures["by_label"] = by_label
    pictures = (Picture("Bins", draw_bins(bins), BINS_NOTE),) if bins else ()
    examples = rebuilt_examples(contenders, reality)
    return Section("model", "Model", figures, tuple(tables), pictures, examples, tuple(missing))


REBUILT_COLUMNS = (
    *("model", "sounds", "distance dB", "texture averaged out dB", "below 8 kHz dB"),
    *("STFT distance", "fingerprint", "ODG", "silent"),
)
REBUILT_NOTE = (
    "Sounds that no bundle here has learnt from, through encoder and decoder to finished audio. Distance: mean "
    "absolute difference of 64 mel bands where either is audible; texture averaged out: the same, after averaging both "
    "over 8 frames (46 ms); below 8 kHz: each sound at a level of its own there. STFT distance: multi-resolution, 0 "
    "for the same magnitudes. Fingerprint: Chromaprint, 100 for the same; unrelated drums have about 25. A silent one "
    "counts as far away as silence is."
)


def rebuilt_table(contenders: tuple[Subject, ...]) -> Table:
    """Set the bundles side by side."""
    rows = tuple((c.name, *rebuilt_figures(c.rebuilt).values()) for c in contenders)
    return Table("Unknown sounds, rebuilt", REBUILT_COLUMNS, rows, REBUILT_NOTE)


def rebuilt_figures(rebuilt: Rebuilt) -> dict[str, Cell]:
    """Give means over the sounds."""
    means: dict[str, Cell] = {name: mean(rebuilt.column(name)) for name in COLUMNS}
    return {"sounds": len(rebuilt.indices), **means, "silent": int((~rebuilt.heard.sounding).sum())}


def labels_table(contenders: tuple[Subject, ...], reality: ReferenceSounds, labels: list[str]) -> Table:
    """Give distances, and ODG where it is there, for each label (thesis, table 7.4)."""
    graded = any(np.isfinite(c.rebuilt.column("odg")).any() for c in contenders)
    columns = ["label", "sounds"]
    for c in contenders:
        columns += [f"{c.name}: dB", *([f"{c.name}: ODG", f"{c.name}: best ODG"] if graded else [])]
    own = {c.name: np.array([reality.labels[i] for i in c.rebuilt.indices]) for c in contenders}
    rows = []
    for label in labels:
        row: list[Cell] = [label, int((own[contenders[0].name] == label).sum())]
        for c in contenders:
            members = own[c.name] == label
            row.append(mean(c.rebuilt.column("distance")[members]))
            odg = c.rebuilt.column("odg")[members]
            row += [mean(odg), float(np.nanmax(odg)) if np.isfinite(odg).any() else None] if graded else []
        rows.append(tuple(row))
    return Table("The same by label", tuple(columns), tuple(rows))


def by_label_table(
    contenders: tuple[Subject, ...], reality: ReferenceSounds, classifier: Classifier
) -> tuple[Table, dict[str, dict[str, dict[str, Cell]]]]:
    """Precision, recall, density and coverage of generated sounds within each label."""
    real = classifier(reality.features(reality.train)).features
    labels = np.array([reality.labels[i] for i in reality.train])
    columns = ["label", "real"]
    for c in contenders:
        columns += [f"{c.name}: {name}" for name in ("made", "precision", "recall", "density", "coverage")]
    rows, figures = [], {c.name: dict[str, dict[str, Cell]]() for c in contenders}
    hidden = {c.name: classifier(c.heard["around"].features).features for c in contenders}
    for label in classifier.labels:
        row: list[Cell] = [label, int((labels == label).sum())]
        for c in contenders:
            made = hidden[c.name][(c.expected("around")[:, 0] == label) & c.heard["around"].sounding]
            enough = min(len(made), int((labels == label).sum())) >= FEWEST_OF_A_LABEL
            found = precision_recall(real[labels == label], made)._asdict() if enough else {}
            row += [len(made), *(found.get(name) for name in ("precision", "recall", "density", "coverage"))]
            figures[c.name][label] = {"made": len(made), **found}
        rows.append(tuple(row))
    note = (
        f"Where there are at least {FEWEST_OF_A_LABEL} of either. The real ones are not thinned out: compare bundles, "
        "not labels."
    )
    return Table("Generated sounds within each label", tuple(columns), tuple(rows), note), figures


def mean(values: NDArray[np.float64]) -> float | None:
    """Give the mean of what is there."""
    return float(np.nanmean(values)) if np.isfinite(values).any() else None
