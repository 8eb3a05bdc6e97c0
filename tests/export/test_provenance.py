"""The provenance of a bundle: licences, figures of its training, and the sounds that no training used."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra [export]")
pytest.importorskip("torch", reason="needs the extra [export]")

from latentpad.bundle.bundle import Bundle
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.library import Sound
from latentpad_export.data.split import Split
from latentpad_export.provenance import map_licence, training_figures, training_licence, unseen_sounds, versions
from latentpad_export.training.progress import Progress


def test_the_licence_names_that_of_the_parent_where_it_differs(toy: Bundle) -> None:
    parent = replace(toy, licence="CC-BY-4.0")
    assert training_licence("CC0-1.0", None) == "CC0-1.0"
    assert training_licence("CC-BY-4.0", parent) == "CC-BY-4.0"
    assert training_licence("CC0-1.0", parent) == "CC-BY-4.0; fine-tuned on: CC0-1.0"
    assert map_licence("CC0-1.0", parent) == "CC-BY-4.0; map: CC0-1.0"


def test_figures_are_rounded_and_name_the_parent_first(toy: Bundle) -> None:
    progress = Progress(step=200, seconds=100.0, validation=6.789, rollbacks=1)
    figures = training_figures(progress, n_train=90, n_val=10, parent=replace(toy, digest="0123456789abcdef"))
    assert list(figures.items()) == [
        ("began_with", "toy 0123456789ab"),
        ("learnt_from", 90),
        ("held_out", 10),
        ("steps", 200),
        ("minutes", 1.7),
        ("held_out_error_db", 6.79),
        ("rollbacks", 1),
    ]
    assert "began_with" not in training_figures(progress, 90, 10, None)


def features(names: list[str]) -> FeatureSet:
    sounds = tuple(Sound(Path(name), name, "", "", "") for name in names)
    n = len(names)
    peaks = np.full(n, 0.5, dtype=np.float32)
    return FeatureSet(np.zeros((n, 1, 1), dtype=np.uint8), np.arange(n), sounds, np.ones(n, np.float32), peaks, ())


def test_unseen_sounds_are_validation_sounds_unknown_to_the_parent(toy: Bundle) -> None:
    known = str(toy.map.names[0])
    found = features(["a.wav", "b.wav", known, "c.wav"])
    split = Split(train=np.array([0]), val=np.array([1, 2, 3]), mapped=np.arange(4))
    assert unseen_sounds(split, found, None).tolist() == [False, True, True, True]
    assert unseen_sounds(split, found, toy).tolist() == [False, True, False, True]
    both = Split(train=np.arange(4), val=np.arange(4), mapped=np.arange(4))
    assert not unseen_sounds(both, found, None).any()


def test_versions_are_those_of_the_libraries_that_shape_a_bundle() -> None:
    assert list(versions()) == ["latentpad", "torch", "umap-learn", "librosa", "onnx"]
