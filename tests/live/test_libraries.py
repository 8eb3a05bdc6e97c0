"""User Libraries: where Live's preferences say they are, and where they are when these say nothing."""

import os
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from latentpad.live.libraries import LiveError, find_libraries, user_libraries


@pytest.fixture
def preferences(tmp_path):
    folder = tmp_path / "Preferences" / "Ableton"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def default(tmp_path):
    return tmp_path / "Music" / "Ableton" / "User Library"


def config(parent, name="User Library", places=()):
    """Return a Library.cfg as Live writes it."""
    infos = "".join(f"<UserFolderInfo Id='1' Path={quoteattr(str(p))} DisplayName='x' />" for p in places)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Ableton><ContentLibrary><UserLibrary><LibraryProject Id="0">'
        f"<ProjectLocation /><ProjectName Value={quoteattr(name)} /><ProjectPath Value={quoteattr(str(parent))} />"
        f"</LibraryProject></UserLibrary><UserFolderInfoList>{infos}</UserFolderInfoList></ContentLibrary></Ableton>"
    )


def write(preferences, version, text, below=""):
    folder = preferences / f"Live {version}" / below
    folder.mkdir(parents=True)
    (folder / "Library.cfg").write_text(text, "utf-8")


@pytest.mark.parametrize("below", ["", "Preferences"])
def test_a_library_that_was_moved_is_found(below, preferences, default, tmp_path):
    moved = tmp_path / "Samples é & more" / "User Library"
    moved.mkdir(parents=True)
    default.mkdir(parents=True)
    write(preferences, "12.1.5", config(moved.parent, places=[tmp_path / "drop"]), below)
    (library,) = find_libraries(preferences, default)
    assert (library.path, library.names) == (moved, "Live 12.1.5")
    assert library.versions[0].places == (tmp_path / "drop",)


def test_two_versions_of_live_with_one_library_and_with_two(preferences, default, tmp_path):
    old, new = tmp_path / "old" / "User Library", tmp_path / "new" / "User Library"
    for folder in (old, new):
        folder.mkdir(parents=True)
    write(preferences, "11.3.21", config(old.parent))
    write(preferences, "12.1", config(old.parent))
    (library,) = find_libraries(preferences, default)
    assert (library.path, library.names) == (old, "Live 12.1 and Live 11.3.21")
    write(preferences, "12.10.1", config(new.parent))  # newer than 12.2 and 12.1, and not older
    write(preferences, "12.2", config(old.parent))
    assert [(found.path, found.names) for found in find_libraries(preferences, default)] == [
        (new, "Live 12.10.1"),
        (old, "Live 11.3.21"),
    ]


def test_a_release_is_newer_than_its_beta(preferences, default, tmp_path):
    for name in ("beta", "release"):
        (tmp_path / name / "User Library").mkdir(parents=True)
    write(preferences, "12.2b7", config(tmp_path / "beta"))
    write(preferences, "12.2", config(tmp_path / "release"))
    assert [found.names for found in find_libraries(preferences, default)] == ["Live 12.2"]


def test_the_folder_that_live_has_marked_is_the_library(preferences, default, tmp_path):
    (tmp_path / "Ableton" / "User Library").mkdir(parents=True)
    (tmp_path / "Ableton" / "Ableton Folder Info").mkdir()
    write(preferences, "12.1", config(tmp_path / "Ableton"))
    assert [found.path for found in find_libraries(preferences, default)] == [tmp_path / "Ableton"]


@pytest.mark.parametrize("text", ["", "<Ableton>", "<Ableton/>", "\0", config("")])
def test_without_readable_preferences_the_default_library_is_used(text, preferences, default):
    default.mkdir(parents=True)
    write(preferences, "12.1", text)
    (library,) = find_libraries(preferences, default)
    assert (library.path, library.names) == (default, "Live")


def test_a_library_on_a_disk_that_is_not_connected_is_named(preferences, default, tmp_path):
    write(preferences, "12.1", config(tmp_path / "Volumes" / "T7"))
    with pytest.raises(LiveError, match=r"the User Library of Live 12\.1, .*T7.User Library, does not exist: connect"):
        find_libraries(preferences, default)


def test_without_live_there_is_one_line(preferences, default):
    with pytest.raises(LiveError, match=r"no Live has run here: .* Name its folder with --folder$"):
        find_libraries(preferences, default)


@pytest.mark.parametrize(
    ("system", "folder"),
    [("darwin", "Library/Preferences/Ableton/Live 12.1/Library.cfg"), ("linux", None)],
)
def test_folders_of_the_systems(system, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    if folder is None:
        with pytest.raises(LiveError, match="Live runs on macOS and Windows"):
            user_libraries(system)
        return
    (tmp_path / "Elsewhere" / "User Library").mkdir(parents=True)
    path = tmp_path / folder
    path.parent.mkdir(parents=True)
    path.write_text(config(tmp_path / "Elsewhere"), "utf-8")
    assert [found.path for found in user_libraries(system)] == [tmp_path / "Elsewhere" / "User Library"]


def test_windows_keeps_preferences_in_appdata(tmp_path, monkeypatch):
    monkeypatch.setattr("latentpad.live.libraries.user_config_path", lambda *args, **kwargs: tmp_path / "Ableton")
    (tmp_path / "D" / "User Library").mkdir(parents=True)
    write(tmp_path / "Ableton", "12.1.5", config(tmp_path / "D"), "Preferences")
    assert [found.path for found in user_libraries("win32")] == [tmp_path / "D" / "User Library"]


@pytest.mark.parametrize("parent", ["/" + "a" * 5000, "Ableton", "."])
def test_a_path_that_cannot_be_is_not_followed(parent, preferences, default):
    write(preferences, "12.1", config(parent))
    with pytest.raises(LiveError, match=r"with --folder$"):
        find_libraries(preferences, default)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_preferences_in_other_encodings_are_read(encoding, preferences, default, tmp_path):
    (tmp_path / "é" / "User Library").mkdir(parents=True)
    write(preferences, "12.1", "")
    text = config(tmp_path / "é").replace("UTF-8", "UTF-16" if encoding == "utf-16" else "UTF-8")
    (preferences / "Live 12.1" / "Library.cfg").write_bytes(text.encode(encoding))
    assert [found.path for found in find_libraries(preferences, default)] == [tmp_path / "é" / "User Library"]


def test_an_unknown_encoding_is_not_read(preferences, default):
    default.mkdir(parents=True)
    write(preferences, "12.1", config("/x").replace("UTF-8", "x-unknown"))
    assert [found.names for found in find_libraries(preferences, default)] == ["Live"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs in folders")
def test_preferences_that_are_no_file_are_not_waited_for(preferences, default):
    default.mkdir(parents=True)
    write(preferences, "12.1", "")
    config = preferences / "Live 12.1" / "Library.cfg"
    config.unlink()
    os.mkfifo(config)
    assert [found.names for found in find_libraries(preferences, default)] == ["Live"]
