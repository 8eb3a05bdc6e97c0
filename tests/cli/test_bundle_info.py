"""What ``latentpad info`` shows of a bundle."""

import re
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.bundle import save_bundle
from latentpad.bundle.palette import make_palette
from latentpad.cli import bundle_info
from latentpad.cli.bundle_info import describe_bundle
from latentpad.player.library_audio import remember_library


@pytest.fixture
def described(tmp_path):
    """Return a function that saves a bundle and returns what is shown of it."""

    def describe(bundle, **changes):
        save_bundle(replace(bundle, map=replace(bundle.map, **changes)), tmp_path / "some")
        return describe_bundle(tmp_path / "some")

    return describe


def rows(text):
    """Return the values of a description by their keys, those of several lines as one."""
    found = re.split(r"\n  (?=\S)", text)
    return dict(re.split(r"\s+", re.sub(r"\s+", " ", row), maxsplit=1) for row in found[1:])


def test_the_contents_of_a_bundle_are_shown(bundle_path, bundle):
    text = describe_bundle(bundle_path)
    assert text.splitlines()[0] == f"toy  (studio, {bundle.digest[:12]})"
    found = rows(text)
    assert found["path"] == str(bundle_path)
    assert found["sounds"] == "32, 3 kinds (no kind) 8 kick 8 snare 8 hat 8"
    assert found["folders"] == "kick 8, snare 8, sound 8, hat 8"
    assert found["audio"] == "8000 Hz, up to 0.25 s"
    assert found["spectrogram"] == "65 bands x 32 frames, n_fft 256, hop 64"
    assert found["licence"] == "CC0-1.0"
    assert found["pitch"] == "unknown: the bundle was made by an earlier version"


def test_folders_that_are_the_labels_are_not_repeated(bundle, described):
    folders = [f"{bundle.labels[i]}/1.wav" if i >= 0 else "1.wav" for i in bundle.map.labels]
    assert "folders" not in rows(described(bundle, names=folders))


def test_many_kinds_are_in_columns_and_the_smallest_are_counted(bundle, described, monkeypatch):
    monkeypatch.setattr(bundle_info, "MAX_KINDS", 10)
    names = tuple(f"kind_{number}" for number in range(13))
    lines = described(replace(bundle, labels=names), labels=np.minimum(np.arange(32), 12)).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("  sounds"))
    assert lines[start] == "  sounds      32, 13 kinds"
    assert lines[start + 1].strip() == "kind 12 20   " + "   ".join(f"kind {i}   1" for i in range(5))
    assert lines[start + 2].strip() == "   ".join(f"kind {i}   1" for i in range(5, 9))
    assert lines[start + 3] == f"{bundle_info.MARGIN}and 3 more with 3 sounds"
    assert max(map(len, lines[start : start + 4])) <= bundle_info.WIDTH


def test_kinds_that_were_told_by_the_sound_are_counted(bundle, described):
    assert rows(described(bundle, by_sound=np.arange(32) < 5))["sounds"].startswith(
        "32, 3 kinds, 5 named by how they sound"
    )


def test_sounds_without_a_kind_are_unsure_where_labels_are_kinds(bundle, described):
    assert re.search(r"\(unsure\) +8", described(bundle, by_sound=np.zeros(32, dtype=bool)))


def test_sounds_with_a_pitch_are_counted(detailed_bundle, described):
    pitches = np.where(np.arange(32) < 7, 440, 0).astype(np.float32)
    certainties = np.where(np.arange(32) < 6, 1, 0).astype(np.float32)
    assert rows(described(detailed_bundle, pitches=pitches, pitch_certainties=certainties))["pitch"] == (
        "6 sounds have a clear one"
    )


def test_a_training_is_shown_in_words(bundle, described):
    training = {"began_with": "toy 0123", "held_out_error_db": 6.7, "new_figure": 3}
    found = rows(described(replace(bundle, training=training)))
    assert found["training"] == "started from toy 0123, validation error 6.7 dB, new_figure 3"


def test_the_model_of_a_mapped_bundle_is_that_of_another(bundle, described):
    training = {"learnt_from": 100, "minutes": 9, "mapped_with": "latentpad default 0123456789ab"}
    found = rows(described(replace(bundle, training=training)))
    assert found["model"] == "that of latentpad default 0123456789ab (trained on 100 sounds, 9 min)"
    assert "training" not in found


@pytest.fixture
def remembered(bundle_path, bundle, own_library, library_records):
    """The toy with its library on this computer."""
    remember_library(bundle.digest, (own_library,))
    yield own_library
    (library_records / f"{bundle.digest}.json").unlink()


def test_the_library_and_its_missing_files_are_shown(bundle_path, remembered, monkeypatch):
    assert rows(describe_bundle(bundle_path))["library"] == f"{remembered} (all 32 files found)"
    for name in ("kick/1.wav", "hat/2.wav"):
        (remembered / name).unlink()
    assert rows(describe_bundle(bundle_path))["library"] == f"{remembered} (2 of 32 files missing)"
    monkeypatch.setattr(bundle_info, "MAX_TRIED", 4)
    assert rows(describe_bundle(bundle_path))["library"].endswith(" missing of 4 files that were looked for)")


def test_a_disk_that_does_not_answer_is_not_waited_for(bundle_path, remembered, monkeypatch):
    monkeypatch.setattr(bundle_info.Patience, "wait", lambda _self, _call: None)
    assert rows(describe_bundle(bundle_path))["library"] == f"{remembered} (its disk does not answer)"


def test_an_unknown_library_is_said_to_be_unknown(bundle_path):
    assert rows(describe_bundle(bundle_path))["library"].startswith("not known on this computer (latentpad serve --li")


def test_a_bundle_with_recordings_needs_no_library(bundle, described):
    palette = make_palette([bytes([i, 7]) for i in range(32)])
    assert "recordings in the bundle" in rows(described(replace(bundle, palette=palette)))["library"]
