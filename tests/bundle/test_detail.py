"""What a bundle needs to play its sounds' detail: pitches, triangles, sketches and a palette, intact and damaged."""

import json
import re
from dataclasses import fields, replace

import numpy as np
import pytest

from latentpad.bundle import npz
from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.bundle.npz import Arrays
from latentpad.bundle.packing import pack
from latentpad.bundle.palette import make_palette, read_palette
from latentpad.errors import BundleError

N = 32
NEW = ("pitches", "pitch_certainties", "triangles", "sketches", "outlines", "attacks", "partials")
RECORDINGS = [b"OggS first", b"", b"OggS third", *[b""] * (N - 3)]


@pytest.fixture
def detailed(bundle):
    """The toy with everything that is new; its first eight points lie on a circle, counter-clockwise, and its
    65 bands and 32 frames have outlines of two places and two times."""
    layout = replace(
        bundle.map,
        pitches=np.linspace(0, 24_000, N, dtype=np.float32),
        pitch_certainties=np.linspace(0, 1, N, dtype=np.float32),
        triangles=np.array([[0, 1, 2], [0, 2, 3], [8, 16, 0]], dtype=np.int32),
        sketches=np.arange(N * 16, dtype=np.uint16).reshape(N, 16).astype(np.uint8),
        outlines=np.arange(N * 4, dtype=np.uint8).reshape(N, 2, 2),
        attacks=np.arange(N * 32, dtype=np.uint16).reshape(N, 32).astype(np.uint8),
        partials=np.arange(N * 16, dtype=np.uint16).reshape(N, 2, 8).astype(np.uint8),
    )
    return replace(bundle, map=layout, detail_seconds=4.0, palette=make_palette(RECORDINGS))


def saved(bundle, path, **arrays):
    """Save a bundle with some arrays of its map changed."""
    save_bundle(replace(bundle, map=replace(bundle.map, **arrays)), path)
    return path


def test_detail_is_loaded_as_it_was_saved(detailed, tmp_path):
    save_bundle(detailed, tmp_path / "new")
    found = load_bundle(tmp_path / "new")
    for name in NEW:
        before, after = getattr(detailed.map, name), getattr(found.map, name)
        assert (after.dtype, after.tolist()) == (before.dtype, before.tolist())
    assert found.detail_seconds == 4.0
    assert [found.palette.coded(i) for i in range(N)] == RECORDINGS
    assert found.palette.header.tobytes() == b"OggS "
    assert found.palette.n_recordings == 2
    assert found.palette.offsets.dtype == np.int64
    assert json.loads((tmp_path / "new" / "bundle.json").read_text())["palette"] == "palette.npz"


def test_a_bundle_without_detail_has_none(bundle, bundle_path):
    assert [getattr(bundle.map, name) for name in NEW] == [None] * len(NEW)
    assert (bundle.detail_seconds, bundle.palette) == (0.0, None)
    assert "palette" not in json.loads((bundle_path / "bundle.json").read_text(encoding="utf-8"))
    assert not (bundle_path / "palette.npz").exists()


def test_a_manifest_of_an_older_version_is_read(bundle_path):
    manifest = json.loads((bundle_path / "bundle.json").read_text(encoding="utf-8"))
    del manifest["detail_seconds"]
    (bundle_path / "bundle.json").write_text(json.dumps(manifest))
    assert load_bundle(bundle_path).detail_seconds == 0.0


def test_detail_changes_nothing_else_in_a_bundle(detailed, bundle, tmp_path):
    save_bundle(detailed, tmp_path / "new")
    found = load_bundle(tmp_path / "new")
    for field in fields(bundle.map):
        if field.name not in NEW:
            assert np.array_equal(getattr(found.map, field.name), getattr(bundle.map, field.name))
    assert (found.decoder, found.representation) == (bundle.decoder, bundle.representation)


def test_a_map_whose_points_lie_on_a_line_has_no_triangles(detailed, tmp_path):
    path = saved(detailed, tmp_path / "new", triangles=np.zeros((0, 3), dtype=np.int32))
    assert load_bundle(path).map.triangles.shape == (0, 3)


ONES = np.ones(N, dtype=np.float32)


@pytest.mark.parametrize(
    ("arrays", "complaint"),
    [
        ({"pitches": -ONES}, "pitches has values outside 0 to 24000"),
        ({"pitches": 24_001 * ONES}, "pitches has values outside 0 to 24000"),
        ({"pitches": np.nan * ONES}, "pitches has values outside 0 to 24000"),
        ({"pitches": ONES[1:]}, r"pitches is float32 \(31,\), must be 32 of kind f"),
        ({"pitches": np.ones(N, dtype=int)}, "must be 32 of kind f"),
        ({"pitch_certainties": None}, "pitch_certainties is missing"),
        ({"pitch_certainties": 1.01 * ONES}, "pitch_certainties has values outside 0 to 1"),
        ({"pitch_certainties": np.inf * ONES}, "pitch_certainties has values outside 0 to 1"),
        ({"triangles": np.array([[0, 1]])}, r"triangles is int64 \(1, 2\), must be n x 3"),
        ({"triangles": np.array([[0.0, 1.0, 2.0]])}, "must be n x 3 of kind i or u"),
        ({"triangles": np.array([[0, 1, 32]])}, "triangles has values outside 0 to 31"),
        ({"triangles": np.array([[-1, 1, 2]])}, "triangles has values outside 0 to 31"),
        ({"triangles": np.array([[2**40, 1, 2]])}, "triangles has values outside 0 to 31"),
        ({"triangles": np.array([[0, 1, 1]])}, "triangles must have three corners, counter-clockwise"),
        ({"triangles": np.array([[0, 2, 1]])}, "triangles must have three corners, counter-clockwise"),
        ({"triangles": np.tile([[0, 1, 2]], (65, 1))}, "has 65 triangles, at most 64 for 32 points"),
        ({"sketches": np.zeros((N, 15), dtype=np.uint8)}, r"sketches is uint8 \(32, 15\), must be 32 x 16"),
        ({"sketches": np.full((N, 16), 256)}, "sketches has values outside 0 to 255"),
        ({"sketches": np.zeros((N, 16), dtype=np.float32)}, "must be 32 x 16 of kind i or u"),
        ({"outlines": np.zeros((N, 2, 3), dtype=np.uint8)}, r"outlines is uint8 \(32, 2, 3\), must be 32 x 2 x 2"),
        ({"outlines": np.zeros((N, 3, 2), dtype=np.uint8)}, r"outlines is uint8 \(32, 3, 2\), must be 32 x 2 x 2"),
        ({"outlines": np.zeros((N - 1, 2, 2), dtype=np.uint8)}, r"outlines is uint8 \(31, 2, 2\), must be 32 x 2 x 2"),
        ({"outlines": np.zeros((N, 4), dtype=np.uint8)}, r"outlines is uint8 \(32, 4\), must be 32 x 2 x 2"),
        ({"outlines": np.full((N, 2, 2), 256)}, "outlines has values outside 0 to 255"),
        ({"outlines": np.full((N, 2, 2), -1)}, "outlines has values outside 0 to 255"),
        ({"outlines": np.zeros((N, 2, 2), dtype=np.float32)}, "must be 32 x 2 x 2 of kind i or u"),
        ({"attacks": np.zeros((N, 31), dtype=np.uint8)}, r"attacks is uint8 \(32, 31\), must be 32 x 32"),
        ({"attacks": np.full((N, 32), 256)}, "attacks has values outside 0 to 255"),
        ({"partials": np.zeros((N, 2, 9), dtype=np.uint8)}, r"partials is uint8 \(32, 2, 9\), must be 32 x 2 x 8"),
    ],
)
def test_a_damaged_map_is_refused(detailed, tmp_path, arrays, complaint, refused):
    assert refused(saved(detailed, tmp_path / "new", **arrays), rf"map\.npz: .*{complaint}")


@pytest.mark.parametrize("found", [None, True, "4", -1, 60.1, 1e300, [4]])
def test_a_length_of_the_detail_out_of_range_is_refused(bundle_path, found, refused):
    manifest = json.loads((bundle_path / "bundle.json").read_text(encoding="utf-8"))
    (bundle_path / "bundle.json").write_text(json.dumps({**manifest, "detail_seconds": found}))
    assert refused(bundle_path, r"bundle\.json: detail_seconds=.*, must be a number between 0 and 60$")


def change_manifest(path, **changes):
    manifest = json.loads((path / "bundle.json").read_text(encoding="utf-8"))
    (path / "bundle.json").write_text(json.dumps({**manifest, **changes}))


@pytest.mark.parametrize("found", [None, True, "", "map.npz", "../palette.npz", ["palette.npz"], "x" * 10_000])
def test_a_palette_of_the_wrong_name_or_type_is_refused(detailed, tmp_path, found, refused):
    save_bundle(detailed, tmp_path / "new")
    change_manifest(tmp_path / "new", palette=found)
    assert refused(tmp_path / "new", r"bundle\.json: palette=.*, must be 'palette\.npz' or left out$")


def test_a_listed_but_missing_or_changed_palette_is_refused(detailed, tmp_path, refused):
    save_bundle(detailed, tmp_path / "new")
    content = bytearray((tmp_path / "new" / "palette.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "new" / "palette.npz").write_bytes(content)
    assert refused(tmp_path / "new", r"palette\.npz does not match its sha256 in bundle\.json; copy")
    (tmp_path / "new" / "palette.npz").unlink()
    assert refused(tmp_path / "new", r"palette\.npz is missing; the bundle is incomplete")


def test_a_palette_that_is_not_listed_is_not_read(bundle_path):
    (bundle_path / "palette.npz").write_bytes(b"left over")
    assert load_bundle(bundle_path).palette is None


def test_a_palette_of_another_map_is_refused(detailed, tmp_path, refused):
    save_bundle(replace(detailed, palette=make_palette(RECORDINGS[1:])), tmp_path / "new")
    assert refused(tmp_path / "new", r"palette\.npz: offsets is int64 \(32,\), must be 33 of kind")


@pytest.mark.parametrize(
    ("files", "header"),
    [
        ([b"", b""], b""),
        ([b"OggS"], b"Ogg"),
        ([b"OggS", b"", b"OggS"], b"Ogg"),
        ([b"OggSa", b"OggS"], b"Ogg"),
        ([b"OggSab", b"OggSb", b""], b"OggS"),
        ([b"a", b"b"], b""),
    ],
)
def test_a_palette_stores_what_all_recordings_begin_with_once(files, header):
    found = make_palette(files)
    assert found.header.tobytes() == header
    assert [found.coded(i) for i in range(len(files))] == files
    assert found.n_recordings == len([file for file in files if file])


def test_recordings_that_are_too_large_are_refused(monkeypatch):
    with pytest.raises(BundleError, match=r"have 2000002 bytes, the largest 2000001 .*; embed fewer or shorter sounds"):
        make_palette([bytes([1]) + bytes(2_000_000), b"2"])
    monkeypatch.setattr("latentpad.bundle.palette.MAX_PALETTE_BYTES", 9)
    with pytest.raises(BundleError, match="have 10 bytes, the largest 5 "):
        make_palette([b"12345", b"67890"])


DATA = np.zeros(30, dtype=np.uint8)
RISING = np.array([0, 10, 10, 30])


@pytest.mark.parametrize(
    ("arrays", "complaint"),
    [
        ({"data": None}, "data is missing"),
        ({"header": None}, "header is missing"),
        ({"header": np.zeros(5, dtype=np.uint32)}, "header is uint32 and data uint8, must be uint8"),
        ({"header": np.zeros(1_999_981, dtype=np.uint8)}, "has a recording of 2000001 bytes, at most 2000000 are read"),
        ({"offsets": None}, "offsets is missing"),
        ({"data": DATA.astype(np.uint16)}, "header is uint8 and data uint16, must be uint8"),
        ({"data": DATA.astype(np.int8)}, r"data is int8 \(30,\), must be n of kind u"),
        ({"data": DATA.reshape(5, 6)}, r"data is uint8 \(5, 6\), must be n"),
        ({"data": DATA[:29]}, "offsets must rise from 0 to 29"),
        ({"offsets": RISING.astype(float)}, "must be 4 of kind i or u"),
        ({"offsets": RISING[:3]}, r"offsets is int64 \(3,\), must be 4"),
        ({"offsets": np.array([0, 10, 9, 30])}, "offsets must rise from 0 to 30"),
        ({"offsets": np.array([-1, 10, 10, 30])}, "offsets must rise from 0 to 30"),
        ({"offsets": np.array([1, 10, 10, 30])}, "offsets must rise from 0 to 30"),
        ({"offsets": np.array([0, 10, 10, 29])}, "offsets must rise from 0 to 30"),
        ({"offsets": np.array([0, 10, 10, 31])}, "offsets must rise from 0 to 30"),
        ({"offsets": np.array([0, 2**64 - 1, 10, 30], dtype=np.uint64)}, "offsets must rise from 0 to 30"),
        ({"offsets": np.array([0, 2**62, -(2**62), 30])}, "offsets must rise from 0 to 30"),
        ({"data": np.zeros(2_000_001, dtype=np.uint8), "offsets": np.array([0, 0, 2_000_001, 2_000_001])}, "2000031"),
    ],
)
def test_a_palette_that_lies_about_itself_is_refused(arrays, complaint, tmp_path):
    content = pack(
        {k: v for k, v in {"header": DATA, "data": DATA, "offsets": RISING, **arrays}.items() if v is not None}
    )
    (tmp_path / "palette.npz").write_bytes(content)
    for found in (content, tmp_path / "palette.npz"):
        with pytest.raises(BundleError, match=rf"^palette\.npz: .*{complaint}") as caught:
            read_palette(Arrays(found, "palette.npz", on_disk=("data",)), 3)
        assert len(str(caught.value)) < 300


def test_a_palette_that_unpacks_to_too_much_is_refused(detailed, tmp_path, monkeypatch, refused):
    zeros = replace(detailed, palette=make_palette([bytes([i]) + bytes(100_000) for i in range(N)]))
    save_bundle(zeros, tmp_path / "new")
    bomb = pack(vars(zeros.palette))
    assert len(bomb) < 10_000
    monkeypatch.setattr(npz, "MAX_FILE_BYTES", 3_000_000)
    assert refused(tmp_path / "new", rf"{re.escape('palette.npz')} unpacks to 32\d+ bytes, at most 3000000 are read")
    with pytest.raises(BundleError, match="unpacks to 32"):
        Arrays(bomb, "palette.npz")
