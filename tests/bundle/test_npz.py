"""Contents of map.npz that are accepted, and those that are refused."""

import io
import pickle
import struct
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle import npz
from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.bundle.npz import Arrays
from latentpad.bundle.packing import pack
from latentpad.errors import BundleError


def npz_file(header, data=b""):
    """Return an npz file with one array, ``points``, with any header."""
    text = header.encode() + b" " * (-(len(header) + 11) % 64) + b"\n"
    return zipped(b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text + data)


def zipped(content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("points.npy", content)
    return buffer.getvalue()


def header(shape, descr="<f4"):
    return f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}"


def refused(complaint, content):
    """Check that the only array of a file is refused in one line."""
    with pytest.raises(BundleError, match=complaint) as caught:
        Arrays(content, "map.npz").floats("points", (None, 2), 0.0, 1.0)
    assert str(caught.value).startswith("map.npz")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    return True


def test_packed_arrays_are_read_back(rng):
    points = rng.random((5, 2), dtype=np.float32)
    found = Arrays(pack({"points": points, "labels": np.arange(5)}), "map.npz")
    assert np.array_equal(found.floats("points", (None, 2), 0.0, 1.0), points)
    assert found.integers("labels", (5,), 0, 4).tolist() == [0, 1, 2, 3, 4]


def test_equal_arrays_are_packed_into_equal_bytes():
    assert pack({"points": np.eye(2)}) == pack({"points": np.eye(2)})


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\5\6" + b"\0" * 18, zipped(b""), zipped(b"\x93NUMPY")])
def test_invalid_files_are_refused(content):
    assert refused("cannot be unpacked|points is missing", content)


@pytest.mark.parametrize(
    "text",
    [
        header("(-5, 2)"),
        header("(1000000000000, 2)"),
        header("(99999999999999999999, 2)"),
        header("(0, 99999999999999999999)"),
        header("(4, 2)"),
        header("(True, 2)"),
        header("(2,)", "<U99999999999"),
        header("(2,)", "<q9"),
        "(" * 5000,
        "[" * 300 + "]" * 300,
        "-" * 9000 + "1",
        "{" + " " * 20000,
        "'''",
        "{}",
    ],
    ids=lambda text: text[:80],
)
def test_an_invalid_header_is_refused(text):
    assert refused(r"cannot be unpacked \(.+\); the bundle is damaged", npz_file(text, bytes(16)))


def test_nothing_is_unpickled():
    class Trap:
        def __reduce__(self):
            return pytest.fail, ("a pickle was loaded",)

    data = pickle.dumps(np.array([Trap()], dtype=object))
    assert refused("is not the header of an array of numbers", npz_file(header("(1,)", "|O"), data))


def test_arrays_that_unpack_to_too_much_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(npz, "MAX_FILE_BYTES", 1000)
    assert refused("^map.npz unpacks to 1128 bytes, at most 1000 are read$", npz_file(header("(125, 2)"), bytes(1000)))


@pytest.mark.parametrize("flipped", [0x01, 0x06, 0xFF])
def test_a_wrong_byte_is_refused_or_changes_nothing(flipped):
    points = np.linspace(0, 1, 16, dtype=np.float32).reshape(8, 2)
    whole = pack({"points": points})
    for place in range(len(whole)):
        content = whole[:place] + bytes([whole[place] ^ flipped]) + whole[place + 1 :]
        try:
            found = Arrays(content, "map.npz").floats("points", (8, 2), 0.0, 1.0)
        except BundleError:
            continue
        assert np.array_equal(found, points)


@pytest.mark.parametrize(
    ("array", "complaint"),
    [
        (np.zeros((4, 2), dtype=np.int32), r"points is int32 \(4, 2\), must be n x 2 of kind f$"),
        (np.zeros((4, 2), dtype=np.complex64), r"points is complex64 \(4, 2\)"),
        (np.zeros((4, 2), dtype=[("x", "f4")]), r"'descr': \[\('x', '<f4'\)\].* is not the header"),
        (np.zeros((4, 3), dtype=np.float32), r"points is float32 \(4, 3\), must be n x 2"),
        (np.zeros(8, dtype=np.float32), r"points is float32 \(8,\), must be n x 2"),
        (np.float32(1), r"points is float32 \(\), must be n x 2"),
        (np.array([[0.0, 1.5]]), "points has values outside 0 to 1"),
        (np.array([[0.0, -1e-9]]), "points has values outside 0 to 1"),
        (np.array([[0.5, np.nan]]), "points has values outside 0 to 1"),
        (np.array([[0.5, np.inf]], dtype=np.float16), "points has values outside 0 to 1"),
        (np.array([[0.5, 1e300]]), "points has values outside 0 to 1"),
    ],
)
def test_an_array_of_the_wrong_type_shape_or_range_is_refused(array, complaint):
    assert refused(complaint, pack({"points": array}))


def test_an_integer_beyond_int32_is_refused():
    found = Arrays(pack({"labels": np.array([2**32])}), "map.npz")
    with pytest.raises(BundleError, match=r"^map\.npz: labels has values outside -1 to 3$"):
        found.integers("labels", (1,), -1, 3)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"points": np.zeros((0, 2), dtype=np.float32)}, "points has 0 points, must be 1 to 1000000"),
        ({"points": np.full((32, 2), 1.01, dtype=np.float32)}, "points has values outside 0 to 1"),
        ({"points": np.zeros((33, 2), dtype=np.float32)}, r"latents is float32 \(32, 4\), must be 33 x 4"),
        ({"latents": np.full((32, 4), np.nan, dtype=np.float32)}, "latents has values outside -1e.06 to 1e.06"),
        ({"labels": np.full(32, 3)}, "labels has values outside -1 to 2"),
        ({"labels": np.full(32, -2)}, "labels has values outside -1 to 2"),
        ({"labels": np.zeros(32, dtype=np.float32)}, r"labels is float32 \(32,\), must be 32 of kind i or u"),
        ({"names": ["a"]}, r"name_sizes is uint32 \(1,\), must be 32 of kind i or u"),
        ({"seconds": np.full(32, -1.0)}, "seconds has values outside 0 to 3600"),
        ({"peaks": np.full(32, np.inf)}, "peaks has values outside 0 to 10000"),
    ],
)
def test_an_inconsistent_map_is_refused(bundle, tmp_path, changes, complaint):
    save_bundle(replace(bundle, map=replace(bundle.map, **changes)), tmp_path / "odd")
    with pytest.raises(BundleError, match=rf"odd: map\.npz: {complaint}"):
        load_bundle(tmp_path / "odd")


def test_a_missing_array_is_refused(bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "latentpad.bundle.bundle.pack", lambda found: pack({k: found[k] for k in found if k != "analysis"})
    )
    save_bundle(bundle, tmp_path / "odd")
    with pytest.raises(BundleError, match=r"odd: mel\.npz: analysis is missing$"):
        load_bundle(tmp_path / "odd")
