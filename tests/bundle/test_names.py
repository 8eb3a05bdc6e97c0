"""Names of sounds: a sequence of strings that is kept, and stored, as UTF-8."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle import names as module
from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.bundle.map import Map
from latentpad.bundle.names import Names, read_names
from latentpad.bundle.npz import Arrays
from latentpad.bundle.packing import pack
from latentpad.errors import BundleError

STRINGS = [
    "kick/1.wav",
    "",
    "snare é/Größe.wav",
    "日本/🥁.wav",
    "not-utf8-\udcff.wav",
    "half a pair \ud83e",
    "",
    "kick/1.wav",
]


@pytest.fixture
def names():
    return Names.of(STRINGS)


def reread(**arrays):
    """Return names that were packed and read again."""
    return read_names(Arrays(pack(arrays), "map.npz"), 8)


def test_names_are_a_sequence_of_the_strings_they_were_made_of(names):
    assert len(names) == 8
    assert list(names) == names.tolist() == STRINGS
    assert [names[i] for i in range(8)] == [names[np.int32(i - 8)] for i in range(8)] == STRINGS
    assert names.index("日本/🥁.wav") == 3
    assert "kick/2.wav" not in names


@pytest.mark.parametrize("index", [8, -9])
def test_an_index_beyond_the_names_is_an_error(names, index):
    with pytest.raises(IndexError):
        names[index]


@pytest.mark.parametrize(
    "rows", [slice(1, 6, 2), [3, 0, 3], np.array([2, -1]), np.arange(8) % 3 == 0, np.zeros(0, int)]
)
def test_some_of_the_names_are_selected_as_from_an_array(names, rows):
    assert names[rows].tolist() == np.array(STRINGS)[rows].tolist()


def test_names_are_found_by_their_whole_text(names):
    assert names.find("kick/1.wav").tolist() == [0, 7]
    assert names.find("").tolist() == [1, 6]
    assert names.find("ick/1.wav").tolist() == names.find("kick/2.wav").tolist() == []
    assert names.find("not-utf8-\udcff.wav").tolist() == [4]


def test_names_are_equal_if_their_strings_and_their_order_are(names):
    assert names == Names.of(STRINGS)
    assert names != Names.of(STRINGS[::-1])
    assert Names.of(["ab", "c"]) != Names.of(["a", "bc"])
    assert names != STRINGS


def test_names_are_read_as_they_were_stored(names):
    assert reread(**names.arrays()) == names


def test_names_of_older_bundles_are_read(names):
    assert reread(names=np.array(STRINGS)) == reread(names=np.array(STRINGS, dtype=">U30")) == names
    assert reread(names=np.zeros(8, dtype="U0")).tolist() == [""] * 8


def test_one_long_name_does_not_widen_the_others():
    strings = ["x" * 90_000, *(f"{i}.wav" for i in range(9_999))]
    arrays = Names.of(strings).arrays()
    assert sum(array.nbytes for array in arrays.values()) == sum(map(len, strings)) + 4 * 10_000


def test_names_take_little_more_memory_than_their_text():
    names = Names.of([f"{i:090}" for i in range(10_000)])
    assert sum(sys.getsizeof(part) for part in vars(names).values()) < 1.1 * 90 * 10_000


def test_a_map_keeps_any_strings_as_names(toy):
    layout: Map = replace(toy.map, names=np.array(["a.wav"] * 32))
    assert layout.names == Names.of(["a.wav"] * 32)


def test_a_bundle_with_names_of_any_kind_is_loaded_with_them(toy, tmp_path):
    strings = STRINGS * 4
    save_bundle(replace(toy, map=replace(toy.map, names=strings)), tmp_path / "odd")
    assert load_bundle(tmp_path / "odd").map.names.tolist() == strings


def test_names_that_no_bundle_could_hold_are_refused(monkeypatch):
    with pytest.raises(BundleError, match=r"^the names of the sounds have 100001 bytes, the longest 100001 \(at most"):
        Names.of(["x" * 100_001])
    monkeypatch.setattr(module, "MAX_NAMES_BYTES", 99)
    with pytest.raises(BundleError, match=r"^the names of the sounds have 100 bytes, the longest 50 \(at most 99 and"):
        Names.of(["x" * 50] * 2)


def bytes_of(text):
    return np.frombuffer(text, dtype=np.uint8)


def sizes(*values, dtype=np.uint32):
    return np.array([*values, *[0] * (8 - len(values))], dtype=dtype)


@pytest.mark.parametrize(
    ("arrays", "complaint"),
    [
        ({}, "name_bytes is missing"),
        ({"name_bytes": bytes_of(b"abc")}, "name_sizes is missing"),
        ({"name_bytes": bytes_of(b"abc"), "name_sizes": np.array([3])}, r"name_sizes is int64 \(1,\), must be 8"),
        ({"name_bytes": bytes_of(b"abc"), "name_sizes": sizes(3.0, dtype=float)}, "name_sizes is float64"),
        ({"name_bytes": bytes_of(b"abc"), "name_sizes": sizes(4, -1, dtype=int)}, "name_sizes has values outside 0 to"),
        ({"name_bytes": bytes_of(b"abc"), "name_sizes": sizes(2)}, "name_sizes add up to 2, must be the 3 of name_b"),
        ({"name_bytes": bytes_of(b"abc"), "name_sizes": sizes(100_001)}, "name_sizes has values outside 0 to 100000"),
        ({"name_bytes": np.zeros(3, np.uint16), "name_sizes": sizes(3)}, "name_bytes is uint16, must be uint8"),
        (
            {"name_bytes": np.zeros((3, 1), np.uint8), "name_sizes": sizes(3)},
            r"name_bytes is uint8 \(3, 1\), must be n",
        ),
        ({"name_bytes": bytes_of(b"a\xff"), "name_sizes": sizes(2)}, "name_bytes is not UTF-8, or a name ends within"),
        ({"name_bytes": bytes_of("aé".encode()), "name_sizes": sizes(2, 1)}, "name_bytes is not UTF-8, or a name ends"),
        (
            {"name_bytes": bytes_of("🥁é".encode()), "name_sizes": sizes(5, 1)},
            "name_bytes is not UTF-8, or a name ends",
        ),
        ({"names": np.zeros(8, dtype="S3")}, r"names is \|S3 \(8,\), must be 8 of kind U"),
        ({"names": np.array(["a"])}, r"names is <U1 \(1,\), must be 8"),
        ({"names": np.full(8, 0x110000, "<u4").view("<U1")}, "names has characters that are not Unicode"),
        ({"names": np.full(8, 0x110000, ">u4").view(">U1")}, "names has characters that are not Unicode"),
        ({"names": np.array(["x" * 100_001] * 8)}, "the names of the sounds have 800008 bytes, the longest 100001"),
    ],
)
def test_damaged_names_are_refused_in_one_line(arrays, complaint):
    with pytest.raises(BundleError, match=rf"^map\.npz: {complaint}") as caught:
        reread(**arrays)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_too_many_bytes_are_refused(names, monkeypatch):
    monkeypatch.setattr(module, "MAX_NAMES_BYTES", 10)
    with pytest.raises(BundleError, match=r"^map\.npz: has names of \d+ bytes, at most 10 are read$"):
        reread(**names.arrays())


@pytest.mark.parametrize("block", [1, 2, 7, 64])
def test_damage_is_found_in_any_block(names, monkeypatch, block):
    monkeypatch.setattr(module, "BLOCK", block)
    arrays = names.arrays()
    assert reread(**arrays) == names
    assert list(names) == STRINGS
    for place in range(len(arrays["name_bytes"])):
        damaged = arrays["name_bytes"].copy()
        damaged[place] = 0xFF
        with pytest.raises(BundleError, match="is not UTF-8"):
            reread(**{**arrays, "name_bytes": damaged})
