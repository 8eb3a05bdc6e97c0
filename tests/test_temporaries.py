"""Temporary files that killed programs leave."""

import os
import stat
import subprocess
import sys

import pytest

from latentpad.file_locks import share
from latentpad.files import new_folder, replacing, write_first_free, write_new
from latentpad.temporaries import EARLIER, NAME, remove_abandoned, temporary_name

EARLIER_NAMES = (".kick_x0.125_y0.125_s7.wav.tmp", ".kick_x0.125_y0.125_s7_12.wav.tmp", ".latentpad-4711.tmp")

OF_THE_USER = (
    *(".out.wav.tmp", "latentpad-1-0123456789abcdef.tmp", ".latentpad-1-0123456789abcdef.tmp.wav", ".latentpad.tmp"),
    *(".latentpad-1-0123456789abcdeg.tmp", ".latentpad--0123456789abcdef.tmp", ".latentpad-1-0123456789ABCDEF.tmp"),
    *("kick_x0.125_y0.125_s7.wav.tmp", ".my song.wav.tmp", ".kick_x0.125_y0.125_s7.wav", ".latentpad-x.tmp"),
    *(".latentpad-1-0123456789abcdef.tmp\n", ".latentpad-\u0661.tmp"),
)

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no links for every user, and other locks")


def age(path):
    """Have a file look older than this process."""
    os.utime(path, (1e9, 1e9), follow_symlinks=False)
    return path


def abandoned(folder, name=None):
    path = folder / (name or temporary_name())
    path.write_bytes(b"RIFF, and half a wav")
    return age(path)


def test_temporary_names_differ_and_are_short():
    names = {temporary_name() for _ in range(100)}
    assert len(names) == 100
    assert all(NAME.fullmatch(name) and len(name) < 50 for name in names)


def test_what_a_killed_program_left_is_removed(tmp_path):
    for name in (None, *EARLIER_NAMES):
        abandoned(tmp_path, name)
    remove_abandoned(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_the_users_is_removed(tmp_path):
    mine = sorted(abandoned(tmp_path, name) for name in OF_THE_USER)
    remove_abandoned(tmp_path)
    assert sorted(tmp_path.iterdir()) == mine
    assert not any(EARLIER.fullmatch(name) for name in OF_THE_USER)


def test_a_file_that_is_newer_than_this_process_is_not_removed(tmp_path):
    path = tmp_path / temporary_name()
    path.write_bytes(b"")
    remove_abandoned(tmp_path)
    assert path.exists()


@posix
def test_neither_a_link_nor_its_target_is_removed(tmp_path):
    mine = abandoned(tmp_path, "mine.wav")
    link = tmp_path / temporary_name()
    link.symlink_to(mine)
    age(link)
    (tmp_path / "folder").mkdir()
    inside = abandoned(tmp_path / "folder")
    (linked := tmp_path / temporary_name()).symlink_to(tmp_path / "folder")
    age(linked)
    os.mkfifo(fifo := tmp_path / temporary_name())
    age(fifo)
    remove_abandoned(tmp_path)
    assert all(os.path.lexists(path) for path in (mine, link, linked, inside, fifo))


@posix
def test_what_a_living_program_writes_is_not_removed(tmp_path):
    path = abandoned(tmp_path)
    descriptor = share(path)
    remove_abandoned(tmp_path)
    assert path.exists()
    os.close(descriptor)
    remove_abandoned(tmp_path)
    assert not path.exists()


WRITE = """
import os, sys, time
from pathlib import Path
from latentpad import files
folder, kind = Path(sys.argv[1]), sys.argv[2]
def hang(*_args):
    for path in folder.iterdir():
        os.utime(path, (1e9, 1e9))
    print("writing", flush=True)
    sys.stdin.read()
if kind == "file":
    os.fsync = hang
    files.write_new(folder / "kick.wav", bytes(1000))
elif kind == "replaced":
    with files.replacing(folder / "map.json") as temporary:
        temporary.write_bytes(bytes(1000))
        hang()
else:
    with files.new_folder(folder / "drums.latentpad") as temporary:
        (temporary / "bundle.json").write_bytes(bytes(1000))
        hang()
"""


@posix
@pytest.mark.parametrize("kind", ["file", "replaced", "folder"])
def test_what_another_process_writes_is_removed_once_that_is_killed(tmp_path, kind):
    command = [sys.executable, "-c", WRITE, str(tmp_path), kind]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"writing\n"
        remove_abandoned(tmp_path)
        assert len(list(tmp_path.iterdir())) == 1
        process.kill()
        process.wait(10)
    remove_abandoned(tmp_path)
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize(
    ("mode", "is_removed"), [(0o700, True), (0o755, True), (0o775, True), (0o777, False), (0o1777, True)]
)
def test_folders_are_left_alone_where_others_could_have_named_them(tmp_path, mode, is_removed):
    folder = tmp_path / temporary_name()
    folder.mkdir()
    abandoned(folder, "song.wav")
    age(folder)
    tmp_path.chmod(mode)
    remove_abandoned(tmp_path)
    assert folder.exists() != is_removed


@posix
def test_folders_are_left_alone_where_a_group_could_have_named_them(tmp_path, monkeypatch):
    folder = tmp_path / temporary_name()
    folder.mkdir()
    age(folder)
    tmp_path.chmod(0o775)
    monkeypatch.setattr(os, "getegid", lambda: tmp_path.stat().st_gid + 1)
    remove_abandoned(tmp_path)
    assert folder.exists()


def new_file(folder):
    write_new(folder / "a.wav", b"new")


def new_version(folder):
    with replacing(folder / "a.wav") as temporary:
        temporary.write_bytes(b"new")


def new_bundle(folder):
    with new_folder(folder / "a.latentpad") as temporary:
        (temporary / "bundle.json").write_bytes(b"new")


@pytest.mark.parametrize("write", [new_file, new_version, new_bundle])
def test_whatever_is_written_first_removes_what_is_abandoned_beside_it(tmp_path, write):
    abandoned(tmp_path)
    write(tmp_path)
    assert [path.suffix for path in tmp_path.iterdir()] in ([".wav"], [".latentpad"])


@pytest.mark.parametrize("write", [new_file, new_version, new_bundle])
def test_a_writer_that_fails_leaves_nothing(tmp_path, write, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    for name in ("rename_new", "os.replace", "os.rename"):
        monkeypatch.setattr(f"latentpad.files.{name}", full)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_name_as_long_as_the_disk_allows_can_be_written(tmp_path):
    final = tmp_path / f"{'x' * 251}.wav"
    write_new(final, b"new")
    with replacing(final) as temporary:
        temporary.write_bytes(b"newer")
    assert final.read_bytes() == b"newer"


@posix
def test_files_have_the_usual_permissions(tmp_path):
    write_new(tmp_path / "a.wav", b"new")
    (tmp_path / "b.wav").touch()
    a, b = ((tmp_path / name).stat().st_mode for name in ("a.wav", "b.wav"))
    assert stat.S_IMODE(a) == stat.S_IMODE(b)


def test_names_are_tried_until_one_is_free(tmp_path):
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "b").mkdir()
    assert write_first_free(tmp_path, ["a", "b", "c", "d"], b"new") == tmp_path / "c"
    with pytest.raises(FileExistsError):
        write_first_free(tmp_path, iter(["a", "b", "c"]), b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]
    assert (tmp_path / "a").read_bytes() == b"mine"


@posix
def test_what_earlier_versions_left_of_a_folder_is_removed_unless_they_still_run(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait(10)
    names = [f".a.latentpad.{number}.tmp" for number in (dead.pid, os.getpid())]
    names += [f".b.latentpad.{dead.pid}.tmp", ".a.latentpad.x.tmp", f"a.latentpad.{dead.pid}.tmp"]
    for name in names:
        (tmp_path / name).mkdir()
        age(tmp_path / name)
    new_bundle(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names[1:], "a.latentpad"])
