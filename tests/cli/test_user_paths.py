"""Paths that the user names on the command line, with the home folder in front."""

import os
import sys
from importlib import import_module
from pathlib import Path

import pytest

from latentpad.bundle.bundle import save_bundle
from latentpad.cli import main as cli
from latentpad.cli.arguments import bundle_path as read_bundle
from latentpad.cli.design_arguments import PARSERS
from latentpad.cli.main import main
from latentpad.errors import FolderError, FolderOfSamplesError
from latentpad.paths import default_drop_folder, default_inbox, user_cache_folder, user_data_folder, user_path


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home é"
    folder.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture
def no_home(monkeypatch):
    """Nobody knows the home folder, as in a container with a user of its own."""
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)


def test_the_home_folder_is_put_in_front(home):
    assert user_path("~/Drums/kick.wav") == home / "Drums" / "kick.wav"
    assert user_path("~") == home
    assert user_path("a/~/b") == Path("a/~/b")


def test_a_name_that_begins_with_a_tilde_is_not_a_home_folder(home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ["./~", "./~/a.wav", "./~x"]
    if sys.platform != "win32":  # it takes the folder beside the user's
        names.append("~nobody-of-this-name.wav")
    for name in names:
        assert user_path(name) == Path.cwd() / name
        assert os.path.expanduser(user_path(name)) == str(Path.cwd() / name)


def test_without_a_home_folder_the_variable_to_set_is_named(no_home):
    with pytest.raises(
        FolderError, match=r"^~/a\.wav: your home folder is not known; set HOME, or name the whole path$"
    ):
        user_path("~/a.wav")
    assert user_path("a.wav") == Path("a.wav")


def test_without_a_home_folder_nothing_is_created_in_the_current_one(no_home, tmp_path, monkeypatch, capsys):
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    for folder in (user_cache_folder(), user_data_folder(), default_drop_folder(), default_inbox()):
        assert folder.is_absolute()
        with pytest.raises(NotADirectoryError if os.name == "posix" else OSError, match=r"latentpad"):
            folder.mkdir(parents=True)
    assert main(["bundles"]) == 0
    assert list(tmp_path.iterdir()) == []


def test_no_command_takes_a_path_without_the_home_folder():
    parsers = {name: import_module(f"latentpad.cli.{name}").build_parser for name in cli.RUNTIME} | PARSERS
    readers = {(name, action.dest): action.type for name, parser in parsers.items() for action in parser()._actions}
    assert [key for key, reader in readers.items() if reader is Path] == []
    assert readers["serve", "drop"] is readers["kit", "like"] is user_path


def test_a_bundle_and_a_folder_of_samples_are_found_in_the_home_folder(home, toy):
    save_bundle(toy, home / "toy.latentpad")
    assert read_bundle("~/toy.latentpad") == read_bundle("~/toy") == home / "toy.latentpad"
    (home / "Drums").mkdir()
    (home / "Drums" / "kick.wav").write_bytes(b"")
    with pytest.raises(FolderOfSamplesError) as caught:
        read_bundle("~/Drums")
    assert caught.value.path == home / "Drums"


def test_samples_are_rendered_shown_and_rendered_again_in_the_home_folder(home, toy, capsys):
    save_bundle(toy, home / "toy.latentpad")
    assert main(["render", ".125", ".125", "--bundle=~/toy", "-o", "~/1.wav", "--library", "~"]) == 0
    assert main(["info", "~/1.wav"]) == 0
    assert main(["again", "~/1.wav", "--bundle=~/toy.latentpad", "-o", "~/2.wav"]) == 0
    assert (home / "1.wav").read_bytes() == (home / "2.wav").read_bytes()
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[-1]) == (str(home / "1.wav"), str(home / "2.wav"))


def test_a_folder_in_place_of_a_command_is_found_in_the_home_folder(home, capsys, monkeypatch):
    (home / "Drums").mkdir()
    (home / "Drums" / "kick.wav").write_bytes(b"")
    monkeypatch.setattr("latentpad.cli.map_now.map_advice", lambda: "")
    assert main(["~/Drums"]) == 1  # there is no terminal on which to ask
    assert capsys.readouterr().err.startswith(f"latentpad: {home / 'Drums'} is a folder of samples, not a bundle")
