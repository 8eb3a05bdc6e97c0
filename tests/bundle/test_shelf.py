"""The shelf: the bundles that this computer knows, and their names."""

import json
import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.bundle.containers import is_bundle
from latentpad.bundle.shelf import DEFAULT, Shelf
from latentpad.bundle.shelf_names import distinct_names
from latentpad.bundle.summaries import Summaries
from latentpad.bundle.summary import BundleSummary, read_summary
from latentpad.errors import BundleError
from latentpad.paths import default_bundle


@pytest.fixture
def shelf(data_folder):
    return Shelf(data_folder)


@pytest.fixture
def save(toy, tmp_path):
    """Save the toy under a name of its own; return its path."""

    def save(place, name="toy"):
        path = tmp_path / place
        save_bundle(replace(toy, name=name), path)
        return path

    return save


def played(shelf, path):
    shelf.remember(path, read_summary(path))


def test_a_summary_is_that_of_the_loaded_bundle(bundle_path, tmp_path):
    bundle = load_bundle(bundle_path)
    packed = Path(shutil.make_archive(tmp_path / "packed", "zip", bundle_path))
    for path in (bundle_path, packed):
        assert is_bundle(path)
        assert read_summary(path) == BundleSummary("toy", bundle.digest, 32)


def test_other_folders_and_files_are_not_bundles(tmp_path):
    (tmp_path / "file.wav").write_bytes(b"RIFF")
    assert not any(is_bundle(path) for path in (tmp_path, tmp_path / "file.wav", tmp_path / "missing"))


def test_a_damaged_map_has_no_summary(bundle_path):
    (bundle_path / "map.npz").write_bytes(b"PK")
    with pytest.raises(BundleError, match=r"map\.npz cannot be unpacked"):
        read_summary(bundle_path)


def test_the_built_in_bundle_is_on_every_shelf(shelf):
    (entry,) = shelf.entries()
    assert (entry.name, entry.path, entry.is_missing) == (DEFAULT, default_bundle(), False)
    assert entry.n_sounds == len(load_bundle(default_bundle()).map.points)
    assert shelf.last() is None


def test_what_was_played_is_on_the_shelf_the_last_one_first(shelf, save):
    first, second = save("a.latentpad", "first"), save("b.latentpad", "second")
    for path in (first, second, first):
        played(shelf, path)
    assert [entry.name for entry in shelf.entries()] == [DEFAULT, "first", "second"]
    assert shelf.last() == first
    played(shelf, default_bundle())
    assert [entry.name for entry in shelf.entries()] == [DEFAULT, "first", "second"]
    assert shelf.last() == default_bundle()


def test_bundles_in_the_shelf_s_folder_need_not_be_played_first(shelf, save):
    shelf.folder.mkdir(parents=True)
    shutil.move(save("drums.latentpad", "drums"), shelf.folder)
    (shelf.folder / "notes.txt").write_text("not a bundle")
    assert [(entry.name, entry.n_sounds) for entry in shelf.entries()[1:]] == [("drums", 32)]
    played(shelf, shelf.folder / "drums.latentpad")
    assert [entry.name for entry in shelf.entries()] == [DEFAULT, "drums"]


def test_a_bundle_that_is_gone_is_shown_as_it_was_and_as_missing(shelf, save):
    path = save("a.latentpad", "gone")
    played(shelf, path)
    digest = read_summary(path).digest
    shutil.rmtree(path)
    entry = shelf.entries()[1]
    assert (entry.name, entry.n_sounds, entry.digest, entry.is_missing) == ("gone", 32, digest, True)


@pytest.mark.parametrize("content", ["[", "{}", "[1, null]", '[{"path": 1}]', "[" * 100_000])
def test_a_damaged_record_is_an_empty_one(shelf, save, content):
    shelf.folder.mkdir(parents=True)
    (shelf.folder.parent / "bundles.json").write_text(content)
    assert [entry.name for entry in shelf.entries()] == [DEFAULT]
    played(shelf, save("a.latentpad", "new"))
    assert [entry.name for entry in shelf.entries()] == [DEFAULT, "new"]


def test_a_record_that_cannot_be_written_is_a_warning(shelf, bundle_path, data_folder, caplog):
    data_folder.parent.joinpath("latentpad").write_text("in the way")
    played(shelf, bundle_path)
    assert "the bundle is not remembered" in caplog.text


def test_the_record_is_json_without_a_place_for_the_built_in_bundle(shelf, bundle_path, data_folder):
    for path in (default_bundle(), bundle_path):
        played(shelf, path)
    rows = json.loads((data_folder / "bundles.json").read_text())
    assert [row["path"] for row in rows] == [str(bundle_path), "default"]


def test_a_name_is_found_in_upper_and_lower_case(shelf, save):
    path = save("a.latentpad", "My Drums é")
    played(shelf, path)
    assert shelf.find("my drums É").path == path
    assert shelf.find("my drums E\u0301").path == path  # as macOS writes it
    assert shelf.find("my") is None


def test_equal_names_are_told_apart_by_their_folders(shelf, save):
    paths = [save("new/a.latentpad", "drums"), save("old/a.latentpad", "Drums")]
    for path in paths:
        played(shelf, path)
    assert [shelf.find(name).path for name in ("drums (new)", "drums (old)")] == paths
    with pytest.raises(BundleError, match=r"several bundles; choose 'Drums \(old\)' or 'drums \(new\)'$"):
        shelf.find("drums")


def test_only_the_built_in_bundle_is_called_default(shelf, save):
    path = save("mine/a.latentpad", "default")
    played(shelf, path)
    assert shelf.find("default").path == default_bundle()
    assert shelf.find("default (mine)").path == path


def test_names_are_distinct_whatever_the_folders_are():
    bundles = [(name, Path(path)) for name, path in (("a", "/x/1"), ("a", "/x/2"), ("a (x)", "/y/3"), ("b", "/y/4"))]
    assert distinct_names(bundles) == ["a (/x/1)", "a (/x/2)", "a (x) (y)", "b"]


def test_a_bundle_in_the_cache_folder_is_not_recorded_since_it_is_temporary(shelf, save, tmp_path, monkeypatch):
    monkeypatch.setattr("latentpad.bundle.shelf.user_cache_folder", lambda: tmp_path / "cache")
    played(shelf, save("cache/first/toy.latentpad"))
    assert shelf.last() is None
    played(shelf, save("toy.latentpad"))
    assert shelf.last() == tmp_path / "toy.latentpad"


def test_a_disk_that_does_not_answer_holds_up_no_other_bundle(tmp_path, bundle_path):
    go, begun = threading.Event(), []

    def read(path):
        begun.append(path)
        assert path == bundle_path or go.wait(10)
        return BundleSummary(path.name, "", 1)

    share = tmp_path / "share"
    share.touch()
    summaries = Summaries(read, patience=1.0)
    for _ in range(2):
        assert list(summaries.read([share, bundle_path])) == [bundle_path]
    assert sorted(begun) == [share, bundle_path]  # the share is not asked again, and the bundle has not changed
    go.set()
    summaries._reading[share].join()
    assert set(summaries.read([share, bundle_path])) == {share, bundle_path}


def test_a_bundle_that_has_changed_is_read_again(tmp_path):
    sizes = []
    summaries = Summaries(lambda path: sizes.append(path.stat().st_size) or BundleSummary("", "", 0))
    path = tmp_path / "a.zip"
    for size in (1, 1, 2):
        path.write_bytes(b"a" * size)
        os.utime(path, (size, size))
        summaries.read([path])
    assert sizes == [1, 2]
