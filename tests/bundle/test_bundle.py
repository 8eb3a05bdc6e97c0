import errno
import json
import os
import shutil
import zipfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from latentpad.bundle import storage
from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.errors import BundleError


def same(one, other):
    """Compare field by field, arrays by dtype and bytes."""
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if is_dataclass(a):
            assert same(a, b)
        elif isinstance(a, np.ndarray):
            assert (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
        else:
            assert a == b
    return True


def zipped(folder, path, inside=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(inside + file.name, file.read_bytes())
    return path


def test_a_saved_bundle_is_loaded_unchanged(bundle, tmp_path):
    save_bundle(bundle, tmp_path / "copy")
    assert same(load_bundle(tmp_path / "copy"), bundle)


def test_equal_bundles_have_equal_digests_and_others_do_not(bundle, tmp_path):
    save_bundle(bundle, tmp_path / "copy")
    save_bundle(replace(bundle, model_card="other"), tmp_path / "other")
    assert load_bundle(tmp_path / "copy").digest == bundle.digest
    assert load_bundle(tmp_path / "other").digest != bundle.digest


def test_double_precision_and_non_native_byte_order_are_read_as_float32(bundle, tmp_path):
    layout = replace(
        bundle.map, latents=bundle.map.latents.astype(">f8"), labels=bundle.map.labels.astype(np.uint8) % 3
    )
    save_bundle(replace(bundle, map=layout), tmp_path / "copy")
    found = load_bundle(tmp_path / "copy").map
    assert (found.latents.dtype, found.labels.dtype) == (np.float32, np.int32)
    assert np.array_equal(found.latents, bundle.map.latents)


@pytest.mark.parametrize("inside", ["", "toy.latentpad/"])
def test_a_zip_of_the_folder_is_the_same_bundle(bundle, bundle_path, tmp_path, inside):
    assert same(load_bundle(zipped(bundle_path, tmp_path / "toy.zip", inside)), bundle)


def test_files_that_macos_adds_to_a_zip_are_ignored(bundle, bundle_path, tmp_path):
    path = zipped(bundle_path, tmp_path / "toy.zip", "toy.latentpad/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/toy.latentpad/._bundle.json", b"\0\5")
        archive.writestr("toy.latentpad/.DS_Store", b"\0")
    assert same(load_bundle(path), bundle)


def test_nothing_is_unpacked_to_disk(bundle_path, tmp_path):
    path = zipped(bundle_path, tmp_path / "toy.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../outside.txt", b"here I am")
        archive.writestr("/outside.txt", b"here I am")
    before = sorted(tmp_path.parent.rglob("*"))
    load_bundle(path)
    assert sorted(tmp_path.parent.rglob("*")) == before
    assert not Path("/outside.txt").exists()


@pytest.mark.parametrize("inside", ["../", "/", "a/b/", "toy.latentpad/../"])
def test_a_zip_with_its_files_elsewhere_is_refused(bundle_path, tmp_path, inside):
    path = zipped(bundle_path, tmp_path / "toy.zip", inside)
    with pytest.raises(BundleError, match=r"toy\.zip: has 0 files called bundle\.json, must have one$"):
        load_bundle(path)


def test_a_zip_with_two_bundles_is_refused(bundle_path, tmp_path):
    path = zipped(bundle_path, tmp_path / "toy.zip", "a/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.write(bundle_path / "bundle.json", "b/bundle.json")
    with pytest.raises(BundleError, match=r"toy\.zip: has 2 files called bundle\.json, must have one$"):
        load_bundle(path)


def test_files_in_other_folders_of_a_zip_are_ignored(bundle_path, tmp_path):
    (bundle_path / "decoder.onnx").rename(tmp_path / "decoder.onnx")
    path = zipped(bundle_path, tmp_path / "toy.zip", "a/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.write(tmp_path / "decoder.onnx", "b/decoder.onnx")
    with pytest.raises(BundleError, match=r"toy\.zip: decoder\.onnx is missing"):
        load_bundle(path)


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_an_existing_file_is_never_overwritten(bundle, tmp_path, kind):
    path = tmp_path / "mine.latentpad"
    {"file": path.touch, "folder": path.mkdir, "link": lambda: path.symlink_to(tmp_path / "nowhere")}[kind]()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BundleError, match=r"mine\.latentpad already exists; choose another"):
        save_bundle(bundle, path)
    assert sorted(tmp_path.iterdir()) == before
    assert path.is_symlink() or path.is_file() or not list(path.iterdir())


def fail(*_args):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(("where", "name"), [(os, "fsync"), (os, "rename"), (Path, "mkdir")])
def test_nothing_is_left_behind_when_writing_fails(bundle, tmp_path, monkeypatch, where, name):
    shutil.rmtree(tmp_path / "toy.latentpad")
    monkeypatch.setattr(where, name, lambda *args, **kwargs: fail())
    with pytest.raises(BundleError, match=r"new\.latentpad: cannot be written \(No space left on device\)$"):
        save_bundle(bundle, tmp_path / "new.latentpad")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_behind_when_writing_is_interrupted(bundle, tmp_path, monkeypatch):
    shutil.rmtree(tmp_path / "toy.latentpad")

    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "rename", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_bundle(bundle, tmp_path / "new.latentpad")
    assert list(tmp_path.iterdir()) == []


def test_missing_parent_folders_are_created(bundle, tmp_path):
    save_bundle(bundle, tmp_path / "a" / "b" / "new.latentpad")
    assert same(load_bundle(tmp_path / "a" / "b" / "new.latentpad"), bundle)


def test_the_manifest_has_its_format_and_lists_every_file(bundle_path):
    manifest = json.loads((bundle_path / "bundle.json").read_text(encoding="utf-8"))
    assert manifest["format"] == storage.FORMAT
    assert {*manifest["files"], "bundle.json"} == {file.name for file in bundle_path.iterdir()}


def test_a_vocoder_is_saved_listed_and_loaded(bundle, tmp_path):
    save_bundle(replace(bundle, vocoder=b"network"), tmp_path / "with")
    manifest = json.loads((tmp_path / "with" / "bundle.json").read_text(encoding="utf-8"))
    assert manifest["vocoder"] == "vocoder.onnx"
    assert load_bundle(tmp_path / "with").vocoder == b"network"


def test_a_bundle_without_a_vocoder_lists_none(bundle, bundle_path):
    assert bundle.vocoder is None
    assert "vocoder" not in json.loads((bundle_path / "bundle.json").read_text(encoding="utf-8"))
    assert not (bundle_path / "vocoder.onnx").exists()


def test_a_vocoder_that_is_not_listed_is_not_read(bundle_path):
    (bundle_path / "vocoder.onnx").write_bytes(b"left over")
    assert load_bundle(bundle_path).vocoder is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"peaks": np.full(32, 26_214, dtype=np.float32)}, "peaks has values outside 0 to 10000"),
        ({"pitches": np.full(32, np.nan, dtype=np.float32), "pitch_certainties": np.zeros(32, np.float32)}, "pitches"),
        ({"latents": np.full((32, 4), 1e7, dtype=np.float32)}, "latents has values outside"),
        ({"sketches": np.zeros((31, 16), dtype=np.uint8)}, "sketches is uint8"),
    ],
)
def test_what_its_readers_refuse_is_not_written(bundle, tmp_path, changed, reason):
    path = tmp_path / "new.latentpad"
    with pytest.raises(BundleError, match=rf"new\.latentpad is not written, since .* read: map\.npz: {reason}"):
        save_bundle(replace(bundle, map=replace(bundle.map, **changed)), path, check=True)
    assert not path.exists()
    assert [entry.name for entry in tmp_path.iterdir() if "new" in entry.name] == []
    assert save_bundle(bundle, path, check=True) == load_bundle(path).digest == bundle.digest


@pytest.mark.parametrize("changed", [{"training": {"error": float("nan")}}, {"name": "gr\udcfcn"}])
def test_what_is_not_json_is_not_written(bundle, tmp_path, changed):
    path = tmp_path / "new.latentpad"
    with pytest.raises(BundleError, match=r"new\.latentpad is not written, since bundle\.json would not be JSON"):
        save_bundle(replace(bundle, **changed), path)
    assert not path.exists()
