"""Recordings that stay in the file of a bundle."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.archive import open_archive
from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.bundle.npz import Arrays
from latentpad.bundle.packing import pack
from latentpad.bundle.palette import make_palette
from latentpad.bundle.stored_arrays import find_array
from latentpad.bundle.stored_bytes import StoredBytes, stored_bytes
from latentpad.errors import BundleError

RECORDINGS = [bytes([i, 7, *range(i)]) for i in range(32)]
DATA = np.arange(200, dtype=np.uint8)


@pytest.fixture
def folder(bundle, tmp_path):
    save_bundle(replace(bundle, palette=make_palette(RECORDINGS)), tmp_path / "new")
    return tmp_path / "new"


def stored(path, arrays, compress=False):
    """Write an npz file; return where its array ``data`` is."""
    path.write_bytes(pack(arrays, compress=compress))
    with open_archive(path.open("rb"), path.stat().st_size) as archive:
        found = find_array(archive, path, "data")
    return found and stored_bytes(found)


def test_the_recordings_of_a_folder_are_read_from_its_file(folder):
    found = load_bundle(folder).palette
    assert isinstance(found.data, StoredBytes)
    assert [found.coded(i) for i in range(32)] == RECORDINGS
    assert found.n_bytes == sum(map(len, RECORDINGS))


def test_the_recordings_of_a_zip_are_in_memory(folder, tmp_path):
    shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    found = load_bundle(tmp_path / "packed.zip").palette
    assert isinstance(found.data, np.ndarray)
    assert [found.coded(i) for i in range(32)] == RECORDINGS


def test_a_loaded_bundle_is_saved_with_its_recordings(folder, tmp_path):
    save_bundle(load_bundle(folder), tmp_path / "again")
    assert (tmp_path / "again" / "palette.npz").read_bytes() == (folder / "palette.npz").read_bytes()


@pytest.mark.parametrize(
    "part", [slice(0, 200), slice(3, 9), slice(9, 3), slice(190, 300), slice(None), slice(-5, None)]
)
def test_a_slice_has_the_bytes_of_the_array(tmp_path, part):
    found = stored(tmp_path / "some.npz", {"first": np.arange(9), "data": DATA})
    assert found[part].tolist() == DATA[part].tolist()
    assert len(found) == 200


def test_a_file_that_was_removed_or_cut_cannot_be_read(tmp_path):
    path = tmp_path / "some.npz"
    found = stored(path, {"data": DATA})
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(OSError, match=r"some\.npz is shorter than it was"):
        found[100:200]
    path.unlink()
    with pytest.raises(FileNotFoundError):
        found[:1]


@pytest.mark.parametrize("other", [DATA.astype(np.int8), DATA.astype(np.uint16), DATA.reshape(2, 100)])
def test_another_kind_of_array_is_read_into_memory(tmp_path, other):
    assert stored(tmp_path / "some.npz", {"data": other}) is None
    found = Arrays(tmp_path / "some.npz", "some.npz", on_disk=("data",))
    assert np.array_equal(found.take("data", "iu", other.shape), other)


def test_a_compressed_array_is_read_into_memory(tmp_path):
    data = np.repeat(DATA, 9)
    assert stored(tmp_path / "some.npz", {"data": data}, compress=True) is None
    found = Arrays(tmp_path / "some.npz", "some.npz", on_disk=("data",))
    assert found.take_bytes("data").tolist() == data.tolist()


def test_an_array_that_claims_more_bytes_than_the_file_has_is_refused(tmp_path):
    path = tmp_path / "some.npz"
    path.write_bytes(pack({"data": DATA}, compress=False).replace(b"(200,)", b"(999,)"))
    found = Arrays(path, "some.npz", on_disk=("data",))
    with pytest.raises(BundleError, match=r"an array of uint8 of shape \(999,\) is in \d+ bytes"):
        found.take_bytes("data")
