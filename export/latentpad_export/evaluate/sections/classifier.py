"""The classifier of an evaluation: made once, kept in the work folder, and judged itself."""

import pickle
from io import BytesIO
from pathlib import Path

import numpy as np
import torch

from latentpad_export.evaluate.cache import write_whole
from latentpad_export.evaluate.metrics.classifier import (
    FEWEST_OF_A_LABEL,
    Classifier,
    Network,
    known_labels,
    train_classifier,
)
from latentpad_export.evaluate.report.section import Cell, Section, Table
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds

FEWEST_LABELS = 2

NOTE = (
    "A small convolutional network on 64 mel bands, trained on the learnt split only, each label drawn as often. What "
    "it says of played sounds is worth as much as what it says of the sounds held out: whole kits where kits are known."
)


def judge(reality: ReferenceSounds, work: Path, seed: int) -> Classifier | None:
    """Train the classifier, or take that of an earlier run; None where there are too few labels."""
    labels = [reality.labels[i] for i in reality.train]
    known = known_labels(labels)
    if len(known) < FEWEST_LABELS:
        return None
    path = work / "classifier.pt"
    network = Network(len(known))
    try:
        network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        return Classifier(known, network)
    except (OSError, RuntimeError, EOFError, LookupError, ValueError, pickle.UnpicklingError):
        pass  # not there, or cut off
    classifier = train_classifier(reality.features(reality.train), labels, seed)
    buffer = BytesIO()
    torch.save(classifier.network.state_dict(), buffer)
    write_whole(path, buffer.getvalue())
    return classifier


def measure_judge(reality: ReferenceSounds, classifier: Classifier | None) -> Section:
    """Say how far the classifier can be trusted."""
    if classifier is None:
        why = (
            f"Classifier: needs {FEWEST_LABELS} labels with {FEWEST_OF_A_LABEL} sounds each; put sounds into folders "
            "that are named by what they are. Without it there is no Fréchet distance, no precision and recall, and no "
            "label agreement."
        )
        return Section("judge", "The judge", {"labels": [], "accuracy": None}, missing=(why,))
    labels = np.array([reality.labels[i] for i in reality.test], dtype=np.str_)
    said = np.array(classifier.labels)[classifier(reality.features(reality.test)).labels]
    rows: list[tuple[Cell, ...]] = []
    for label in classifier.labels:
        own = labels == label
        right = float((said[own] == label).mean()) if own.any() else None
        rows.append((label, int(sum(reality.labels[i] == label for i in reality.train)), int(own.sum()), right))
    known = np.isin(labels, classifier.labels)
    accuracy = float((said[known] == labels[known]).mean()) if known.any() else None
    rows.append(("(all)", len(reality.train), int(known.sum()), accuracy))
    missing = () if known.any() else ("The classifier's accuracy: the library is too small to leave sounds out.",)
    figures = {
        "labels": list(classifier.labels),
        "accuracy": accuracy,
        "chance": 1 / len(classifier.labels),
        "by_label": {str(name): right for name, _, _, right in rows[:-1]},
    }
    table = Table("Accuracy of the classifier", ("label", "learnt", "held out", "right"), tuple(rows), NOTE)
    return Section("judge", "The judge", figures, (table,), missing=missing)
