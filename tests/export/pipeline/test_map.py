"""From a folder of sounds to a map with what its detail needs, with the toy's networks."""

import logging
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.player.library_audio import find_library
from latentpad.player.parents import ParentSounds
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.sketch import sketch
from latentpad_export.data.labelling import Labelling
from latentpad_export.errors import TrainingError
from latentpad_export.pipeline import map as mapping
from latentpad_export.pipeline.map import map_library
from latentpad_export.pipeline.options import MapOptions

RATE = 8_000


def mapped(options: MapOptions) -> Bundle:
    map_library(options)
    return load_bundle(options.output)


def test_a_map_has_what_the_detail_of_its_sounds_needs(
    options: MapOptions, library: Path, hertz: tuple[int, ...]
) -> None:
    found = mapped(options)
    assert found.detail_seconds == 2.0
    assert found.palette is None
    layout = found.map
    assert layout.pitches is not None
    assert layout.pitch_certainties is not None
    assert layout.triangles is not None
    assert layout.sketches is not None
    np.testing.assert_allclose(layout.pitches[:5], hertz[:5], rtol=2e-3)
    assert (layout.pitch_certainties[:5] > 0.9).all()
    assert layout.pitch_certainties[5] < 0.5
    assert set(layout.triangles.reshape(-1)) <= set(range(6))
    np.testing.assert_allclose(layout.seconds, [0.5, 1, 1.5, 2, 2, 2], atol=2e-3)
    for name, expected in zip(layout.names, layout.sketches, strict=True):
        np.testing.assert_array_equal(sketch(read_one_shot(library / name, RATE, 2 * RATE).signal), expected)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_linked_file_that_is_mapped_is_played_here_but_not_with_a_bundle_from_elsewhere(
    options: MapOptions, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere.wav"
    (library / "2.wav").rename(elsewhere)
    (library / "2.wav").symlink_to(elsewhere)
    bundle = mapped(options)
    (linked,) = bundle.map.names.find("2.wav").tolist()
    np.testing.assert_array_equal(ParentSounds(bundle)(linked), read_one_shot(elsewhere, RATE, 2 * RATE).signal)
    monkeypatch.setattr("latentpad.player.library_audio.libraries_folder", lambda: tmp_path / "another computer")
    sounds = ParentSounds(bundle, find_library(bundle, (library,)))
    assert [sounds(index) is None for index in range(6)] == [index == linked for index in range(6)]


def test_sounds_that_are_cut_are_named(options: MapOptions, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    map_library(options)
    lines = [record.message for record in caplog.records]
    assert lines[0].startswith("6 of 6 sounds are longer than the 0.25 s that the model hears; 2 are longer than 2 s")
    assert [line.split()[0] for line in lines[1:3]] == ["4.wav", "5.wav"]


def test_a_model_that_cannot_be_refined_is_mapped_as_it_is_unless_asked_for(
    options: MapOptions, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(TrainingError, match="its networks lack encoder"):
        map_library(replace(options, refine=True))
    assert len(mapped(options).map.points) == 6
    assert caplog.records[-1].message.startswith("Latents are not refined: toy: its networks lack")


def test_an_interrupted_map_is_resumed_with_the_same_length_only(
    options: MapOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mapping, "build_map", interrupt)
        with pytest.raises(KeyboardInterrupt):
            map_library(options)
    with pytest.raises(TrainingError, match=r"other settings \(seconds: 2\.0, now 4\.0\); use the same"):
        map_library(replace(options, seconds=4.0))
    monkeypatch.setattr("latentpad_export.data.features.read_one_shot", interrupt)
    assert len(mapped(options).map.points) == 6


def test_the_work_folder_of_a_version_without_detail_is_refused(options: MapOptions) -> None:
    work = options.output.with_name("new.latentpad.work")
    work.mkdir()
    (work / "settings.json").write_text("{}")
    with pytest.raises(TrainingError, match="belongs to a run with other settings"):
        map_library(options)


def test_sounds_are_labelled_by_their_kinds_or_by_their_folders(
    options: MapOptions, library: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for i, name in enumerate(
        ("Kick Samples/1.wav", "24bit/BD2.wav", "24bit/Snr.wav", "x/SD.wav", "HH/a.wav", "x/y.wav")
    ):
        (library / name).parent.mkdir(exist_ok=True)
        (library / f"{i}.wav").rename(library / name)
    found = mapped(options)
    labels = dict(zip(found.map.names.tolist(), found.map.labels.tolist(), strict=True))
    assert found.labels == ("hihat", "kick", "snare")
    assert [labels[name] for name in ("Kick Samples/1.wav", "24bit/Snr.wav", "HH/a.wav", "x/y.wav")] == [1, 2, 0, -1]
    assert "5 sounds of 3 kinds, judging by the names; 1 has none (--labels, --kinds)" in caplog.messages
    output = tmp_path / "folders.latentpad"
    assert mapped(replace(options, output=output, labelling=Labelling("folders"))).labels == (
        *("24bit", "HH"),
        *("Kick Samples", "x"),
    )
