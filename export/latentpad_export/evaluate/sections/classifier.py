"""The section on the classifier, which is trained once, kept in the work folder, and itself evaluated."""

import pickle
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from latentpad_export.evaluate.cache import write_file
from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.metrics.classifier import (
    MIN_PER_LABEL,
    Classifier,
    Network,
    known_labels,
    train_classifier,
)
from latentpad_export.evaluate.report.section import Cell, Section, Table
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds

NAME, TITLE = "judge", "Classifier"

MIN_LABELS = 2

NOTE = (
    "A small convolutional network on 64 mel bands, trained on the training split only, with all labels drawn equally "
    "often. Its predictions for generated sounds are as reliable as those for the held-out sounds, which are whole "
    "kits where kits are known."
)


def load_or_train_classifier(reference: ReferenceSounds, work: Path, seed: int) -> Classifier | None:
    """Load the classifier of an interrupted run, or train it; None if there are too few labels."""
    labels = [reference.labels[i] for i in reference.train]
    return load_or_train(lambda: reference.features(reference.train), labels, work / "classifier.pt", seed)


def load_or_train(
    features: Callable[[], NDArray[np.uint8]], labels: list[str], path: Path, seed: int
) -> Classifier | None:
    """Load a classifier from a file, or train it and write it there; None if there are too few labels.

    Parameters
    ----------
    features : callable
        Returns the features [n, n_bands, n_frames] of real sounds.
    labels : list of str
        [n].
    path : Path
    seed : int
    """
    known = known_labels(labels)
    if len(known) < MIN_LABELS:
        return None
    network = Network(len(known))
    try:
        network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        return Classifier(known, network)
    except (OSError, RuntimeError, EOFError, LookupError, ValueError, pickle.UnpicklingError):
        pass  # missing or truncated
    classifier = train_classifier(features(), labels, seed)
    buffer = BytesIO()
    torch.save(classifier.network.state_dict(), buffer)
    write_file(path, buffer.getvalue())
    return classifier


def measure_classifier(reference: ReferenceSounds, classifier: Classifier | None) -> Section:
    """Measure the accuracy of the classifier."""
    if classifier is None:
        why = (
            f"Classifier: needs {MIN_LABELS} labels with {MIN_PER_LABEL} sounds each; sort the sounds into "
            "folders named after what they are. Without it, there is no Fréchet distance, precision, recall or "
            "label agreement."
        )
        return Section(NAME, TITLE, {"labels": [], "accuracy": None}, missing=(why,))
    labels = np.array([reference.labels[i] for i in reference.test], dtype=np.str_)
    predicted = np.array(classifier.labels)[classifier(reference.features(reference.test)).labels]
    units = reference.units[reference.test]
    rows: list[tuple[Cell, ...]] = []
    for label in classifier.labels:
        own = labels == label
        recognised = mean(predicted[own] == label, units[own])
        rows.append(
            (label, int(sum(reference.labels[i] == label for i in reference.train)), int(own.sum()), recognised)
        )
    known = np.isin(labels, classifier.labels)
    accuracy = mean(predicted[known] == labels[known], units[known])
    rows.append(("(all)", len(reference.train), int(known.sum()), accuracy))
    missing = () if known.any() else ("Accuracy of the classifier: the library is too small to hold sounds out.",)
    figures = {
        "labels": list(classifier.labels),
        "accuracy": accuracy,
        "chance": 1 / len(classifier.labels),
        "by_label": {str(name): share for name, _, _, share in rows[:-1]},
    }
    table = Table(
        "Accuracy of the classifier", ("label", "training sounds", "held-out sounds", "accuracy"), tuple(rows), NOTE
    )
    return Section(NAME, TITLE, figures, (table,), missing=missing)
