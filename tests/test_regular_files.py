"""Files in folders that others can write to."""

import os
import socket
import threading

import pytest

from latentpad.regular_files import is_regular, open_regular, read_regular

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
