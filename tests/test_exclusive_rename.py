"""Renaming to a name that must not be taken, in each of the ways that disks know."""

import errno
import os
import threading

import pytest

from latentpad import exclusive_rename
from latentpad.exclusive_rename import WAYS, rename_new

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has one way")
each_way = pytest.mark.parametrize("way", WAYS, ids=["call", "link", "reserve"])


def unsupported(*_args, **_kwargs):
    raise OSError(errno.EPERM, "as FAT says of links")


@pytest.fixture
def only(monkeypatch):
    """Leave one way of renaming."""

    def leave(way):
        monkeypatch.setattr(exclusive_rename, "WAYS", [way if one is way else unsupported for one in WAYS])
        if way is not WAYS[-1]:
            monkeypatch.setattr(exclusive_rename, "WAYS", [unsupported, way])

    return leave


@pytest.fixture
def temporary(tmp_path):
    path = tmp_path / "temporary"
    path.write_bytes(b"new")
    return path


@posix
@each_way
@pytest.mark.parametrize("relative", [False, True])
def test_a_free_name_is_given(tmp_path, temporary, only, way, relative):
    only(way)
    if relative:
        folder = os.open(tmp_path, os.O_RDONLY)
        rename_new("temporary", "final", folder)
        os.close(folder)
    else:
        rename_new(str(temporary), str(tmp_path / "final"))
    assert (tmp_path / "final").read_bytes() == b"new"
    assert not temporary.exists()


@posix
@each_way
@pytest.mark.parametrize("kind", ["file", "link to nowhere", "folder"])
def test_a_taken_name_is_never_replaced(tmp_path, temporary, only, way, kind):
    only(way)
    final = tmp_path / "final"
    if kind == "file":
        final.write_bytes(b"mine")
    elif kind == "folder":
        final.mkdir()
    else:
        final.symlink_to(tmp_path / "nowhere")
    before = os.lstat(final)
    with pytest.raises(FileExistsError):
        rename_new(str(temporary), str(final))
    assert os.lstat(final) == before
    assert temporary.read_bytes() == b"new"
    assert not (tmp_path / "nowhere").exists()


@posix
@each_way
def test_of_many_that_want_a_name_exactly_one_gets_it(tmp_path, only, way):
    only(way)
    together, won = threading.Barrier(8), []

    def work(number):
        path = tmp_path / f"temporary {number}"
        path.write_text(str(number))
        together.wait(5)
        try:
            rename_new(str(path), str(tmp_path / "final"))
            won.append(str(number))
        except FileExistsError:
            pass

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(tmp_path / "final").read_text()] == won


@posix
def test_a_disk_that_knows_neither_call_nor_links_is_written_to(tmp_path, temporary, only):
    only(WAYS[-1])
    rename_new(str(temporary), str(tmp_path / "final"))
    assert [path.name for path in tmp_path.iterdir()] == ["final"]


@posix
def test_a_name_that_was_reserved_in_vain_is_free_again(tmp_path, temporary, only, monkeypatch):
    only(WAYS[-1])
    monkeypatch.setattr(os, "replace", unsupported)
    with pytest.raises(OSError, match="as FAT says"):
        rename_new(str(temporary), str(tmp_path / "final"))
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]


def test_a_folder_that_is_gone_is_reported(tmp_path, temporary):
    with pytest.raises(FileNotFoundError):
        rename_new(str(temporary), str(tmp_path / "gone" / "final"))
