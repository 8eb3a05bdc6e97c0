"""Provenance of a bundle: the bundle it builds on (its parent), licences, training figures and versions."""

from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad import __version__
from latentpad.bundle.bundle import Bundle
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.matching import find_on_map
from latentpad_export.data.split import Split
from latentpad_export.training.progress import Progress


def training_licence(licence: str, parent: Bundle | None) -> str:
    """Return the licence of the training data, here and in the bundle whose weights the training started from."""
    return licence if parent is None or parent.licence == licence else f"{parent.licence}; fine-tuned on: {licence}"


def map_licence(licence: str, parent: Bundle) -> str:
    """Return the licence of a bundle's networks and that of the library on the new map."""
    return f"{parent.licence}; map: {licence}"


def training_figures(progress: Progress, n_train: int, n_val: int, parent: Bundle | None) -> dict[str, Any]:
    """Return the figures of a training, as a bundle and its model card show them."""
    start = {"began_with": identity(parent)} if parent else {}
    return {
        **start,
        "learnt_from": n_train,
        "held_out": n_val,
        "steps": progress.step,
        "minutes": round(progress.seconds / 60, 1),
        "held_out_error_db": round(progress.validation, 2),
        "rollbacks": progress.rollbacks,
    }


def unseen_sounds(split: Split, features: FeatureSet, parent: Bundle | None) -> NDArray[np.bool_]:
    """Mark the mapped sounds [n] that no training has used, neither this one nor the parent's."""
    unseen = np.isin(split.mapped, np.setdiff1d(split.val, split.train))
    if parent:
        names = [features.sounds[i].name for i in split.mapped]
        unseen[list(find_on_map(names, features.peaks[split.mapped], parent.map))] = False
    return unseen


def identity(bundle: Bundle) -> str:
    """Return a bundle's name and the beginning of its digest."""
    return f"{bundle.name} {bundle.digest[:12]}"


def versions() -> dict[str, str]:
    """Return the versions of latentpad and of the libraries that a bundle depends on."""
    found = {"latentpad": __version__}
    for name in ("torch", "umap-learn", "librosa", "onnx"):
        with suppress(PackageNotFoundError):  # maps need some of them only
            found[name] = version(name)
    return found
