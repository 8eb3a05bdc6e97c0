import subprocess
import sys
import time

import pytest

from latentpad.errors import FolderError
from latentpad.web import reveal as reveal_module
from latentpad.web.reveal import open_folder, reveal


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "new sounds é" / 'a "b" c.wav'
    path.parent.mkdir()
    path.write_bytes(b"")
    return path


@pytest.fixture
def commands(monkeypatch):
    """Try these commands and no others."""

    def make(*scripts):
        tried = [[sys.executable, "-c", script] for script in scripts]
        monkeypatch.setattr(reveal_module, "_commands", lambda _path: tried)
        monkeypatch.setattr(reveal_module, "_folder_commands", lambda _path: tried)

    return make


def test_a_missing_sample_cannot_be_revealed(tmp_path):
    with pytest.raises(FolderError, match="no longer exists"):
        reveal(tmp_path / "gone.wav")


def test_the_first_command_that_works_is_enough(sample, commands, tmp_path):
    mark = tmp_path / "mark"
    commands("raise SystemExit(3)", f"open({str(mark)!r}, 'x')", f"open({str(mark)!r}, 'x')")
    reveal(sample)
    assert mark.exists()


def test_without_a_file_manager_the_error_names_the_file(sample, commands, monkeypatch):
    commands("raise SystemExit(3)")
    with pytest.raises(FolderError, match=r"no file manager found; the sample is .*a \"b\" c\.wav"):
        reveal(sample)
    monkeypatch.setattr(reveal_module, "_commands", lambda _path: [["no-such-program-here"]])
    with pytest.raises(FolderError, match="no file manager found"):
        reveal(sample)


@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
def test_a_file_manager_that_keeps_running_is_left_alone(sample, commands, tmp_path, monkeypatch):
    mark = tmp_path / "mark"
    monkeypatch.setattr(reveal_module, "TIMEOUT", 0.1)
    commands(f"import time; time.sleep(0.5); open({str(mark)!r}, 'x')")
    reveal(sample)
    end = time.monotonic() + 10
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("system", "command"),
    [
        ("darwin", ["open", "-R", "{path}"]),
        ("win32", 'explorer /select,"{path}"'),
        ("linux", "array:string:{uri}"),
    ],
)
def test_each_system_has_a_command(sample, monkeypatch, system, command):
    monkeypatch.setattr(reveal_module.sys, "platform", system)
    monkeypatch.setattr(reveal_module, "subprocess", subprocess)
    first = reveal_module._commands(sample)[0]
    if system == "linux":
        assert command.format(uri=sample.as_uri()) in first
        assert "%22b%22" in sample.as_uri()
    elif system == "darwin":
        assert first == [part.format(path=sample) for part in command]
    else:
        assert first == command.format(path=sample)


def test_a_folder_is_opened_unless_it_is_gone(tmp_path, commands):
    mark = tmp_path / "mark"
    commands("raise SystemExit(3)", f"open({str(mark)!r}, 'x')")
    open_folder(tmp_path)
    assert mark.exists()
    with pytest.raises(FolderError, match="no longer exists"):
        open_folder(tmp_path / "gone")
    commands("raise SystemExit(3)")
    with pytest.raises(FolderError, match=f"no file manager found; the folder is {tmp_path}"):
        open_folder(tmp_path)


@pytest.mark.parametrize(
    ("system", "command"),
    [("darwin", ["open", "{path}"]), ("win32", 'explorer "{path}"'), ("linux", "array:string:{uri}")],
)
def test_each_system_has_a_command_for_folders(sample, monkeypatch, system, command):
    monkeypatch.setattr(reveal_module.sys, "platform", system)
    folder = sample.parent
    first = reveal_module._folder_commands(folder)[0]
    if system == "linux":
        assert command.format(uri=folder.as_uri()) in first
        assert "org.freedesktop.FileManager1.ShowFolders" in first
    elif system == "darwin":
        assert first == [part.format(path=folder) for part in command]
    else:
        assert first == command.format(path=folder)
