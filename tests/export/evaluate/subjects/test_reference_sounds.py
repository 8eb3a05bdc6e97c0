import csv
import shutil
from dataclasses import replace

import numpy as np
import pytest
import soundfile

pytest.importorskip("librosa")
from latentpad_export.data.library import scan
from latentpad_export.evaluate.metrics.descriptors import COMPARISON
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


def test_without_splits_a_tenth_of_each_label_is_held_out(tmp_path):
    write(tmp_path / "library", NAMES)
    found = read(tmp_path / "library", tmp_path / "work")
    assert sorted(found.labels[i] for i in found.test) == ["kick", "kick", "snare", "snare"]
    assert sorted([*found.train, *found.test]) == list(range(40))


def test_whole_kits_are_held_out(tmp_path):
    kits = [f"kit {i % 12}" for i in range(40)]
    write(tmp_path / "library", NAMES, [""] * 40, kits)
    found = read(tmp_path / "library", tmp_path / "work")
    kits_of = [{found.sounds[i].kit for i in part} for part in (found.train, found.test)]
    assert kits_of[1]
    assert not kits_of[0] & kits_of[1]


def test_in_a_library_of_one_sound_nothing_is_held_out(tmp_path):
    write(tmp_path / "library", NAMES[:1])
    found = read(tmp_path / "library", tmp_path / "work")
    assert (found.train.tolist(), found.test.tolist()) == ([0], [])


def test_of_a_large_library_only_some_sounds_are_read(tmp_path):
    write(tmp_path / "library", NAMES)
    found = read(tmp_path / "library", tmp_path / "work", max_sounds=15)
    assert (len(found.sounds), found.n_files) == (15, 40)


def with_sounds(found, bundle, names, peaks=None, **changes):
    """Return the bundle with these sounds first on its map, with the library's own peaks."""
    layout = bundle.map
    mine = {
        sound.name.rpartition("/")[2]: peak for sound, peak in zip(found.sounds, found.feature_set.peaks, strict=True)
    }
    own = [mine[name.rpartition("/")[2]] for name in names] if peaks is None else peaks
    rest = len(layout.names) - len(names)
    changed = replace(
        layout,
        names=np.array([*names, *(f"elsewhere/{i}" for i in range(rest))]),
        peaks=np.array([*own, *[0.5] * rest], dtype=np.float32),
        **changes,
    )
    return replace(bundle, map=changed)


ONE_EACH = ["drums/kick/a.wav", "drums/snare/b.wav", "drums/hat/c.wav"]


@pytest.mark.parametrize("prefix", ["drums/", "", "root/drums/"])
def test_sounds_are_found_on_a_map_with_another_root_folder(tmp_path, bundle, prefix):
    write(tmp_path / "library", ONE_EACH)
    found = read(tmp_path / "library", tmp_path / "work")
    there = with_sounds(found, bundle, [prefix + "kick/a.wav", prefix + "snare/b.wav"])
    names = {found.sounds[i].name: str(there.map.names[j]) for i, j in found.on_map(there).items()}
    assert names == {"drums/kick/a.wav": prefix + "kick/a.wav", "drums/snare/b.wav": prefix + "snare/b.wav"}


def test_another_sound_of_the_same_name_is_not_mistaken_for_it(tmp_path, bundle):
    write(tmp_path / "library", ONE_EACH)
    found = read(tmp_path / "library", tmp_path / "work")
    assert found.on_map(with_sounds(found, bundle, ["kick/a.wav"], peaks=[0.123])) == {}
    assert found.on_map(with_sounds(found, bundle, ["rack/a.wav"])) == {}


def unseen_names(found, bundle):
    return {found.sounds[i].name for i in found.unseen(bundle)}


def test_unseen_are_sounds_off_the_map_and_those_marked_on_it(tmp_path, bundle):
    write(tmp_path / "library", ONE_EACH)
    found = read(tmp_path / "library", tmp_path / "work")
    unmarked = with_sounds(found, bundle, ["kick/a.wav", "snare/b.wav"])
    assert unseen_names(found, unmarked) == {"drums/hat/c.wav"}
    marked = with_sounds(found, bundle, ["kick/a.wav", "snare/b.wav"], unseen=np.arange(32) == 1)
    assert unseen_names(found, marked) == {"drums/snare/b.wav", "drums/hat/c.wav"}


def test_with_splits_only_test_sounds_that_are_not_on_the_map_are_unseen(tmp_path, bundle):
    write(tmp_path / "library", NAMES, ["train"] * 30 + ["val"] * 4 + ["test"] * 6)
    found = read(tmp_path / "library", tmp_path / "work")
    tests = {sound.name for sound in found.sounds if sound.split == "test"}
    assert unseen_names(found, bundle) == tests
    learnt = sorted(tests)[0]
    assert unseen_names(found, with_sounds(found, bundle, [learnt])) == tests - {learnt}


def test_for_a_remapped_bundle_only_sounds_marked_on_its_map_are_unseen(tmp_path, bundle):
    write(tmp_path / "library", ONE_EACH)
    found = read(tmp_path / "library", tmp_path / "work")
    there = with_sounds(found, bundle, ["kick/a.wav", "snare/b.wav"], unseen=np.arange(32) == 1)
    remapped = replace(there, training={"mapped_with": "another"})
    assert unseen_names(found, remapped) == {"drums/snare/b.wav"}


def test_of_duplicates_the_one_in_the_training_split_is_kept(tmp_path):
    write(tmp_path / "library", NAMES, ["test"] * 20 + ["train"] * 20)
    shutil.copy(tmp_path / "library" / NAMES[20], tmp_path / "library" / NAMES[0])
    found = read(tmp_path / "library", tmp_path / "work")
    kept = [sound.name for sound in found.sounds]
    assert NAMES[20] in kept
    assert NAMES[0] not in kept


def test_all_sounds_but_the_test_split_are_learnable(tmp_path):
    write(tmp_path / "named", NAMES, ["train"] * 30 + ["val"] * 4 + ["test"] * 6)
    assert len(read(tmp_path / "named", tmp_path / "work").learnable) == 34
    write(tmp_path / "plain", NAMES)
    assert len(read(tmp_path / "plain", tmp_path / "more").learnable) == 40


def test_a_sound_is_read_at_the_rate_of_comparison(tmp_path):
    write(tmp_path / "library", NAMES[:1])
    soundfile.write(tmp_path / "library" / "kick/0.wav", 0.5 * np.sin(np.arange(8000) * 0.5), 22_050)
    signal = read(tmp_path / "library", tmp_path / "work").signal(0)
    assert len(signal) == pytest.approx(2 * 8000, abs=80)
    assert signal.dtype == np.float32
    assert COMPARISON.sample_rate == 44_100


def test_labels_are_drawn_equally_often_if_possible(rng):
    labels = ["a"] * 10 + ["b"] * 2 + ["c"] * 5
    drawn = balanced(labels, 3, rng)
    assert sorted(labels[i] for i in drawn) == ["a", "a", "a", "b", "b", "c", "c", "c"]
    assert len(set(drawn.tolist())) == 8
