"""Copies of libraries that a page sends."""

import json
import re
from pathlib import Path

import pytest

from latentpad.errors import LibraryImportError, UnusableSoundError
from latentpad.samples.audio_folder import CONVERTIBLE, PASSED_OVER, SUFFIXES
from latentpad.web.imports import library_copy
from latentpad.web.imports.library_copy import RESERVE, LibraryCopy
from latentpad.web.imports.offer import MAX_FILES, MAX_TOTAL, read_offer

NOON, LATER = 1_700_000_000_000, 1_700_000_100_000


def offer(name, *rows):
    return read_offer(json.dumps(["offer", name, [list(row) for row in rows]]))


def copy_of(root, name, *rows, free=10**12):
    return LibraryCopy(root, offer(name, *rows), lambda _: free)


def send(copy):
    """Write everything that is missing, as zeros."""
    for index, size in list(copy.missing.items()):
        copy.write(index, bytes(size))


def tree(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files_are_written_with_their_paths_and_times(tmp_path):
    copy = copy_of(tmp_path, "Drums", ("Kicks/a.wav", 3, NOON), ("samples.csv", 2, LATER))
    assert (copy.n_files, copy.n_bytes, copy.folder) == (2, 5, tmp_path / "Drums")
    copy.write(0, b"abc")
    copy.write(1, b"de")
    assert (copy.folder / "Kicks/a.wav").read_bytes() == b"abc"
    assert (copy.folder / "Kicks/a.wav").stat().st_mtime == NOON / 1000
    assert tree(tmp_path) == ["Drums/Kicks/a.wav", "Drums/samples.csv"]
    assert copy.missing == {}


def test_of_a_folder_that_is_sent_again_only_what_is_missing_is_wanted(tmp_path):
    rows = [("a.wav", 3, NOON), ("b/c.wav", 4, NOON)]
    first = copy_of(tmp_path, "Drums", *rows)
    first.write(1, bytes(4))
    again = copy_of(tmp_path, "Drums", *rows)
    assert (again.folder, again.missing) == (first.folder, {0: 3})
    send(again)
    assert copy_of(tmp_path, "Drums", *rows).missing == {}
    added = copy_of(tmp_path, "Drums", *rows, ("new.wav", 1, NOON))
    assert (added.folder, added.missing) == (first.folder, {2: 1})


@pytest.mark.parametrize(
    "rows",
    [
        [("a.wav", 3, LATER), ("b.wav", 3, NOON)],
        [("a.wav", 4, NOON), ("b.wav", 3, NOON)],
        [("a.wav", 3, NOON)],
        [("other.wav", 3, NOON)],
    ],
)
def test_other_files_of_the_same_name_go_to_a_folder_with_a_number(tmp_path, rows):
    send(copy_of(tmp_path, "Drums", ("a.wav", 3, NOON), ("b.wav", 3, NOON)))
    before = {path: path.read_bytes() for path in (tmp_path / "Drums").iterdir()}
    other = copy_of(tmp_path, "Drums", *rows)
    assert other.folder == tmp_path / "Drums 2"
    send(other)
    assert {path: path.read_bytes() for path in (tmp_path / "Drums").iterdir()} == before


def test_a_file_of_the_folders_name_is_left_alone(tmp_path):
    (tmp_path / "Drums").write_text("mine")
    send(copy_of(tmp_path, "Drums", ("a.wav", 3, NOON)))
    assert (tmp_path / "Drums").read_text() == "mine"
    assert tree(tmp_path / "Drums 2") == ["a.wav"]


@pytest.mark.parametrize("name", ["../..", "/", "..", "a/b", "C:\\", "con", "\0", "x" * 500])
def test_the_folder_is_one_below_that_of_the_libraries(tmp_path, name):
    root = tmp_path / "libraries"
    copy = copy_of(root, name, ("a.wav", 3, NOON))
    send(copy)
    assert copy.folder.parent == root
    assert tree(tmp_path) == [f"libraries/{copy.folder.name}/a.wav"]


def test_files_that_cannot_be_copied_are_listed_with_the_reason(tmp_path):
    rows = [
        ("a.wav", 3, NOON),
        ("../b.wav", 3, NOON),
        ("notes.txt", 3, NOON),
        ("sub/samples.csv", 3, NOON),
        ("c.m4a", 3, NOON),
    ]
    copy = copy_of(tmp_path, "Drums", *rows, ("long.wav", 65_000_000, NOON))
    assert {skipped.name: skipped.reason for skipped in copy.skipped} == {
        "../b.wav": "has a path that leads out of the folder",
        "notes.txt": "is no audio file",
        "sub/samples.csv": "is no audio file",
        "c.m4a": "cannot be read; convert it to wav",
        "long.wav": "has 65 MB (maximum 64 MB)",
    }
    assert list(copy.missing) == [0]


def test_a_folder_without_any_file_to_copy_is_refused(tmp_path):
    with pytest.raises(LibraryImportError, match=r"Drums: no file of it can be used; notes.txt is no audio file"):
        copy_of(tmp_path, "Drums", ("notes.txt", 3, NOON))
    with pytest.raises(LibraryImportError, match=r"Drums: no file of it can be used$"):
        copy_of(tmp_path, "Drums")


def test_a_disk_that_is_too_small_is_told_before_anything_is_written(tmp_path):
    rows = ("Drums", ("a.wav", 60_000_000, NOON), ("b.wav", 60_000_000, NOON))
    with pytest.raises(LibraryImportError, match=r"takes 120 MB, but the disk has 619 MB free.*type the folder's path"):
        copy_of(tmp_path, *rows, free=RESERVE + 119_000_000)
    assert list(tmp_path.iterdir()) == []
    assert copy_of(tmp_path, *rows, free=RESERVE + 120_000_000).bytes_missing == 120_000_000


def test_a_disk_that_fills_up_stops_the_copy(tmp_path):
    free = iter([10**12, 10**12, RESERVE])
    copy = LibraryCopy(tmp_path, offer("Drums", ("a.wav", 3, NOON), ("b.wav", 3, NOON)), lambda _: next(free))
    copy.write(0, b"abc")
    with pytest.raises(LibraryImportError, match="the disk has 500 MB free"):
        copy.write(1, b"abc")
    assert tree(tmp_path) == ["Drums/a.wav"]


def test_a_file_of_another_size_than_offered_is_not_written(tmp_path):
    copy = copy_of(tmp_path, "Drums", ("a.wav", 3, NOON))
    for content in (b"", b"ab", b"abcd"):
        with pytest.raises(UnusableSoundError, match="has changed while it was read"):
            copy.write(0, content)
    assert tree(tmp_path) == []


def test_a_file_that_was_not_asked_for_is_not_written(tmp_path):
    copy = copy_of(tmp_path, "Drums", ("a.wav", 3, NOON), ("../b.wav", 3, NOON))
    copy.write(0, b"abc")
    for index in (0, 1, 2, 2**32 - 1):
        with pytest.raises(LibraryImportError, match="was not asked for"):
            copy.write(index, b"xyz")
    assert (copy.folder / "a.wav").read_bytes() == b"abc"


def test_a_folder_that_cannot_be_written_to_stops_the_copy(tmp_path):
    copy = copy_of(tmp_path, "Drums", ("Kicks/a.wav", 3, NOON))
    copy.folder.mkdir()
    (copy.folder / "Kicks").write_text("in the way")
    with pytest.raises(LibraryImportError, match=r"a\.wav cannot be written"):
        copy.write(0, b"abc")


@pytest.mark.parametrize("rows", [[["a.wav", -1, 0]], [["a.wav", 1]], [["a.wav", 1, "x"]], [[1, 1, 1]], ["a.wav"], 3])
def test_a_damaged_offer_is_refused(rows):
    with pytest.raises(LibraryImportError, match="must be the name of a folder and a list"):
        read_offer(json.dumps(["offer", "Drums", rows]))


@pytest.mark.parametrize("text", ["", "{}", "[]", '["offer"]', '["offer", "", []]', "[" * 100_000, b"\xff"])
def test_what_is_no_offer_is_refused(text):
    with pytest.raises(LibraryImportError, match="must be the name of a folder and a list"):
        read_offer(text)


def test_too_many_or_too_large_files_are_refused():
    with pytest.raises(LibraryImportError, match=f"has {MAX_FILES + 1} files"):
        offer("Drums", *[("a.wav", 1, 0)] * (MAX_FILES + 1))
    with pytest.raises(LibraryImportError, match="type the folder's path instead"):
        offer("Drums", ("a.wav", MAX_TOTAL + 1, 0))


@pytest.mark.parametrize("modified", [-1e15, 1e15, float("1e14"), 0])
def test_any_time_of_change_is_kept_within_bounds(tmp_path, modified):
    copy = copy_of(tmp_path, "Drums", ("a.wav", 1, modified))
    send(copy)
    assert copy_of(tmp_path, "Drums", ("a.wav", 1, modified)).missing == {}


def test_the_page_offers_the_files_that_are_read_and_those_to_convert():
    script = Path(library_copy.__file__).parents[1].joinpath("static", "import_files.js").read_text(encoding="utf-8")
    lines = script[: script.index("const TEXTS")].replace("\\", "").split("\n")
    alternatives = [re.findall(r"[^|()']+", line) for line in lines if "|" in line]
    offered = {f".{name}" for line in alternatives[:2] for name in line}
    assert set(SUFFIXES + CONVERTIBLE) <= offered
    assert set(alternatives[2]) >= PASSED_OVER
