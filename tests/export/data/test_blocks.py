"""Blocks of what was computed for files, and the table of files that were read."""

import logging
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from latentpad_export.data import chunks, known_files
from latentpad_export.data.blocks import BlockLostError, Blocks, gather
from latentpad_export.data.chunks import ChunkDone, look_up, read_files
from latentpad_export.data.contents import MAX_BYTES, measure_files
from latentpad_export.data.known_files import FileState, KnownFiles
from latentpad_export.data.places import state_of_place

KEYS = [bytes([i]) * 32 for i in range(5)]


def state_of(file: Path, key: bytes) -> FileState:
    return FileState(str(file), *state_of_place(file), key)


def numbers(*values: int) -> dict[str, np.ndarray]:
    return {"values": np.array(values), "texts": np.array([str(value) for value in values])}


def test_arrays_come_back_in_the_order_of_the_places(tmp_path: Path) -> None:
    blocks = Blocks(tmp_path)
    blocks.write(KEYS[:3], numbers(0, 100, 2))
    blocks.write(KEYS[3:], numbers(3, 40_000))
    places = blocks.find()
    found = gather([places[KEYS[i]] for i in (4, 0, 3, 1)])
    assert found["values"].tolist() == [40_000, 0, 3, 100]
    assert found["texts"].tolist() == ["40000", "0", "3", "100"]


def test_several_writers_share_a_folder(tmp_path: Path) -> None:
    Blocks(tmp_path).write(KEYS[:1], numbers(0))
    Blocks(tmp_path).write(KEYS[1:2], numbers(1))
    assert set(Blocks(tmp_path).find()) == set(KEYS[:2])


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_damaged_block_is_removed_and_the_others_are_found(tmp_path: Path, share: float) -> None:
    blocks = Blocks(tmp_path)
    blocks.write(KEYS[:2], numbers(0, 1))
    (damaged,) = tmp_path.glob("*.npz")
    damaged.write_bytes(damaged.read_bytes()[: int(share * damaged.stat().st_size)])
    blocks.write(KEYS[2:], numbers(2, 3, 4))
    assert set(blocks.find()) == set(KEYS[2:])
    assert not damaged.exists()


def test_a_file_is_known_until_it_changes(tmp_path: Path) -> None:
    known, file = KnownFiles(tmp_path / "files.sqlite"), tmp_path / "é\udcff.wav"
    file.write_bytes(b"one")
    assert known.keys([file]) == [None]
    known.remember([state_of(file, KEYS[1])])
    assert known.keys([file, tmp_path / "absent"]) == [KEYS[1], None]
    assert KnownFiles(tmp_path / "files.sqlite").keys([file]) == [KEYS[1]]
    file.write_bytes(b"two")
    os.utime(file, ns=(1, 1))
    assert known.keys([file]) == [None]


def test_thousands_of_files_are_looked_up(tmp_path: Path) -> None:
    known = KnownFiles(tmp_path / "files.sqlite")
    files = [tmp_path / f"{i}" for i in range(1_203)]
    for file in files[1:]:
        file.touch()
    known.remember(state_of(file, KEYS[0]) for file in files[1:])
    assert known.keys(files) == [None] + [KEYS[0]] * 1_202


def test_a_damaged_table_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "files.sqlite").write_bytes(b"no database at all, but some text" * 100)
    known, file = KnownFiles(tmp_path / "files.sqlite"), tmp_path / "a.wav"
    file.touch()
    assert known.keys([file]) == [None]
    known.remember([state_of(file, KEYS[0])])
    assert known.keys([file]) == [KEYS[0]]


def test_a_table_that_another_program_holds_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(known_files, "TIMEOUT", 0.01)
    caplog.set_level(logging.INFO)
    known = KnownFiles(tmp_path / "files.sqlite")
    with closing(sqlite3.connect(tmp_path / "files.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        known.remember([FileState(str(tmp_path), 0, 0, KEYS[0])])
        assert known.keys([tmp_path]) == [None]
    assert [record.message for record in caplog.records] == [
        f"{tmp_path / 'files.sqlite'} cannot be used (database is locked); files are read again"
    ]


def test_a_block_whose_middle_is_damaged_is_removed_when_it_is_read(tmp_path: Path) -> None:
    blocks = Blocks(tmp_path)
    blocks.write(KEYS[:1], {"values": np.zeros((1, 10_000))})
    (damaged,) = tmp_path.glob("*.npz")
    content = damaged.read_bytes()
    damaged.write_bytes(content.replace(bytes(1_000), bytes([1]) * 1_000, 1))
    (place,) = blocks.find().values()
    with pytest.raises(BlockLostError, match="cannot be read"):
        gather([place])
    assert not damaged.exists()


def test_files_that_are_too_large_are_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.wav").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    found = measure_files([str(tmp_path / "large.wav")], len)
    assert found.unreadable == [
        (str(tmp_path / "large.wav"), "has 400 MB: it is longer than 60 s, the longest one-shot")
    ]


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    file, known = tmp_path / "a.wav", KnownFiles(tmp_path / "files.sqlite")
    file.write_bytes(b"one")
    known.remember(measure_files([str(file)], lambda _: file.write_bytes(b"longer")).states)
    assert known.keys([file]) == [None]


def first_bytes(folder: Path, read: list[str], paths: tuple[str, ...]) -> ChunkDone:
    """Write a block with the first byte of each file."""
    read.extend(Path(path).name for path in paths)
    found = measure_files(paths, lambda content: content[0])
    if found.states:
        Blocks(folder).write([state.key for state in found.states], {"values": np.array(found.results)})
    return ChunkDone(tuple(found.states), tuple(found.unreadable))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "files").mkdir()
    made = [tmp_path / "files" / f"{i:02d}" for i in range(20)]
    for i, file in enumerate(made):
        file.write_bytes(bytes([i, 255]))
    return made


def test_files_are_read_once_whatever_they_are_called_later(
    tmp_path: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 4)
    blocks, known = Blocks(tmp_path / "blocks"), KnownFiles(tmp_path / "files.sqlite")
    read: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        counts: list[int] = []
        again = partial(read_files, blocks=blocks, known=known, executor=pool, n_workers=2)
        found = again(files, read_chunk=partial(first_bytes, tmp_path / "blocks", read), progress=counts.append)
        assert gather([place for place in found.places if place])["values"].tolist() == list(range(20))
        assert (sorted(read), counts) == ([file.name for file in files], [0, 4, 8, 12, 16, 20])
        assert look_up(files, blocks, known).places == found.places
        read.clear()
        files[3] = files[3].rename(files[3].with_name("moved"))
        files[7].write_bytes(b"\x63new")
        files[9].unlink()
        found = again(files, read_chunk=partial(first_bytes, tmp_path / "blocks", read))
    assert read == ["07", "09"]
    values = [None if place is None else gather([place])["values"][0] for place in found.places]
    assert values == [0, 1, 2, 3, 4, 5, 6, 0x63, 8, None, *range(10, 20)]
    assert found.unreadable == {9: "cannot be read (No such file or directory)"}


def test_an_error_ends_the_run_and_what_was_written_remains(tmp_path: Path, files: list[Path]) -> None:
    def fail(paths: tuple[str, ...]) -> ChunkDone:
        if any(path.endswith("10") for path in paths):
            raise OSError(28, "No space left on device")
        return first_bytes(tmp_path / "blocks", [], paths)

    blocks, known = Blocks(tmp_path / "blocks"), KnownFiles(tmp_path / "files.sqlite")
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as pool:
        patch.setattr(chunks, "CHUNK", 5)
        with pytest.raises(OSError, match="No space left"):
            read_files(files, blocks, known, fail, pool, 1)
    assert len(blocks.find()) in (10, 15)  # the last chunk may have begun


def test_a_file_that_is_listed_twice_is_read_once_and_known_twice(tmp_path: Path, files: list[Path]) -> None:
    blocks, known = Blocks(tmp_path / "blocks"), KnownFiles(tmp_path / "files.sqlite")
    read: list[str] = []
    counts: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        chunk = partial(first_bytes, tmp_path / "blocks", read)
        found = read_files([*files[:3], *files[:3]], blocks, known, chunk, pool, 1, counts.append)
    assert gather([place for place in found.places if place])["values"].tolist() == [0, 1, 2, 0, 1, 2]
    assert (read, counts[-1]) == (["00", "01", "02"], 6)


def test_blocks_that_are_removed_while_files_are_read_are_computed_again(tmp_path: Path, files: list[Path]) -> None:
    blocks, known = Blocks(tmp_path / "blocks"), KnownFiles(tmp_path / "files.sqlite")
    removals = [1, 2]

    def remove_before(paths: tuple[str, ...]) -> ChunkDone:
        if removals and len(blocks.find()) > 5:
            removals.pop()
            shutil.rmtree(tmp_path / "blocks")
        return first_bytes(tmp_path / "blocks", [], paths)

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as pool:
        patch.setattr(chunks, "CHUNK", 5)
        found = read_files(files, blocks, known, remove_before, pool, 1)
        assert gather([place for place in found.places if place])["values"].tolist() == list(range(20))
        removals = list(range(100))
        shutil.rmtree(tmp_path / "blocks")
        with pytest.raises(OSError, match="was emptied while it was written to"):
            read_files(files, blocks, known, remove_before, pool, 1)


def test_the_files_that_are_read_first_are_of_all_parts_of_the_library(tmp_path: Path, files: list[Path]) -> None:
    blocks, known = Blocks(tmp_path / "blocks"), KnownFiles(tmp_path / "files.sqlite")
    read: list[str] = []
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as pool:
        patch.setattr(chunks, "CHUNK", 4)
        read_files(files, blocks, known, partial(first_bytes, tmp_path / "blocks", read), pool, 1)
    assert read[:4] == ["00", "05", "10", "15"]
