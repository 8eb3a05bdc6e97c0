"""Files in folders that others can write to."""

import os
import socket
import threading

import pytest

from latentpad import regular_files
from latentpad.regular_files import (
    entries_below,
    is_regular,
    is_regular_entry,
    open_below,
    open_named,
    open_regular,
    read_regular,
)

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither FIFOs nor links for every user")


def test_a_regular_file_is_read(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    with open_regular(tmp_path / "a.wav") as file:
        assert file.read() == b"RIFF"
    assert read_regular(tmp_path / "a.wav", 4) == b"RIFF"
    assert is_regular(tmp_path / "a.wav")


def test_more_than_the_bound_is_refused(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    with pytest.raises(OSError, match="more than 3 bytes"):
        read_regular(tmp_path / "a.wav", 3)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(OSError, match="not a regular file"):
        open_regular(tmp_path)
    assert not is_regular(tmp_path)


def test_a_missing_file_stays_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "a.wav")
    assert not is_regular(tmp_path / "a.wav")
    assert not is_regular("a\0b")


@posix
def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "a.wav").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic link") as raised:
        open_regular(tmp_path / "a.wav")
    assert raised.value.strerror == "it is a symbolic link"
    assert not is_regular(tmp_path / "a.wav")


@posix
def test_a_link_that_takes_the_place_of_the_file_is_not_followed(tmp_path, monkeypatch):
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    before = os.lstat(tmp_path / "a.wav")
    (tmp_path / "a.wav").unlink()
    (tmp_path / "a.wav").symlink_to(tmp_path / "secret")
    monkeypatch.setattr(os, "lstat", lambda _path: before)
    with pytest.raises(OSError, match=r"symbolic link"):
        open_regular(tmp_path / "a.wav")


@posix
@pytest.mark.parametrize("kind", ["fifo", "socket", "device"])
def test_what_would_block_is_refused_at_once(tmp_path, kind):
    path = tmp_path / "a.wav"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(path))
    else:
        path = "/dev/zero"
    refused = []

    def read():
        try:
            read_regular(path, 1 << 20)
        except OSError as error:
            refused.append(error.strerror)

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    reading.join(5)
    assert refused == ["it is not a regular file"]


@pytest.fixture
def shared(tmp_path):
    """A folder that others can write to, and one that is the user's own."""
    for name in ("shared/kits/Kit 1", "private"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.wav").write_bytes(b"RIFF")
    return tmp_path / "shared"


def content_below(root, path):
    with open_below(root, path) as file:
        return file.read()


def test_a_file_below_a_folder_is_read(shared):
    assert content_below(shared, "kits/Kit 1/a.wav") == b"RIFF"
    assert content_below(shared, shared / "kits" / "Kit 1" / "a.wav") == b"RIFF"
    assert content_below(shared / "kits" / "Kit 1", "a.wav") == b"RIFF"


@pytest.mark.parametrize("path", ["../private/a.wav", "kits/../../private/a.wav", "/etc/passwd", "", ".", "kits/.."])
def test_no_path_leads_out_of_the_folder(shared, path):
    with pytest.raises(OSError, match="it is not in"):
        open_below(shared, path)


@pytest.mark.parametrize("path", ["kits", "kits/Kit 1"])
def test_a_folder_is_no_file(shared, path):
    with pytest.raises(OSError, match="it is not a regular file"):
        open_below(shared, path)


def test_a_missing_folder_is_a_missing_file(shared):
    with pytest.raises(FileNotFoundError):
        open_below(shared, "kits/Kit 2/a.wav")
    with pytest.raises(OSError, match=r"a\.wav is not a folder"):
        open_below(shared, "kits/Kit 1/a.wav/b.wav")


@posix
def test_the_folder_itself_may_be_a_link(shared, tmp_path):
    (tmp_path / "link").symlink_to(shared)
    assert content_below(tmp_path / "link", "kits/Kit 1/a.wav") == b"RIFF"


@posix
def test_no_link_below_the_folder_is_followed(shared, tmp_path):
    (shared / "kept").symlink_to(tmp_path / "private")
    (shared / "kits" / "Kit 2").symlink_to(shared / "kits" / "Kit 1")
    (shared / "b.wav").symlink_to(tmp_path / "private" / "a.wav")
    for path, link in (("kept/a.wav", "kept"), ("kits/Kit 2/a.wav", "Kit 2")):
        with pytest.raises(OSError, match=f"{link} is a symbolic link; replace it by a folder"):
            open_below(shared, path)
    with pytest.raises(OSError, match="it is a symbolic link"):
        open_below(shared, "b.wav")
    with pytest.raises(OSError, match="kept is a symbolic link"), entries_below(shared, "kept"):
        pass


@posix
def test_a_folder_that_is_replaced_by_a_link_while_it_is_opened_is_not_followed(shared, tmp_path, monkeypatch):
    before, lstat = os.lstat(shared / "kits"), os.lstat
    (shared / "kits").rename(shared / "moved")
    (shared / "kits").symlink_to(tmp_path / "private")
    monkeypatch.setattr(os, "lstat", lambda path, **more: before if path == "kits" else lstat(path, **more))
    with pytest.raises(NotADirectoryError):
        open_below(shared, "kits/a.wav")


@posix
def test_where_folders_cannot_be_opened_links_are_looked_for(shared, tmp_path, monkeypatch):
    monkeypatch.setattr(regular_files, "HAS_DIR_FD", False)  # as on Windows
    assert content_below(shared, "kits/Kit 1/a.wav") == b"RIFF"
    (shared / "kept").symlink_to(tmp_path / "private")
    with pytest.raises(OSError, match="kept is a symbolic link"):
        open_below(shared, "kept/a.wav")
    with entries_below(shared, "kits") as entries:
        assert [entry.name for entry in entries] == ["Kit 1"]


@posix
def test_a_folder_that_may_be_searched_but_not_listed_is_enough(shared):
    shared.chmod(0o300)
    try:
        assert content_below(shared, "kits/Kit 1/a.wav") == b"RIFF"
    finally:
        shared.chmod(0o700)


@posix
def test_a_file_that_the_user_names_may_be_a_link(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    (tmp_path / "b.wav").symlink_to(tmp_path / "a.wav")
    with open_named(tmp_path / "b.wav") as file:
        assert file.read() == b"RIFF"
    os.mkfifo(tmp_path / "c.wav")
    with pytest.raises(OSError, match="not a regular file"):
        open_named(tmp_path / "c.wav")


def test_regular_entries_are_told_by_size(shared):
    (shared / "a.wav").write_bytes(b"1234")
    with os.scandir(shared) as entries:
        found = {entry.name: [is_regular_entry(entry, n_bytes) for n_bytes in (None, 4, 5)] for entry in entries}
    assert found == {"a.wav": [True, True, False], "kits": [False, False, False]}
