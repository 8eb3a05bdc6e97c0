import csv
import shutil
from dataclasses import replace

import numpy as np
import pytest
import soundfile

pytest.importorskip("librosa")
from latentpad_export.data.library import scan
from latentpad_export.evaluate.metrics.descriptors import EAR
from latentpad_export.evaluate.subjects.reference_sounds import balanced, read_library


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
    return read_library(scan(folder), work, seed=0, **more)


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


def on_map_of(found, bundle, names, peaks=None, **told):
    """Give the bundle with these sounds first on its map, with the library's own peaks."""
    layout = bundle.map
    mine = {sound.name.rpartition("/")[2]: peak for sound, peak in zip(found.sounds, found.found.peaks, strict=True)}
    own = [mine[name.rpartition("/")[2]] for name in names] if peaks is None else peaks
    rest = len(layout.names) - len(names)
    changed = replace(
        layout,
        names=np.array([*names, *(f"elsewhere/{i}" for i in range(rest))]),
        peaks=np.array([*own, *[0.5] * rest], dtype=np.float32),
        **told,
    )
    return replace(bundle, map=changed)


ONE_EACH = ["drums/kick/a.wav", "drums/snare/b.wav", "drums/hat/c.wav"]


@pytest.mark.parametrize("prefix", ["drums/", "", "root/drums/"])
def test_sounds_are_found_on_a_map_that_begins_at_another_folder(tmp_path, bundle, prefix):
    write(tmp_path / "library", ONE_EACH)
    found = read(tmp_path / "library", tmp_path / "work")
    there = on_map_of(found, bundle, [prefix + "kick/a.wav", prefix + "snare/b.wav"])
    names = {found.sounds[i].name: str(there.map.names[j]) for i, j in found.on_map(there).items()}
    assert names == {"drums/kick/a.wav": prefix + "kick/a.wav", "drums/snare/b.wav": prefix + "snare/b.wav"}


def test_another_sound_of_the_same_name_is_not_taken_for_it(tmp_path, bundle):
    write(tmp_path / "library", ONE_EACH)
    found = read(tmp_path / "library", tmp_path / "work")
    assert found.on_map(on_map_of(found, bundle, ["kick/a.wav"], peaks=[0.123])) == {}
    assert found.on_map(on_map_of(found, bundle, ["rack/a.wav"])) == {}


def unseen_names(found, bundle):
    return {found.sounds[i].name for i in found.unseen(bundle)}


def test_unseen_are_sounds_off_the_map_and_those_that_the_map_says(tmp_path, bundle):
    write(tmp_path / "library", ONE_EACH)
    found = read(tmp_path / "library", tmp_path / "work")
    silent = on_map_of(found, bundle, ["kick/a.wav", "snare/b.wav"])
    assert unseen_names(found, silent) == {"drums/hat/c.wav"}
    told = on_map_of(found, bundle, ["kick/a.wav", "snare/b.wav"], unseen=np.arange(32) == 1)
    assert unseen_names(found, told) == {"drums/snare/b.wav", "drums/hat/c.wav"}


def test_of_named_splits_only_the_test_split_is_unseen_and_not_what_the_map_has_learnt(tmp_path, bundle):
    write(tmp_path / "library", NAMES, ["train"] * 30 + ["val"] * 4 + ["test"] * 6)
    found = read(tmp_path / "library", tmp_path / "work")
    tests = {sound.name for sound in found.sounds if sound.split == "test"}
    assert unseen_names(found, bundle) == tests
    learnt = sorted(tests)[0]
    assert unseen_names(found, on_map_of(found, bundle, [learnt])) == tests - {learnt}


def test_of_a_bundle_laid_out_anew_only_what_its_map_says_is_unseen(tmp_path, bundle):
    write(tmp_path / "library", ONE_EACH)
    found = read(tmp_path / "library", tmp_path / "work")
    there = on_map_of(found, bundle, ["kick/a.wav", "snare/b.wav"], unseen=np.arange(32) == 1)
    anew = replace(there, training={"mapped_with": "another"})
    assert unseen_names(found, anew) == {"drums/snare/b.wav"}


def test_of_a_sound_that_is_there_twice_the_one_that_may_be_learnt_is_kept(tmp_path):
    write(tmp_path / "library", NAMES, ["test"] * 20 + ["train"] * 20)
    shutil.copy(tmp_path / "library" / NAMES[20], tmp_path / "library" / NAMES[0])
    found = read(tmp_path / "library", tmp_path / "work")
    kept = [sound.name for sound in found.sounds]
    assert NAMES[20] in kept
    assert NAMES[0] not in kept


def test_what_may_be_learnt_is_all_but_named_tests(tmp_path):
    write(tmp_path / "named", NAMES, ["train"] * 30 + ["val"] * 4 + ["test"] * 6)
    assert len(read(tmp_path / "named", tmp_path / "work").learnable) == 34
    write(tmp_path / "plain", NAMES)
    assert len(read(tmp_path / "plain", tmp_path / "more").learnable) == 40


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
