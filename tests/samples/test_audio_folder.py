"""Folders of samples as they are: with links, closed folders, and what other programs put there."""

import errno
import os
import sys
from pathlib import Path

import pytest

from latentpad.samples.audio_folder import Listing, has_audio, list_audio

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")


def put(folder: Path, *names: str) -> Path:
    """Create empty files; a listing does not open them."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def names(folder: Path, listing: Listing) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in listing.files)


def obstacles(folder: Path, listing: Listing) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): reason for path, reason in listing.obstacles}


def test_what_other_programs_leave_is_passed_over(tmp_path: Path) -> None:
    put(
        tmp_path,
        "kick/a.wav",
        "kick/._a.wav",
        ".DS_Store",
        "kick/.DS_Store",
        "kick/a.wav.asd",
        "Thumbs.db",
        "desktop.ini",
    )
    put(
        tmp_path,
        "__MACOSX/kick/a.wav",
        "$RECYCLE.BIN/b.wav",
        "kick/@eaDir/a.wav/x.wav",
        "lost+found/c.wav",
        ".Trash/d.wav",
    )
    listing = list_audio(tmp_path)
    assert names(tmp_path, listing) == ["kick/a.wav"]
    assert (listing.obstacles, listing.convertible) == ([], {})


def test_formats_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    listing = list_audio(put(tmp_path, "a.M4A", "x/b.m4a", "c.rx2", "d.wv", "e.wma", "f.txt", ".g.m4a", "h.opus"))
    assert names(tmp_path, listing) == ["h.opus"]
    assert listing.convertible == {".m4a": 2, ".rx2": 1, ".wv": 1, ".wma": 1}
    assert not has_audio(tmp_path / "x")


@needs_links
def test_links_to_folders_and_files_are_followed(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/1.wav", "elsewhere/sub/2.wav", "file.wav", "lib/kick/3.wav")
    library = tmp_path / "lib"
    (library / "Linked").symlink_to("../elsewhere")
    (library / "kick" / "4.wav").symlink_to(tmp_path / "file.wav")
    listing = list_audio(library)
    assert names(library, listing) == ["Linked/1.wav", "Linked/sub/2.wav", "kick/3.wav", "kick/4.wav"]
    assert listing.obstacles == []


@needs_links
def test_a_library_of_links_alone_has_audio(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/1.wav", "lib/readme.txt")
    (tmp_path / "lib" / "Linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "link").symlink_to(tmp_path / "lib")
    assert has_audio(tmp_path / "lib")
    assert has_audio(tmp_path / "link")


@needs_links
def test_a_folder_is_listed_once_however_many_links_lead_to_it(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/1.wav", "lib/z/2.wav")
    library = tmp_path / "lib"
    for name in ("b", "c"):
        (library / name).symlink_to(tmp_path / "elsewhere")
    (library / "a").symlink_to(library / "z")
    (library / "z" / "round").symlink_to(library)
    (tmp_path / "elsewhere" / "back").symlink_to(library)
    (tmp_path / "elsewhere" / "self").symlink_to(tmp_path / "elsewhere")
    listing = list_audio(library)
    assert names(library, listing) == ["b/1.wav", "z/2.wav"]
    assert listing.obstacles == []


@needs_links
def test_a_link_to_a_folder_that_contains_the_library_is_named_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "private.wav", "lib/1.wav")
    (tmp_path / "lib" / "up").symlink_to(tmp_path)
    (tmp_path / "lib" / "root").symlink_to("/")
    listing = list_audio(tmp_path / "lib")
    assert names(tmp_path / "lib", listing) == ["1.wav"]
    reason = "is a link to a folder that contains this one, and is not followed"
    assert obstacles(tmp_path / "lib", listing) == {"up": reason, "root": reason}


@needs_links
def test_links_into_another_library_are_left_to_that(tmp_path: Path) -> None:
    put(tmp_path, "a/1.wav", "b/sub/2.wav")
    (tmp_path / "a" / "b").symlink_to(tmp_path / "b")
    (tmp_path / "a" / "sub").symlink_to(tmp_path / "b" / "sub")
    assert names(tmp_path / "a", list_audio(tmp_path / "a", (tmp_path / "b",))) == ["1.wav"]
    assert names(tmp_path / "a", list_audio(tmp_path / "a")) == ["1.wav", "b/sub/2.wav"]


@needs_links
def test_links_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    put(tmp_path, "1.wav")
    (tmp_path / "disk").symlink_to("/Volumes/gone")
    (tmp_path / "a.wav").symlink_to("b.wav")
    (tmp_path / "note.txt").symlink_to("gone.txt")
    (tmp_path / "round.wav").symlink_to("round.wav")
    listing = list_audio(tmp_path)
    assert obstacles(tmp_path, listing) == {
        "disk": "is a link to /Volumes/gone, which does not exist",
        "a.wav": "is a link to b.wav, which does not exist",
        "round.wav": "is a link to itself",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_a_pipe_is_named_and_not_opened(tmp_path: Path) -> None:
    put(tmp_path, "1.wav")
    os.mkfifo(tmp_path / "pipe.wav")
    listing = list_audio(tmp_path)
    assert obstacles(tmp_path, listing) == {"pipe.wav": "is a pipe or a device, not a file"}
    assert names(tmp_path, listing) == ["1.wav"]


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, error: int, after: int = 0) -> None:
    """Have the folder of a name raise an error when it is listed, after some entries."""
    scandir = os.scandir

    class Failing:
        def __init__(self, path: str) -> None:
            self.entries = scandir(path)

        def __enter__(self) -> "Failing":
            return self

        def __exit__(self, *_: object) -> None:
            self.entries.close()

        def __iter__(self) -> object:
            for _ in range(after):
                yield next(self.entries)
            raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "scandir", lambda path: Failing(path) if Path(path).name == name else scandir(path))


@pytest.mark.parametrize("error", [errno.EACCES, errno.EIO, errno.ENAMETOOLONG, errno.ENOENT, errno.ESTALE])
def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    put(tmp_path, "hat/1.wav", "kick/2.wav")
    refuse(monkeypatch, "hat", error)
    listing = list_audio(tmp_path)
    assert names(tmp_path, listing) == ["kick/2.wav"]
    assert obstacles(tmp_path, listing) == {"hat": f"cannot be read ({os.strerror(error)})"}


def test_of_a_folder_that_fails_midway_the_first_files_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "hat/1.wav", "hat/2.wav", "hat/3.wav")
    refuse(monkeypatch, "hat", errno.EIO, after=2)
    listing = list_audio(tmp_path)
    assert len(listing.files) == 2
    assert obstacles(tmp_path, listing) == {"hat": f"cannot be read ({os.strerror(errno.EIO)})"}


class Refused:
    """An entry of a folder that can be listed, but whose files cannot be looked at."""

    def __init__(self, entry: os.DirEntry[str], error: int) -> None:
        self.name, self.path, self._entry, self._error = entry.name, entry.path, entry, error

    def is_symlink(self) -> bool:
        return self._entry.is_symlink()

    def is_dir(self, follow_symlinks: bool = True) -> bool:
        return self._entry.is_dir(follow_symlinks=follow_symlinks)

    def stat(self) -> os.stat_result:
        raise OSError(self._error, os.strerror(self._error), self.path)


@pytest.mark.parametrize(("error", "named"), [(errno.EACCES, ["hat"]), (errno.EIO, ["hat/1.wav", "hat/2.wav"])])
def test_files_that_cannot_be_looked_at_are_named_and_a_closed_folder_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, named: list[str]
) -> None:
    put(tmp_path, "hat/1.wav", "hat/2.wav", "kick/3.wav")
    entries_of = "latentpad.samples.audio_folder._entries"
    from latentpad.samples.audio_folder import _entries

    monkeypatch.setattr(
        entries_of,
        lambda path, report: [
            Refused(entry, error) if Path(path).name == "hat" else entry for entry in _entries(path, report)
        ],
    )
    listing = list_audio(tmp_path)
    assert names(tmp_path, listing) == ["kick/3.wav"]
    assert obstacles(tmp_path, listing) == dict.fromkeys(named, f"cannot be read ({os.strerror(error)})")


@pytest.mark.skipif(sys.platform == "win32", reason="paths are bounded otherwise there")
def test_folders_deeper_than_a_path_can_be_are_named(tmp_path: Path) -> None:
    put(tmp_path, "1.wav")
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(25):  # as a program makes them that goes from folder to folder
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
    finally:
        os.chdir(here)
    listing = list_audio(tmp_path)
    assert names(tmp_path, listing) == ["1.wav"]
    assert [reason for _, reason in listing.obstacles] == ["cannot be read (File name too long)"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_names_that_are_not_utf_8_are_listed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"tr\xfcm")).mkdir()
    (tmp_path / os.fsdecode(b"tr\xfcm") / os.fsdecode(b"gr\xfcn.WAV")).touch()
    assert [os.fsencode(path.name) for path in list_audio(tmp_path).files] == [b"gr\xfcn.WAV"]
