"""Which labels of a map were told by the sounds: kept, absent in other bundles, checked."""

from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.bundle import load_bundle, save_bundle

N = 32


def saved(bundle, path, by_sound):
    save_bundle(replace(bundle, map=replace(bundle.map, by_sound=by_sound)), path)
    return path


def test_which_labels_were_told_by_the_sounds_is_loaded_as_it_was_saved(bundle, tmp_path):
    found = load_bundle(saved(bundle, tmp_path / "new", np.arange(N) % 3 == 0)).map.by_sound
    assert found.dtype == np.bool_
    assert np.flatnonzero(found).tolist() == list(range(0, N, 3))


def test_a_bundle_whose_labels_are_no_kinds_does_not_record_it(bundle, tmp_path):
    assert load_bundle(saved(bundle, tmp_path / "new", None)).map.by_sound is None


@pytest.mark.parametrize(
    ("by_sound", "found"),
    [(np.ones(N - 1, dtype=bool), r"bool \(31,\)"), (np.ones(N), r"float64 \(32,\)"), (np.ones(N, int), r"int64")],
)
def test_a_damaged_record_is_refused(bundle, tmp_path, by_sound, found, refused):
    assert refused(saved(bundle, tmp_path / "new", by_sound), rf"by_sound is {found}.*, must be 32 of kind b$")
