"""A library that is evaluated, and the toy with that library on its map."""

import pytest


@pytest.fixture
def reference(own_library, tmp_path):
    """The sounds of the toy's map, read as an evaluation does."""
    pytest.importorskip("librosa", reason="needs the extra [export]")
    from latentpad_export.data.library import scan
    from latentpad_export.evaluate.subjects.reference_sounds import read_library

    work = tmp_path / "work"
    work.mkdir()
    return read_library(scan(own_library), work, seed=0)


@pytest.fixture
def few_trees(monkeypatch):
    """Tell sounds apart with a small forest, to save time."""
    pytest.importorskip("sklearn", reason="needs the extra [export]")
    monkeypatch.setattr("latentpad_export.evaluate.metrics.told.N_TREES", 5)
