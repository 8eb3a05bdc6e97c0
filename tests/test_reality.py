import csv

import numpy as np
import pytest
import soundfile

pytest.importorskip("librosa")
from latentpad_export.evaluate.hearing import EAR
from latentpad_export.evaluate.reality import balanced, read_library


def write(folder, names, splits=None, kits=None):
    for i, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        signal = np.random.default_rng(i).standard_normal(4000) * np.exp(-np.arange(4000) / 1000) * 0.2
        soundfile.write(path, signal, 44_100)
    if splits:
        with (folder / "samples.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["file", "label", "kit", "split"])
            rows.writerows(zip(names, [n.split("/")[0] for n in names], kits or splits, splits, strict=True))


def read(folder, work, **more):
    work.mkdir(exist_ok=True)
    return read_library(folder, work, seed=0, **more)


NAMES = [f"kick/{i}.wav" for i in range(20)] + [f"snare/{i}.wav" for i in range(20)]


def test_named_splits_are_kept(tmp_path):
    splits = ["train"] * 30 + ["val"] * 4 + ["test"] * 6
    write(tmp_path / "library", NAMES, splits)
    found = read(tmp_path / "library", tmp_path / "work")
    of = {split: [i for i, s in enumerate(found.sounds) if s.split == split] for split in ("train", "val", "test")}
    assert found.train.tolist() == of["train"]
    assert found.test.tolist() == of["test"]
    assert len(of["val"]) == 4


def test_without_splits_a_tenth_of_each_label_is_left_out(tmp_path):
    write(tmp_path / "library", NAMES)
    found = read(tmp_path / "library", tmp_path / "work")
    assert sorted(found.labels[i] for i in found.test) == ["kick", "kick", "snare", "snare"]
    assert sorted([*found.train, *found.test]) == list(range(40))


def test_kits_are_left_out_whole(tmp_path):
    kits = [f"kit {i % 12}" for i in range(40)]
    write(tmp_path / "library", NAMES, [""] * 40, kits)
    found = read(tmp_path / "library", tmp_path / "work")
    kits_of = [{found.sounds[i].kit for i in part} for part in (found.train, found.test)]
    assert kits_of[1]
    assert not kits_of[0] & kits_of[1]


def test_a_library_of_one_sound_has_nothing_left_out(tmp_path):
    write(tmp_path / "library", NAMES[:1])
    found = read(tmp_path / "library", tmp_path / "work")
    assert (found.train.tolist(), found.test.tolist()) == ([0], [])


def test_of_a_large_library_some_are_drawn(tmp_path):
    write(tmp_path / "library", NAMES)
    found = read(tmp_path / "library", tmp_path / "work", most=15)
    assert (len(found.sounds), found.n_files) == (15, 40)


def test_sounds_are_found_on_a_map_by_name_with_and_without_the_library_s(tmp_path, bundle):
    (tmp_path / "drums").mkdir()
    write(tmp_path / "drums", ["kick/0.wav", "snare/3.wav", "other/0.wav"])
    found = read(tmp_path / "drums", tmp_path / "work")
    names = [sound.name for sound in found.sounds]
    assert {names[i]: str(bundle.map.names[j]) for i, j in found.on_map(bundle).items()} == {
        "kick/0.wav": "kick/0.wav",
        "snare/3.wav": "snare/3.wav",
    }
    bundle.map.names[:] = [f"drums/{name}"[:12] for name in bundle.map.names]
    assert {names[i] for i in found.on_map(bundle)} <= {"kick/0.wav", "snare/3.wav"}


def test_unseen_are_sounds_off_the_map_and_those_that_the_map_says(tmp_path, bundle):
    write(tmp_path / "drums", ["kick/0.wav", "kick/1.wav", "snare/3.wav", "other/0.wav"])
    found = read(tmp_path / "drums", tmp_path / "work")
    names = [sound.name for sound in found.sounds]
    assert [names[i] for i in found.unseen(bundle)] == ["other/0.wav"]
    from dataclasses import replace

    unseen = bundle.map.names == "kick/1.wav"
    told = replace(bundle, map=replace(bundle.map, unseen=unseen))
    assert [names[i] for i in found.unseen(told)] == ["kick/1.wav", "other/0.wav"]


def test_a_sound_is_read_again_at_the_ear_s_rate(tmp_path):
    write(tmp_path / "library", NAMES[:1])
    soundfile.write(tmp_path / "library" / "kick/0.wav", 0.5 * np.sin(np.arange(8000) * 0.5), 22_050)
    signal = read(tmp_path / "library", tmp_path / "work").signal(0)
    assert len(signal) == pytest.approx(2 * 8000, abs=80)
    assert signal.dtype == np.float32
    assert EAR.sample_rate == 44_100


def test_each_label_is_drawn_as_often_as_it_can(rng):
    labels = ["a"] * 10 + ["b"] * 2 + ["c"] * 5
    drawn = balanced(labels, 3, rng)
    assert sorted(labels[i] for i in drawn) == ["a", "a", "a", "b", "b", "c", "c", "c"]
    assert len(set(drawn.tolist())) == 8
