"""The real sounds behind a map: from the evaluated library, from the bundle, or from nowhere."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra [export]")
from latentpad.bundle.palette import make_palette
from latentpad.samples.vorbis import encode_vorbis
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
from latentpad_export.evaluate.subjects.originals import Originals


def test_sounds_of_the_library_are_read_as_they_were_mapped(detailed_bundle, reference, prepared):
    originals = Originals(detailed_bundle, reference)
    assert originals.rows.tolist() == [*range(32)]
    assert originals.has_parents()
    for row in (0, 17, 31):
        assert (originals.parent(row) == prepared[row].signal).all()
        assert len(originals.real(row)) / COMPARISON.sample_rate == pytest.approx(
            len(prepared[row].signal) / 8_000, abs=2e-3
        )


def test_sounds_are_found_under_the_name_of_a_folder_further_up(detailed_bundle, reference, prepared):
    names = np.array([f"drums/{name}" for name in detailed_bundle.map.names])
    originals = Originals(replace(detailed_bundle, map=replace(detailed_bundle.map, names=names)), reference)
    assert (originals.parent(5) == prepared[5].signal).all()


def test_a_changed_file_is_not_played_as_a_parent(detailed_bundle, reference):
    sketches = detailed_bundle.map.sketches.copy()
    sketches[3] = sketches[3][::-1]
    originals = Originals(replace(detailed_bundle, map=replace(detailed_bundle.map, sketches=sketches)), reference)
    assert originals.parent(3) is None
    assert originals.real(3) is not None
    assert originals.has_parents()


def test_recordings_are_played_and_compared_with_the_files(detailed_bundle, reference, prepared):
    files = [encode_vorbis(shot.signal, 8_000) if i < 2 else b"" for i, shot in enumerate(prepared)]
    originals = Originals(replace(detailed_bundle, palette=make_palette(files)), reference)
    coded = originals.parent(1)
    assert 0 < np.abs(coded - prepared[1].signal[: len(coded)]).max() < 0.2
    assert (originals.parent(2) == prepared[2].signal).all()
    original = Originals(detailed_bundle, reference)
    assert (originals.real(1) == original.real(1)).all()


def test_a_recording_is_compared_with_itself_without_the_file(detailed_bundle, reference, prepared):
    names = np.array([f"elsewhere {i}.wav" for i in range(32)])
    layout = replace(detailed_bundle.map, names=names)
    palette = make_palette([encode_vorbis(shot.signal, 8_000) if i == 1 else b"" for i, shot in enumerate(prepared)])
    originals = Originals(replace(detailed_bundle, map=layout, palette=palette), reference)
    assert originals.rows.tolist() == [1]
    assert len(originals.real(1)) == pytest.approx(len(originals.parent(1)) * 44_100 / 8_000, abs=3)
    assert originals.real(0) is None


def test_an_older_bundle_has_originals_and_no_parents(detailed_bundle, reference):
    older = Originals(replace(detailed_bundle, map=replace(detailed_bundle.map, outlines=None)), reference)
    assert not older.is_playable
    assert not older.has_parents()
    assert older.real(0) is not None
    assert older.parent(0) is None
