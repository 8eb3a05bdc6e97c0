"""Arrays that lie uncompressed in an npz file."""

import zipfile

import numpy as np
import pytest

from latentpad.bundle import packing
from latentpad.bundle.archive import open_archive
from latentpad.bundle.npz import Arrays
from latentpad.bundle.packing import pack
from latentpad.bundle.stored_arrays import find_array
from latentpad.errors import BundleError


@pytest.fixture
def noise(rng):
    """Numbers that compression does not make smaller."""
    return rng.standard_normal((500, 4)).astype(np.float32)


@pytest.fixture
def written(tmp_path):
    """Return a function that writes an npz file and returns its path."""

    def write(content):
        path = tmp_path / "some.npz"
        path.write_bytes(content)
        return path

    return write


def found(path, name="some"):
    with open_archive(path.open("rb"), path.stat().st_size) as archive:
        return find_array(archive, path, name)


def methods(content, written):
    with zipfile.ZipFile(written(content)) as archive:
        return {member.filename: member.compress_type for member in archive.infolist()}


def test_only_arrays_that_become_much_smaller_are_compressed(noise, written):
    kinds = methods(pack({"noise": noise, "zeros": np.zeros(500), "none": np.zeros(0)}), written)
    assert kinds == {"noise.npy": zipfile.ZIP_STORED, "zeros.npy": zipfile.ZIP_DEFLATED, "none.npy": zipfile.ZIP_STORED}


def test_a_stored_array_is_found_and_read(noise, written):
    part = found(written(pack({"first": np.arange(3), "some": noise})))
    assert (part.header.shape, part.header.dtype) == ((500, 4), np.float32)
    assert np.array_equal(part.read(), noise)


@pytest.mark.parametrize("dtype", ["?", ">f8", "<i2", "u1"])
@pytest.mark.parametrize("shape", [(), (0,), (0, 3), (2, 3, 4)])
def test_stored_arrays_of_any_type_and_shape_are_read(written, dtype, shape):
    array = np.ones(shape, dtype=dtype)
    read = found(written(pack({"some": array}, compress=False))).read()
    assert (read.dtype, read.shape, read.tobytes()) == (array.dtype, array.shape, array.tobytes())


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("array", [np.zeros(4096), np.array(["text"] * 99), np.arange(600.0).reshape(2, 300).T])
def test_arrays_are_read_whether_they_are_compressed_or_not(written, array, compress):
    path = written(pack({"some": array}, compress=compress))
    assert (found(path) is None) == compress
    for content in (path, path.read_bytes()):
        assert np.array_equal(Arrays(content, "some.npz").take("some", "fU", array.shape), array)


def test_an_array_that_claims_more_than_the_file_has_is_refused(noise, written):
    path = written(pack({"some": noise}).replace(b"(500, 4)", b"(999, 4)"))
    with pytest.raises(BundleError, match=r"^some\.npz cannot be unpacked \(.+\); the bundle is damaged$"):
        Arrays(path, "some.npz").take("some", "f", (None, 4))


def test_a_file_that_is_cut_while_it_is_read_is_refused(noise, written):
    path = written(pack({"some": noise}))
    part = found(path)
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(ValueError, match="cannot reshape"):
        part.read()


def test_arrays_that_could_not_be_read_again_are_not_packed(noise, monkeypatch):
    monkeypatch.setattr(packing, "MAX_FILE_BYTES", 10_000)
    with pytest.raises(BundleError, match=r"^some and more have 16000 bytes, at most 10000; use fewer sounds$"):
        pack({"some": noise, "more": noise})
